/**
 * What is measured of calls of tools, by the names under which Prometheus knows it; all that there is stands in docs/metrics.md.
 * https://prometheus.io/docs/practices/naming/
 */
import { Metric, type Context } from "effect"
import type { Called, Manner, Outcome } from "./tool-calls.ts"

/** Seconds, from a millisecond to ten minutes. */
const seconds = [0.001, 0.01, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 60, 300, 600]

const calls = Metric.counter("orrery_tool_calls_total", {
  description:
    "Calls of tools that models wanted, by tool, unknown where it cannot be told; by outcome: ok, failed, denied, cancelled",
  incremental: true,
})
const took = Metric.histogram("orrery_tool_call_seconds", {
  description: "How long calls of tools took, by tool",
  boundaries: seconds,
})
const manners = Metric.counter("orrery_tool_calls_made_total", {
  description:
    "Calls of tools that were made, by how: side_by_side, while another of the same turn was; alone, though there were others; only, as there was no other",
  incremental: true,
})
const share = Metric.gauge("orrery_tool_calls_side_by_side_ratio", {
  description:
    "Of the calls of tools that another could run beside, the share that did, since the start: 0 to 1",
})

/** Counts what it hears; a metric for each tool is made once. */
export const makeToolMetrics = (context: Context.Context<never>) => {
  const totals = new Map<string, Metric.Counter<number>>()
  const times = new Map<string, Metric.Histogram<number>>()
  const ran: Record<Manner, number> = { side_by_side: 0, alone: 0, only: 0 }
  const by = (Object.keys(ran) as Array<Manner>).map(
    (how) => [how, Metric.withAttributes(manners, { how })] as const,
  )
  const made = new Map(by)

  const totalOf = (tool: string, outcome: Outcome) => {
    const key = `${tool} ${outcome}`
    const total = totals.get(key) ?? Metric.withAttributes(calls, { tool, outcome })
    totals.set(key, total)
    return total
  }
  const timeOf = (tool: string) => {
    const time = times.get(tool) ?? Metric.withAttributes(took, { tool })
    times.set(tool, time)
    return time
  }

  return ({ tool, outcome, ms, manner }: Called): void => {
    totalOf(tool, outcome).updateUnsafe(1, context)
    if (ms !== null) timeOf(tool).updateUnsafe(ms / 1000, context)
    if (manner === null) return
    ran[manner]++
    made.get(manner)?.updateUnsafe(1, context)
    const could = ran.side_by_side + ran.alone
    if (could > 0) share.updateUnsafe(ran.side_by_side / could, context)
  }
}
