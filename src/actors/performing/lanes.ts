/**
 * Lanes: what one actor tells another arrives in the order in which it was told, as between two processes in Erlang or two
 * actors in Akka. A letter that is tried again holds up those behind it, and nobody else's.
 */
import { Effect, Latch } from "effect"

/** Runs what enters a lane one after the other: each when those before it have ended, however they did. */
export const makeLanes = () => {
  /** The end of each lane in which something is under way. */
  const ends = new Map<string, Latch.Latch>()
  return <A, E, R>(lane: string, send: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.suspend(() => {
      const before = ends.get(lane)
      const end = Latch.makeUnsafe()
      ends.set(lane, end)
      const leave = Effect.sync(() => {
        if (ends.get(lane) === end) ends.delete(lane)
        end.openUnsafe()
      })
      return Effect.ensuring(before === undefined ? send : Effect.andThen(before.await, send), leave)
    })
}
