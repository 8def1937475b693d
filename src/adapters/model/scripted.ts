/** A model that says what a test tells it to, and remembers what it was asked. */
import { Context, Effect, Layer, Queue } from "effect"
import {
  Model,
  ModelFailed,
  type Prompt,
  type Question,
  type Responders,
  type Thought,
} from "../../actors/performing/model.ts"
import { tokens } from "./offline/words.ts"

/** A reply that never comes: the call lasts until it is interrupted. */
export const never: unique symbol = Symbol("never")

/** What to reply to each call; `nth` counts the calls of its kind from 1. */
export interface Script {
  /** Left out: `<brain id>: <message text>`. With `uses`, what the agent wants done before it answers. */
  readonly think?: (
    prompt: Prompt,
    nth: number,
  ) => string | Pick<Thought, "text" | "uses"> | ModelFailed | typeof never
  /** Left out: nobody. */
  readonly route?: (
    question: Question,
    nth: number,
  ) => ReadonlyArray<string> | Responders | ModelFailed | typeof never
}

/** One call as it was made; `interrupted` becomes true when its caller gives up. */
export type Asked = { interrupted: boolean } & (
  | { readonly kind: "think"; readonly prompt: Prompt }
  | { readonly kind: "route"; readonly question: Question }
)

export class Scripted extends Context.Service<
  Scripted,
  {
    readonly model: Model["Service"]
    /** All calls so far, in order. */
    readonly calls: ReadonlyArray<Asked>
    /** Waits for a call that was not taken yet, and takes it. */
    readonly next: Effect.Effect<Asked>
  }
>()("orrery/adapters/model/Scripted") {}

export const make = Effect.fnUntraced(function* (script: Script = {}) {
  const calls: Array<Asked> = []
  const arrivals = yield* Queue.unbounded<Asked>()

  const reply = <A>(asked: Asked, answer: (nth: number) => A | ModelFailed | typeof never) =>
    Effect.suspend((): Effect.Effect<A, ModelFailed> => {
      const call = { ...asked }
      calls.push(call)
      Queue.offerUnsafe(arrivals, call)
      const said = answer(calls.filter(({ kind }) => kind === call.kind).length)
      if (said === never)
        return Effect.onInterrupt(Effect.never, () => Effect.sync(() => (call.interrupted = true)))
      return said instanceof ModelFailed ? Effect.fail(said) : Effect.succeed(said as A)
    })

  const model: Model["Service"] = {
    label: "scripted model",
    offline: false,
    think: (prompt) =>
      reply({ kind: "think", prompt, interrupted: false }, (nth) =>
        script.think === undefined ? `${prompt.brain.id}: ${prompt.message.text}` : script.think(prompt, nth),
      ).pipe(
        Effect.map((said) => {
          const { text, uses = [] } = typeof said === "string" ? { text: said } : said
          const usage = { input: tokens(prompt.message.text), output: tokens(text) }
          return { text, model: "scripted model", usage, ...(uses.length > 0 && { uses }) }
        }),
      ),
    route: (question) =>
      reply(
        { kind: "route", question, interrupted: false },
        (nth) => script.route?.(question, nth) ?? [],
      ).pipe(
        Effect.map((said) =>
          "responders" in said ? said : { responders: said, reason: "the script says so" },
        ),
      ),
    digest: ({ exchanges }) =>
      Effect.succeed({
        text: exchanges.map(({ asked }) => `- ${asked}`).join("\n"),
        model: "scripted model",
        usage: { input: 0, output: 0 },
      }),
  }
  return { model, calls, next: Queue.take(arrivals) } satisfies Scripted["Service"]
})

/** The model port played by a script, and the script's record of it. */
export const layer = (script: Script = {}): Layer.Layer<Model | Scripted> =>
  Layer.effectContext(
    make(script).pipe(
      Effect.map((scripted) => Context.make(Scripted, scripted).pipe(Context.add(Model, scripted.model))),
    ),
  )
