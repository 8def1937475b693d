/** What is measured of the pool, by the names under which Prometheus knows it. https://prometheus.io/docs/practices/naming/ */
import { Effect, Metric, type Context } from "effect"
import { hows, type Figures, type How, type Match } from "./pool-figures.ts"

const gauges = {
  used: Metric.gauge("orrery_pool_used", { description: "Agents of this process that are with a server" }),
  free: Metric.gauge("orrery_pool_free", { description: "Agents of this process that are free" }),
  quarantined: Metric.gauge("orrery_pool_quarantined", {
    description: "Agents of this process that failed too often and get no turns for a while",
  }),
  draining: Metric.gauge("orrery_pool_draining", {
    description: "Agents of this process that end what they do and go",
  }),
  waiting: Metric.gauge("orrery_pool_queue_length", {
    description: "Turns that wait for an agent in this process",
  }),
}

const allocations = Metric.counter("orrery_pool_allocations_total", {
  description:
    "Turns that got an agent, by how: serving, affinity, reclaimed, best; queued: whether they had to wait",
  incremental: true,
})

const waits = Metric.histogram("orrery_pool_wait_seconds", {
  description: "How long turns waited for an agent; 0 for those that need not",
  boundaries: [0, 0.05, 0.1, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300],
})

const timedOut = Metric.counter("orrery_pool_timed_out_total", {
  description: "Turns that were given up because no agent became free in time",
  incremental: true,
})

const byHow = Object.fromEntries(
  hows.map((how) => [
    how,
    ["no", "yes"].map((queued) => Metric.withAttributes(allocations, { how, queued })),
  ]),
) as unknown as Readonly<Record<How, readonly [Metric.Counter<number>, Metric.Counter<number>]>>

/** As it stands now. */
export const stand = ({ used, free, health, draining, waiting }: Figures): Effect.Effect<void> =>
  Effect.all(
    [
      Metric.update(gauges.used, used),
      Metric.update(gauges.free, free),
      Metric.update(gauges.quarantined, health.quarantined),
      Metric.update(gauges.draining, draining),
      Metric.update(gauges.waiting, waiting),
    ],
    { discard: true },
  )

/** What is counted at each commit of a pool shard, without a detour. */
export const countersIn = (context: Context.Context<never>) => ({
  matched: ({ how, waited }: Match): void => {
    byHow[how][waited > 0 ? 1 : 0].updateUnsafe(1, context)
    waits.updateUnsafe(waited / 1000, context)
  },
  gaveUp: (turns: number): void => {
    if (turns > 0) timedOut.updateUnsafe(turns, context)
  },
})
