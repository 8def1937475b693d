/**
 * What is measured of breakers, retries, limits and fixes, by the names under which Prometheus knows it; all that there is stands
 * in docs/metrics.md. https://prometheus.io/docs/practices/naming/
 */
import { Metric } from "effect"
import type { Target } from "./target.ts"

/** Seconds, from a hundredth to a minute. */
const seconds = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 60]

const total = (name: string, description: string) => Metric.counter(name, { description, incremental: true })

const openNow = Metric.gauge("orrery_breakers_open", {
  description: "What is left alone because it fails, by target: model, tool, webhook, store",
})
export const breakersOpen = (target: Target) => Metric.withAttributes(openNow, { target })

const refused = total(
  "orrery_breaker_refusals_total",
  "Calls that were not made because what they ask is left alone, by target: model, tool, webhook, store",
)
export const refusals = (target: Target) => Metric.withAttributes(refused, { target })

const again = total(
  "orrery_retries_total",
  "Calls that failed and were to be made again, by target: model, tool, webhook, store; and by outcome: made, refused",
)
/** Refused: the target's budget is spent. */
export const retries = (target: Target, outcome: "made" | "refused") =>
  Metric.withAttributes(again, { target, outcome })

export const limitWait = Metric.histogram("orrery_limit_wait_seconds", {
  description: "How long calls of models waited for their limits of requests and tokens a minute",
  boundaries: seconds,
})

const fixed = total(
  "orrery_fixes_total",
  "What was done about errors by itself, by fix: shorter_context, without_tools, another_model, asked_again, new_webhook; and by outcome: helped, failed",
)
export const fixes = (fix: string, outcome: "helped" | "failed") =>
  Metric.withAttributes(fixed, { fix: fix.replaceAll(" ", "_"), outcome })
