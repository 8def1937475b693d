/**
 * What helps against an error of a model is done by itself: a shorter context after an error of length, no tools for who knows none.
 * It stands for as long as it helps: when the same error comes again, it is undone.
 */
import { Effect } from "effect"
import { normalised } from "../../actors/lessons/normal.ts"
import type { Lessons, Fault, FixName } from "../../actors/lessons/lessons.ts"
import { takesTokens, type CallFailed } from "./failure.ts"
import { sizeOf, type Request } from "./prompt.ts"

/** What stands for a model. */
interface Standing {
  /** The longest prompt, in tokens; null: as long as it is. */
  readonly longest: number | null
  readonly toolless: boolean
}

const asIs: Standing = { longest: null, toolless: false }

interface Asked {
  readonly request: Request
  readonly shorter?: (tokens: number) => Request
  readonly maxTokens: number
}

export interface Remedies {
  /** Makes the call as it is best made with this model, and once more when it fails with what something helps against. */
  readonly around: <A, R>(
    model: string,
    asked: Asked,
    make: (request: Request, toolless: boolean) => Effect.Effect<A, CallFailed, R>,
  ) => Effect.Effect<A, CallFailed, R>
  /** Learns whether asking again helps: to be put around each attempt of one question. */
  readonly repeated: (
    model: string,
  ) => <A, R>(attempt: Effect.Effect<A, CallFailed, R>) => Effect.Effect<A, CallFailed, R>
}

/** Prompts are not made shorter than this, in tokens. */
const shortest = 256
/** Providers count otherwise than our tokenizer: of what they take, this share is used. */
const used = 0.9

/** It was made shorter, and fails with what that is against all the same. */
const isVain = ({ kind }: Pick<CallFailed, "kind">, { longest }: Standing, { shorter }: Asked): boolean =>
  kind === "context length" && longest !== null && shorter !== undefined

export const faultOf = (model: string, { kind, reason }: Pick<CallFailed, "kind" | "reason">): Fault => ({
  kind,
  where: `model ${model}`,
  message: reason,
})

/** The server has looked at the request, and found something else wrong with it. */
const wasRead = ({ blame, kind }: CallFailed): boolean =>
  blame === "request" || kind === "no tools" || kind === "no stream"

export const makeRemedies = (lessons: Lessons): Remedies => {
  const standings = new Map<string, Standing>()
  const standingOf = (model: string): Standing => standings.get(model) ?? asIs

  const requestFor = ({ request, shorter }: Asked, { longest }: Standing): Request =>
    longest === null || shorter === undefined ? request : shorter(longest)

  /** How a fix is put in place; null: it cannot be. */
  const withFix = (
    fix: FixName | null,
    standing: Standing,
    asked: Asked,
    reason: string,
  ): Standing | null => {
    if (fix === "without tools") return standing.toolless ? null : { ...standing, toolless: true }
    if (fix !== "shorter context" || asked.shorter === undefined) return null
    const size = sizeOf(requestFor(asked, standing))
    const taken = takesTokens(reason)
    const fits = taken === null ? size : Math.floor((taken - asked.maxTokens) * used)
    const longest = fits < size ? fits : Math.floor(size / 2)
    return longest < shortest ? null : { ...standing, longest }
  }

  return {
    around: (model, asked, make) => {
      const ask = (standing: Standing) => make(requestFor(asked, standing), standing.toolless)
      const note = (fault: Fault, fix: FixName, helped: boolean) =>
        Effect.andThen(
          lessons.outcome(fault, fix, helped, !helped),
          Effect.logInfo(
            helped
              ? `${model}: ${fix} helps, and stays (${normalised(fault.message)})`
              : `${model}: ${fix} does not help, and is undone (${normalised(fault.message)})`,
          ),
        )

      /** Does what helps, if anything does that was not done for this question yet. `sent`: as what failed was sent. */
      const cured = (
        failed: CallFailed,
        sent: Standing,
        base: Standing,
        done: ReadonlyArray<FixName>,
      ): ReturnType<typeof ask> =>
        Effect.gen(function* () {
          const fault = faultOf(model, failed)
          const { fix, safe } = yield* lessons.advise(fault)
          const next = safe ? withFix(fix, sent, asked, failed.reason) : null
          if (fix === null || next === null || done.includes(fix)) return yield* failed
          yield* lessons.note(fault)
          standings.set(model, next)
          return yield* ask(next).pipe(
            // Nobody knows whether it would have helped: the next question finds out.
            Effect.onInterrupt(() => Effect.sync(() => void standings.set(model, base))),
            Effect.tap(() => note(fault, fix, true)),
            Effect.catch((still) =>
              Effect.gen(function* () {
                if (still.kind !== failed.kind && wasRead(still)) {
                  yield* note(fault, fix, true)
                  return yield* cured(still, next, next, [...done, fix])
                }
                standings.set(model, base)
                if (still.kind === failed.kind) yield* note(fault, fix, false)
                return yield* still
              }),
            ),
          )
        })

      return Effect.suspend(() => {
        const before = standingOf(model)
        return Effect.catch(ask(before), (failed) =>
          Effect.gen(function* () {
            if (!isVain(failed, before, asked)) return yield* cured(failed, before, before, [])
            const base = { ...before, longest: null }
            standings.set(model, base)
            yield* note(faultOf(model, failed), "shorter context", false)
            return yield* cured(failed, before, base, [])
          }),
        )
      })
    },
    repeated: (model) => {
      let before: Fault | null = null
      return (attempt) =>
        attempt.pipe(
          Effect.tap(() => (before === null ? Effect.void : lessons.outcome(before, "asked again", true))),
          Effect.tapError((failed) =>
            Effect.gen(function* () {
              if (failed.kind !== "left alone") yield* lessons.note(faultOf(model, failed))
              if (before !== null) yield* lessons.outcome(before, "asked again", false)
              before = failed.again ? faultOf(model, failed) : null
            }),
          ),
        )
    },
  }
}
