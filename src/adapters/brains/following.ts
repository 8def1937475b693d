/** Follows `roster/team`: at once where it lives in this process, and every two seconds wherever it lives. */
import { Effect, Layer, Schedule } from "effect"
import { Observer } from "../../actors/watching/observer.ts"
import type { RosterContext } from "../../machines/team/roster.ts"
import { Lineup, rosterAddress } from "./lineup.ts"

const every = "2 seconds"

export const FollowingLayer = Layer.effectDiscard(
  Effect.gen(function* () {
    const { watch } = yield* Observer
    const { hear, look } = yield* Lineup
    yield* Effect.acquireRelease(
      Effect.sync(() =>
        watch(({ address, entries, after }) => {
          if (address === rosterAddress) hear(entries.at(-1)!.seq, after.context as RosterContext)
        }),
      ),
      (stop) => Effect.sync(stop),
    )
    yield* Effect.forkScoped(Effect.repeat(look, Schedule.spaced(every)))
  }),
)
