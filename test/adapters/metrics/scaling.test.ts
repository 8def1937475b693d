/** Runners more or fewer: by the processor, the queue and the answers; never twice within five minutes. */
import { Effect, Layer, Logger, Metric } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect, it } from "vitest"
import { Observer } from "../../../src/actors/watching/observer.ts"
import { advise, newAdvisor, quantileBetween, type Reading } from "../../../src/adapters/metrics/advice.ts"
import * as instruments from "../../../src/adapters/metrics/instruments.ts"
import { ScalingLayer } from "../../../src/adapters/metrics/scaling.ts"

/** Every 15 s a reading, for so many minutes; what is advised at the end of each. */
const over = (minutes: number, of: (minute: number) => Partial<Reading>): ReadonlyArray<number> => {
  let advisor = newAdvisor
  return Array.from({ length: minutes * 4 }, (_, n) => {
    const usual = { at: n * 15_000, cpu: 0.5, queue: 0, p95: 1 }
    advisor = advise(advisor, { ...usual, ...of(Math.floor(n / 4)) })
    return advisor.advice.runners
  }).filter((_, n) => n % 4 === 3)
}

describe("runners are advised", () => {
  it("two more when the processor was over 70 % for five minutes, and not for four", () => {
    expect(over(7, () => ({ cpu: 0.8 }))).toEqual([0, 0, 0, 0, 0, 2, 2])
    expect(over(7, (minute) => ({ cpu: minute === 3 ? 0.6 : 0.8 }))).toEqual([0, 0, 0, 0, 0, 0, 0])
  })

  it("two more at once when over 100 wait, or five of a hundred answers take over two seconds", () => {
    expect(over(2, (minute) => ({ queue: minute === 1 ? 101 : 100 }))).toEqual([0, 2])
    expect(over(2, (minute) => ({ p95: minute === 1 ? 5 : 2 }))).toEqual([0, 2])
  })

  it("one fewer after five calm minutes, in which nobody need have asked anything", () => {
    expect(over(6, () => ({ cpu: 0.1, p95: null }))).toEqual([0, 0, 0, 0, 0, -1])
    expect(over(6, (minute) => ({ cpu: 0.1, p95: 0.2, queue: minute === 3 ? 50 : 0 })).at(-1)).toBe(0)
  })

  it("once in five minutes, whatever comes: then what is still so is advised again, and what is over is taken back", () => {
    expect(over(7, (minute) => ({ queue: minute === 0 ? 500 : 0 }))).toEqual([2, 2, 2, 2, 2, 0, 0])
    expect(over(7, () => ({ queue: 500 }))).toEqual([2, 2, 2, 2, 2, 2, 2])
  })
})

describe("what most answers stayed below", () => {
  it("is read from the buckets of a histogram, of what came in between", () => {
    const before = [
      [0.1, 90],
      [1, 100],
      [Number.POSITIVE_INFINITY, 100],
    ] as const
    const after = [
      [0.1, 92],
      [1, 110],
      [Number.POSITIVE_INFINITY, 110],
    ] as const
    expect(quantileBetween(before, after, 0.95)).toBe(1)
    expect(quantileBetween(before, before, 0.95)).toBeNull()
  })
})

describe("a runner", () => {
  it("says so as a metric, and in one line of the log", async () => {
    const said: Array<string> = []
    const logger = Logger.layer([Logger.make(({ message }) => void said.push(String(message)))])
    let taken = 0
    const cpu = Effect.sync(() => (taken += 12))
    const value = Effect.map(Metric.value(instruments.advice), ({ value }) => Number(value))
    await Effect.runPromise(
      Effect.gen(function* () {
        const { waiting } = yield* Observer
        yield* TestClock.adjust("5 minutes")
        expect(yield* value).toBe(0)
        yield* TestClock.adjust("30 seconds")
        expect(yield* value).toBe(2)
        waiting.letters = 200
        yield* TestClock.adjust("5 minutes")
        expect(yield* value).toBe(2)
      }).pipe(
        Effect.provide(ScalingLayer(cpu).pipe(Layer.provideMerge(Observer.layer))),
        Effect.provide(Layer.mergeAll(logger, Layer.succeed(Metric.MetricRegistry, new Map()))),
        Effect.provide(TestClock.layer()),
      ),
    )
    expect(said).toEqual(["Scaling: 2 runners more are advised: the processor was over 70 % for 5 min"])
  })
})
