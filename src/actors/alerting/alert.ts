/** Tells operators: in the log and as a metric always, in Discord and at a webhook where the configuration says so. */
import { Effect, Metric, Schedule } from "effect"
import type { Address } from "../../machines/address.ts"
import type { EffectOf } from "../../machines/effects.ts"
import { OperatorsBell } from "./bell.ts"
import { textOf } from "./words.ts"

const alerts = Metric.counter("orrery_pool_alerts_total", {
  description: "Times that operators were told of the pool, by load: scarce, plenty",
  incremental: true,
})

/** About five minutes: after that the next alert says how it is then. */
const patience = Schedule.exponential("1 second").pipe(Schedule.jittered, Schedule.upTo({ times: 8 }))

export const alert = (by: Address, key: string, effect: EffectOf<"Alert">): Effect.Effect<null> =>
  Effect.gen(function* () {
    const text = textOf(effect)
    yield* effect.load === "scarce" ? Effect.logWarning(text) : Effect.logInfo(text)
    yield* Metric.update(Metric.withAttributes(alerts, { load: effect.load }), 1)
    // A hint is in the log: nobody is called for it.
    if (effect.load === "plenty") return null
    const { ring } = yield* OperatorsBell
    yield* Effect.forEach(
      ring(`${by}#${key}`, text),
      ({ to, tell }) =>
        tell.pipe(
          Effect.retry(patience),
          Effect.catch(({ reason }) => Effect.logWarning(`${to} could not be told of it: ${reason}`)),
        ),
      { concurrency: "unbounded", discard: true },
    )
    return null
  })
