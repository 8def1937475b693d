/**
 * Warms models at the start, whenever somebody writes after a pause, when the pool expects a server, and again for as long as
 * they are used. What is not used for a while cools down.
 */
import { Clock, Effect, FiberSet, Layer, Schedule } from "effect"
import { Model } from "../../actors/performing/model.ts"
import { Observer, type Observation } from "../../actors/watching/observer.ts"
import { kindOf } from "../../machines/address.ts"
import { keptFor } from "./warm.ts"

/** Before a connection that idles is closed. */
const again = 0.75 * keptFor
/** For so long after it was used last a model is kept warm, in ms. */
const usedFor = 10 * 60_000

/** Somebody wrote, or the time has come at which a server is expected. */
const announcesUse = ({ address, entries }: Observation): boolean => {
  const kind = kindOf(address)
  const sign = kind === "conversation" ? '"type":"MESSAGE"' : kind === "pool" ? '"type":"LOOK"' : null
  return sign !== null && entries.some(({ body }) => body.includes(sign))
}

export const KeepWarmLayer: Layer.Layer<never, never, Model | Observer> = Layer.effectDiscard(
  Effect.gen(function* () {
    const { warm, warmth } = yield* Model
    if (warm === undefined || warmth === undefined) return
    const { watch } = yield* Observer
    const clock = yield* Clock.Clock
    const run = yield* FiberSet.makeRuntime()
    let usedAt = clock.currentTimeMillisUnsafe()

    const isCold = () => warmth(clock.currentTimeMillisUnsafe()).some(({ state }) => state === "cold")
    yield* Effect.acquireRelease(
      Effect.sync(() =>
        watch((observation) => {
          if (!announcesUse(observation)) return
          const pause = clock.currentTimeMillisUnsafe() - usedAt
          usedAt += pause
          if (pause > again && isCold()) run(warm)
        }),
      ),
      (stop) => Effect.sync(stop),
    )
    yield* Effect.suspend(() =>
      clock.currentTimeMillisUnsafe() - usedAt < usedFor ? warm : Effect.void,
    ).pipe(Effect.repeat(Schedule.spaced(again)), Effect.forkScoped)
  }),
)
