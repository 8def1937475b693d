/**
 * What is measured of constellations and of the parts of a reply, by the names under which Prometheus knows it; all that there is
 * stands in docs/metrics.md. https://prometheus.io/docs/practices/naming/
 */
import { Metric } from "effect"
import { parts, type Part } from "../../machines/events.ts"
import { replyParts, type ReplyPart } from "./reply-parts.ts"

/** Seconds, from a millisecond to a minute. */
const seconds = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 60]

const lookup = Metric.counter("orrery_constellation_lookups_total", {
  description: "Messages whose author was looked for in memory, without I/O, by result: hit, miss",
  incremental: true,
})

export const lookups = {
  hits: Metric.withAttributes(lookup, { result: "hit" }),
  misses: Metric.withAttributes(lookup, { result: "miss" }),
}

/** Before their user spoke, or with the first message. */
export type When = "ahead" | "on_demand"
export const whens = ["ahead", "on_demand"] as const

/** The same metric once for each value of a label: making one costs more than counting. */
const byLabel = <K extends string, A, S>(
  metric: Metric.Metric<A, S>,
  values: ReadonlyArray<K>,
  labels: (value: K) => Readonly<Record<string, string>>,
) =>
  Object.fromEntries(
    values.map((value) => [value, Metric.withAttributes(metric, labels(value))]),
  ) as unknown as Readonly<Record<K, Metric.Metric<A, S>>>

const madeBy = Metric.counter("orrery_constellations_made_total", {
  description:
    "Constellations that this process made, by when: ahead of their user's first word, or on_demand, with it",
  incremental: true,
})
export const made = byLabel(madeBy, whens, (when) => ({ when }))

const makingOf = Metric.histogram("orrery_constellation_making_seconds", {
  description:
    "From asking for a constellation until a part of it was there, by part: agents, memory, groups; and by when it was made",
  boundaries: seconds,
})
export const making = {
  ahead: byLabel(makingOf, parts, (part: Part) => ({ part, when: "ahead" })),
  on_demand: byLabel(makingOf, parts, (part: Part) => ({ part, when: "on_demand" })),
}

export const boot = Metric.histogram("orrery_boot_seconds", {
  description: "What a partner's constellation took at the start, by whether it was found or had to be made",
  boundaries: seconds,
})
export const states = Metric.gauge("orrery_constellation_state_bytes", {
  description:
    "Bytes of the states of the constellations in memory, all together, as JSON in UTF-8: what they hold, not the heap that it takes",
})
const replyTime = Metric.histogram("orrery_reply_part_seconds", {
  description:
    "How long the parts of a reply took, by part: routing, waiting, allocating, preparing, thinking, using, speaking",
  boundaries: seconds,
})
export const replyPart = byLabel(replyTime, replyParts, (part: ReplyPart) => ({ part }))
