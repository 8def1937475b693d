/** Measures what the actors of this process do, as they commit it: constellations as they are made, and each of their parts. */
import { Effect, Layer, Metric } from "effect"
import { kindOf } from "../../machines/address.ts"
import { isMade, type ConstellationContext } from "../../machines/constellation/constellation.ts"
import { parts } from "../../machines/events.ts"
import { made, making } from "./metrics.ts"
import { Observer, type Observation } from "./observer.ts"

/** Counted when its last part is there: `ahead` of its user, or with their first message. */
const count = ({ address, before, after }: Observation) =>
  Effect.gen(function* () {
    if (kindOf(address) !== "constellation") return
    const now = after.context as ConstellationContext
    if (!isMade(now) || isMade(before.context as ConstellationContext)) return
    yield* Metric.update(Metric.withAttributes(made, { when: now.whole ? "ahead" : "first message" }), 1)
    for (const part of parts)
      yield* Metric.update(Metric.withAttributes(making, { part }), (now.took[part] ?? 0) / 1000)
  })

export const MeasuringLayer = Layer.effectDiscard(
  Effect.gen(function* () {
    const { watch } = yield* Observer
    const run = Effect.runSyncWith(yield* Effect.context<never>())
    yield* Effect.acquireRelease(
      Effect.sync(() => watch((observation) => run(count(observation)))),
      (stop) => Effect.sync(stop),
    )
  }),
)
