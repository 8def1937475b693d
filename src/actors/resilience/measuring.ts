/** How many of each sort are left alone, for `/metrics`. */
import { Clock, Effect, Layer, Metric, Schedule } from "effect"
import { Breakers } from "./breakers.ts"
import { breakersOpen } from "./metrics.ts"
import { targets } from "./target.ts"

const every = "1 second"

export const BreakerMetricsLayer: Layer.Layer<never> = Layer.effectDiscard(
  Effect.gen(function* () {
    const { open } = yield* Breakers
    const sample = Effect.gen(function* () {
      const all = open(yield* Clock.currentTimeMillis)
      for (const target of targets)
        yield* Metric.update(breakersOpen(target), all.filter(({ what }) => what === target).length)
    })
    yield* sample
    yield* Effect.forkScoped(Effect.repeat(sample, Schedule.spaced(every)))
  }),
)
