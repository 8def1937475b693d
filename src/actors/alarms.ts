/**
 * Rings actors that are in memory when their next timer is due. One fiber sleeps for all of them, on Effect's clock.
 * Actors that are not in memory are found by the store's `due` (see `sleepers.ts`).
 */
import { Clock, Context, Effect, Layer } from "effect"
import { Agenda } from "./agenda.ts"

export class Alarms extends Context.Service<
  Alarms,
  {
    /** Rings at `due` (ms since 1970) instead of whenever was set before under this key; null: not at all. */
    readonly set: (key: string, due: number | null, ring: () => void) => void
    readonly now: () => number
  }
>()("orrery/actors/Alarms") {
  static readonly layer: Layer.Layer<Alarms> = Layer.effect(
    Alarms,
    Effect.gen(function* () {
      const clock = yield* Clock.Clock
      const agenda = new Agenda<() => void>()
      const now = () => clock.currentTimeMillisUnsafe()
      let wake: () => void = () => {}
      /** Until when the fiber sleeps; what is due before must wake it. */
      let until = Number.POSITIVE_INFINITY

      const ringAll = Effect.sync(() => {
        for (let ring = agenda.take(now()); ring; ring = agenda.take(now())) ring()
      }).pipe(Effect.catchDefect((defect) => Effect.logError("an alarm broke", defect)))

      const woken = Effect.callback<void>((resume) => {
        wake = () => resume(Effect.void)
        if (agenda.first < until) wake()
      })

      const sleep = Effect.suspend(() => {
        until = agenda.first
        return until === Number.POSITIVE_INFINITY ? woken : Effect.race(woken, Effect.sleep(until - now()))
      })

      yield* Effect.forkScoped(Effect.forever(Effect.andThen(ringAll, sleep)))

      return {
        now,
        set: (key, due, ring) => {
          if (due === null) return agenda.delete(key)
          agenda.set(key, due, ring)
          if (due < until) wake()
        },
      }
    }),
  )
}
