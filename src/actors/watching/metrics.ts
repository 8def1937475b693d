/** What is measured of constellations, by the names under which Prometheus knows it. https://prometheus.io/docs/practices/naming/ */
import { Metric } from "effect"

/** Seconds, from a millisecond to a minute. */
const seconds = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 60]

const lookup = Metric.counter("orrery_constellation_lookups", {
  description: "Messages whose author was looked for in memory",
  incremental: true,
})

export const lookups = {
  hits: Metric.withAttributes(lookup, { result: "hit" }),
  misses: Metric.withAttributes(lookup, { result: "miss" }),
}

export const made = Metric.counter("orrery_constellations_made", {
  description: "Constellations made by this process: before their user spoke, or with their first message",
  incremental: true,
})

export const making = Metric.histogram("orrery_constellation_making_seconds", {
  description: "From asking for a constellation until a part of it was there",
  boundaries: seconds,
})

export const boot = Metric.histogram("orrery_boot_seconds", {
  description: "What making, or finding, a partner's constellation took at the start",
  boundaries: seconds,
})
