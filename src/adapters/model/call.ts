/** Asks a language model, again where that may help, and gives up in words that say what to do. */
import { Clock, Duration, Effect, Schedule } from "effect"
import type { Asked, Heed, ModelFailed, Wish } from "../../actors/performing/model.ts"
import type { Limit } from "../../actors/performing/model-terms.ts"
import type { Breakers } from "../../actors/resilience/breakers.ts"
import { retrying, type Retries } from "../../actors/resilience/retries.ts"
import type { Edit } from "../../machines/memory/edit.ts"
import type { Usage } from "../../machines/values.ts"
import { streamed, whole as asWhole } from "./asking.ts"
import { guarded } from "./breakers.ts"
import type { Endpoint, Patience, Tier } from "./endpoint.ts"
import { CallFailed, failureOf, lasting, modelFailed, passing, takesNoTools } from "./failure.ts"
import type { Toolbox } from "./memory-tools.ts"
import type { Offer } from "./offer.ts"
import type { Limits } from "./limits.ts"
import type { Places } from "./places.ts"
import type { Remedies } from "./remedies.ts"
import { sizeOf, type Request } from "./prompt.ts"
import { clip, tokens } from "./offline/words.ts"

// The SDK prints what a provider does not support (a temperature, mostly) to the console, which is not its to use.
globalThis.AI_SDK_LOG_WARNINGS = false

/** Tokens given to models that think first, beyond those of the answer. */
const roomToThink = 4096

/** In characters: a server that does not heed the limit cannot flood a channel. */
const longestToken = 8

/** Where an answer may be kept: `kept-answers.ts`. */
export interface Keep {
  readonly kind: "answers" | "routes"
  /** Whose it is. */
  readonly user: string
  /** In whose memory it is. */
  readonly agent: string
}

export interface Ask {
  /** The lowest is asked for first where calls wait for each other. */
  readonly rank: number
  readonly request: Request
  /** The same with at most so many tokens; left out: it cannot be made shorter. */
  readonly shorter?: (tokens: number) => Request
  readonly tier: Tier
  readonly maxTokens: number
  readonly temperature: number
  /** Where its answer may be kept; left out: nowhere. */
  readonly keep?: Keep | undefined
  /** What the model may use; new for each attempt. */
  readonly toolbox?: (() => Toolbox | undefined) | undefined
  /** What others would do for it; left out: nothing. */
  readonly offer?: Offer | undefined
  /** Hears the answer while it is written, from its beginning in each attempt. */
  readonly heed?: Heed | undefined
}

export interface Answer extends Asked {
  readonly text: string
  readonly model: string
  /** With that of answers before, of which nothing could be made. */
  readonly usage: Usage
  readonly edits: ReadonlyArray<Edit>
  readonly uses: ReadonlyArray<Wish>
}

/** Asks until `read` makes something of the answer; interrupting closes the connection. */
export type Call = <A>(
  ask: Ask,
  read: (answer: Answer) => Effect.Effect<A, CallFailed>,
) => Effect.Effect<A, ModelFailed>

/** What the calls of a provider go through. */
export interface Ways {
  readonly places: Places
  readonly breakers: Breakers
  readonly retries: Retries
  readonly limits: Limits
  readonly limitOf: (model: string) => Limit | null
  readonly remedies: Remedies
}

