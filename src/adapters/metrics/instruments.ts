/**
 * What a runner is measured by, under the names that Prometheus knows it by. https://prometheus.io/docs/practices/naming/
 * What every process has goes by the names that Prometheus' own client libraries give it, so that dashboards of others work too.
 */
import { Metric } from "effect"

/** Seconds, from a millisecond to a minute. */
const seconds = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 60]

const total = (name: string, description: string) => Metric.counter(name, { description, incremental: true })

/** A labelled metric, made once for each label: by name, since making one costs more than counting. */
export const labelled = <A, M extends Metric.Metric<A, unknown>>(metric: M, label: string) => {
  const made = new Map<string, Metric.Metric<A, unknown>>()
  return (value: string): Metric.Metric<A, unknown> => {
    const there = made.get(value)
    if (there !== undefined) return there
    const its = Metric.withAttributes(metric as Metric.Metric<A, unknown>, { [label]: value })
    made.set(value, its)
    return its
  }
}

export const reply = Metric.histogram("orrery_reply_seconds", {
  description: "From when a message was written, as Discord has it, until its answer was said",
  boundaries: seconds,
})

export const answers = labelled<number, Metric.Counter<number>>(
  total("orrery_answers_total", "Turns of agents that ended, by outcome: said, failed"),
  "outcome",
)

export const errors = labelled<number, Metric.Counter<number>>(
  total(
    "orrery_errors_total",
    "Errors by tag: StoreUnavailable, ModelFailed, VoiceFailed, MailboxFull, Poisoned, Fenced",
  ),
  "tag",
)

export const events = labelled<number, Metric.Counter<number>>(
  total(
    "orrery_events_total",
    "What became of events that actors were told: committed, duplicate, poisoned, fenced, refused",
  ),
  "outcome",
)

export const store = labelled<number, Metric.Histogram<number>>(
  Metric.histogram("orrery_store_seconds", {
    description: "How long the store took to answer, by operation; a commit is one round trip of a group",
    boundaries: seconds,
  }),
  "operation",
)

export const model = labelled<number, Metric.Histogram<number>>(
  Metric.histogram("orrery_model_seconds", {
    description: "How long a model took, with the wait for a place: think, route, digest",
    boundaries: seconds,
  }),
  "operation",
)

const gauge = (name: string, description: string) => Metric.gauge(name, { description })

export const mailboxes = gauge("orrery_mailbox_letters", "Letters that wait in the mailboxes of this process")
export const live = labelled<number, Metric.Gauge<number>>(
  gauge("orrery_live_actors", "Actors in the memory of this process, by kind"),
  "kind",
)

export const advice = gauge(
  "orrery_scaling_advice",
  "Runners that this one would have more (2) or fewer (-1), by its processor, its queue and its answers; 0: it is well so",
)

export const cpu = total(
  "process_cpu_seconds_total",
  "Processor time that the process took; one a second is one core",
)
export const resident = gauge("process_resident_memory_bytes", "Memory of the process")
export const heap = gauge("nodejs_heap_size_used_bytes", "Memory of the process's JavaScript objects")
export const memoryLimit = gauge(
  "orrery_memory_limit_bytes",
  "What the process may take: of its container, else of the machine",
)
export const lag = gauge(
  "nodejs_eventloop_lag_p99_seconds",
  "How late the event loop was, 99th percentile of the last second",
)
