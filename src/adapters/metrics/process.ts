/** How this process is, measured once a second: processor, memory, event loop, and what waits in it. Counters are read, nothing is scanned. */
import { monitorEventLoopDelay } from "node:perf_hooks"
import { totalmem } from "node:os"
import { Effect, Layer, Metric, Schedule } from "effect"
import { Observer, type Counts } from "../../actors/watching/observer.ts"
import * as instruments from "./instruments.ts"

/** How often the event loop is looked at, in ms. */
const resolution = 10

/** In bytes. A container without a limit reports none, or one beyond the machine's memory. */
const memoryLimit = (): number => {
  const constrained = process.constrainedMemory()
  return constrained > 0 && constrained < totalmem() ? constrained : totalmem()
}

/** The name of an outcome among errors. */
const tags = { poisoned: "Poisoned", fenced: "Fenced", refused: "MailboxFull" } as const

const outcomes: Readonly<Record<keyof Counts, string>> = {
  committed: "committed",
  duplicates: "duplicate",
  poisoned: "poisoned",
  fenced: "fenced",
  refused: "refused",
}

/** What a total grew by since it was asked last. */
const growth = () => {
  const before = new Map<string, number>()
  return (name: string, total: number): number => {
    const grown = total - (before.get(name) ?? 0)
    before.set(name, total)
    return grown
  }
}

const processorSeconds = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

export const ProcessMetricsLayer: Layer.Layer<never, never, Observer> = Layer.effectDiscard(
  Effect.gen(function* () {
    const observer = yield* Observer
    const since = growth()
    const delay = yield* Effect.acquireRelease(
      Effect.sync(() => monitorEventLoopDelay({ resolution })),
      (delay) => Effect.sync(() => delay.disable()),
    )
    delay.enable()

    const count = Effect.gen(function* () {
      for (const [outcome, its] of Object.entries(observer.counts) as Array<[keyof Counts, number]>) {
        const grown = since(outcome, its)
        yield* Metric.update(instruments.events(outcomes[outcome]), grown)
        if (outcome in tags)
          yield* Metric.update(instruments.errors(tags[outcome as keyof typeof tags]), grown)
      }
      for (const [kind, states] of Object.entries(observer.live))
        yield* Metric.update(
          instruments.live(kind),
          Object.values(states).reduce((sum, of) => sum + of, 0),
        )
    })

    const sample = Effect.gen(function* () {
      const { rss, heapUsed } = process.memoryUsage()
      const late = delay.percentile(99) / 1e6 - resolution
      delay.reset()
      yield* Metric.update(instruments.cpu, since("cpu", processorSeconds()))
      yield* Metric.update(instruments.resident, rss)
      yield* Metric.update(instruments.heap, heapUsed)
      yield* Metric.update(instruments.memoryLimit, memoryLimit())
      yield* Metric.update(instruments.lag, Number.isFinite(late) ? Math.max(0, late) / 1000 : 0)
      yield* Metric.update(instruments.mailboxes, observer.waiting.letters)
      yield* count
    })
    yield* sample
    yield* Effect.forkScoped(Effect.repeat(sample, Schedule.spaced("1 second")))
  }),
)