export const makeCall = (
  endpoint: Endpoint,
  patience: Patience,
  { places, breakers, retries, limits, limitOf, remedies }: Ways,
): Call => {
  const thinking = new Set<string>()
  /** Their servers answer as a whole, whatever they are asked for. */
  const unstreamed = new Set<string>()

  const once = Effect.fnUntraced(function* (
    ask: Ask,
    toolless: boolean,
  ): Effect.fn.Return<Answer, CallFailed> {
    const name = endpoint.models[ask.tier]
    const thinks = thinking.has(name) || endpoint.thinks(name)
    const now = yield* Clock.currentTimeMillis
    const toolbox = toolless ? undefined : ask.toolbox?.()
    const offer = toolless ? undefined : ask.offer
    const hasTools = toolbox !== undefined || offer !== undefined
    const heard = (text: string) => clip(spoken(text), ask.maxTokens * longestToken)
    const result = yield* Effect.tryPromise({
      try: (abortSignal) => {
        const asked = {
          model: endpoint.model(name),
          ...ask.request,
          maxOutputTokens: ask.maxTokens + (thinks ? roomToThink : 0),
          temperature: ask.temperature,
          abortSignal,
          ...(hasTools && { tools: { ...toolbox?.tools, ...offer?.tools } }),
          ...(offer?.isOver === true && { toolChoice: "none" as const }),
        }
        const { heed } = ask
        return heed === undefined || unstreamed.has(name)
          ? asWhole(asked)
          : streamed(asked, (soFar) => heed(heard(soFar)))
      },
      catch: (error) => {
        if (!hasTools || !takesNoTools(error)) return failureOf(error, endpoint, now)
        return passing(`${name} at ${endpoint.host} uses no tools`, Duration.zero, "no tools")
      },
    })
    if (result === null) {
      unstreamed.add(name)
      return yield* passing(
        `${name} at ${endpoint.host} does not send its answers while it writes them`,
        Duration.zero,
        "no stream",
      )
    }
    const text = heard(result.text)
    const wants = offer === undefined || offer.isOver ? [] : result.wants
    const uses = wants.map(({ toolName, input }) => ({ tool: offer!.nameOf(toolName), input }))
    const isNothing = text === "" && uses.length === 0
    if (isNothing && result.finishReason === "length") {
      if (thinks)
        return yield* lasting(
          `${name} thought until its tokens were spent: take a model that thinks less`,
          "request",
          "no answer",
        )
      thinking.add(name)
    }
    if (isNothing && result.finishReason === "content-filter") {
      return yield* lasting(
        `the filter of ${endpoint.host} held the answer back: say it another way`,
        "request",
        "held back",
      )
    }
    if (isNothing) return yield* passing(`${name} at ${endpoint.host} answered with nothing`)
    return {
      text,
      model: name,
      usage: usageOf(result.usage, ask.request, text),
      edits: toolbox?.edits() ?? [],
      uses,
    }
  })

  const inTime = (ask: Ask, toolless: boolean) =>
    once(ask, toolless).pipe(
      Effect.timeoutOrElse({
        duration: patience.timeout,
        orElse: () => Effect.fail(tooSlow(endpoint, patience)),
      }),
    )

  return (ask, read) =>
    Effect.suspend(() => {
      let asks = 0
      let waited = 0
      let used: Usage = { input: 0, output: 0 }
      const model = endpoint.models[ask.tier]
      const on = { host: endpoint.host, model, limit: limitOf(model) }
      /** Within its limits, and once more when it is known what helps against what it failed with. */
      const made = remedies.around(model, ask, (request, toolless) =>
        limits.within(
          on,
          () => sizeOf(request) + ask.maxTokens,
          inTime({ ...ask, request }, toolless),
          (ms) => void (waited += ms),
        ),
      )
      const inPlace = places.within(model, ask.rank, guarded(breakers, model, made), (ms) => {
        asks++
        waited += ms
      })
      return inPlace.pipe(
        Effect.flatMap((answer) => {
          const { input, output } = answer.usage
          used = { input: used.input + input, output: used.output + output }
          return read({ ...answer, usage: used, ...(waited > 0 && { waited }), ...(asks > 1 && { asks }) })
        }),
        remedies.repeated(model),
        retrying(retries, { what: "model", name: model }, schedule(patience), spent),
        Effect.mapError(({ reason, remedy, kind }) => modelFailed(reason, remedy, kind)),
      )
    })
}

const spent = (failed: CallFailed) =>
  new CallFailed({
    ...failed,
    reason: `${failed.reason}; it was not asked again, as too many calls were asked again lately`,
    again: false,
  })

const schedule = ({ backoff, longest, retries }: Patience) =>
  Schedule.min([Schedule.exponential(backoff), Schedule.spaced(longest)]).pipe(
    Schedule.jittered,
    Schedule.upTo({ times: retries }),
    Schedule.setInputType<CallFailed>(),
    Schedule.while(({ input }) => input.again && Duration.isLessThanOrEqualTo(input.after, longest)),
    Schedule.modifyDelay(({ input, duration }) => Effect.succeed(Duration.max(duration, input.after))),
  )

const tooSlow = ({ host }: Endpoint, { timeout }: Patience) =>
  new CallFailed({
    kind: "too slow",
    reason: `${host} gave no answer within ${Duration.format(timeout)}`,
    remedy: "retry",
    again: false,
    after: Duration.zero,
    blame: "service",
  })

/** What was meant to be said: some servers send the thoughts of small models along, in a tag at the beginning. */
const spoken = (text: string): string =>
  text
    .toWellFormed()
    .replace(/^\s*<think>[\s\S]*?(<\/think>|$)/, "")
    .trim()

/** As the provider counts; by estimate where it does not. */
const usageOf = (
  usage: { readonly inputTokens: number | undefined; readonly outputTokens: number | undefined },
  { instructions, messages }: Request,
  text: string,
): Usage => ({
  input: whole(usage.inputTokens ?? tokens(instructions.content + JSON.stringify(messages))),
  output: whole(usage.outputTokens ?? tokens(text)),
})

const whole = (count: number) => Math.min(Number.MAX_SAFE_INTEGER, Math.max(0, Math.round(count)))
