/** Models that are asked one after the other: the next when the one before gave nothing. */
import { Effect } from "effect"
import type { Lessons } from "../../actors/lessons/lessons.ts"
import type { Call } from "./call.ts"
import type { Tier } from "./endpoint.ts"
import { modelFailed } from "./failure.ts"

/** Where others stand behind a model, it is asked twice at most: nobody waits for a third failure. */
export const retriesBefore = 1

/** A model that can be asked, by the name that it has for a tier. */
export interface Candidate {
  readonly nameOf: (tier: Tier) => string
  readonly call: Call
}

/** Fails with what each of them failed with. Whether another one helped is learnt. */
export const inTurn =
  (lessons: Lessons, first: Candidate, ...others: ReadonlyArray<Candidate>): Call =>
  (ask, read) =>
    others.reduce(
      ({ tried, asked }, another) => ({
        asked: another,
        tried: Effect.catch(tried, (before) => {
          const { kind = "no answer", reason } = before
          const fault = { kind, where: `model ${asked.nameOf(ask.tier)}`, message: reason }
          return another.call(ask, read).pipe(
            Effect.tap(() => lessons.outcome(fault, "another model", true)),
            Effect.tapError(() => lessons.outcome(fault, "another model", false)),
            Effect.mapError((failed) =>
              modelFailed(
                `${before.reason}; ${failed.reason}`,
                before.remedy === "fix" && failed.remedy === "fix" ? "fix" : "retry",
                failed.kind,
              ),
            ),
          )
        }),
      }),
      { asked: first, tried: first.call(ask, read) },
    ).tried
