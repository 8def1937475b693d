/** Advises how many runners there should be more or fewer, as a metric and, when it changes, in the log. It starts none itself. */
import { Clock, Effect, Layer, Metric, Schedule } from "effect"
import { Observer } from "../../actors/watching/observer.ts"
import { advise, newAdvisor, quantileBetween } from "./advice.ts"
import * as instruments from "./instruments.ts"

const every = 15_000
/** Answers of so many readings are looked at together: of a minute. */
const window = 60_000 / every

/** Turns that wait for an agent, as the pool counts them. */
const poolQueue = Effect.map(Metric.snapshot, (metrics) => {
  const its = metrics.find(({ id }) => id === "orrery_pool_queue_length")
  return its?.type === "Gauge" ? Number(its.state.value) : 0
})

/** Seconds of processor time that this process has taken. */
const processor = Effect.sync(() => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
})

/** `cpu` in s, so far; this process's unless told. */
export const ScalingLayer = (cpu: Effect.Effect<number> = processor): Layer.Layer<never, never, Observer> =>
  Layer.effectDiscard(
    Effect.gen(function* () {
      const { waiting } = yield* Observer
      let advisor = newAdvisor
      let last = { at: yield* Clock.currentTimeMillis, cpu: yield* cpu }
      let replies = [(yield* Metric.value(instruments.reply)).buckets]
      yield* Metric.update(instruments.advice, 0)

      const look = Effect.gen(function* () {
        const [at, taken] = [yield* Clock.currentTimeMillis, yield* cpu]
        const { buckets } = yield* Metric.value(instruments.reply)
        const before = advisor.advice
        advisor = advise(advisor, {
          at,
          cpu: ((taken - last.cpu) * 1000) / Math.max(1, at - last.at),
          queue: waiting.letters + (yield* poolQueue),
          p95: quantileBetween(replies[0]!, buckets, 0.95),
        })
        last = { at, cpu: taken }
        replies = [...replies, buckets].slice(-window)
        const { runners, why } = advisor.advice
        yield* Metric.update(instruments.advice, runners)
        if (runners === before.runners) return
        yield* runners > 0
          ? Effect.logWarning(`Scaling: ${runners} runners more are advised: ${why}`)
          : Effect.logInfo(runners < 0 ? `Scaling: one runner fewer would do: ${why}` : `Scaling: ${why}`)
      })
      yield* Effect.forkScoped(Effect.repeat(Effect.delay(look, every), Schedule.forever))
    }),
  )
