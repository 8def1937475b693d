import { describe, expect, it } from "@effect/vitest"
import { Effect, Schedule } from "effect"
import { TestClock } from "effect/testing"
import * as fc from "fast-check"
import { makeRetries, retrying, RetryBudget, type Retries } from "../../../src/actors/resilience/retries.ts"
import "../../support/properties.ts"

const model = { what: "model", name: "m" } as const

/** A question whose every call fails; how often it was called, and what it failed with. */
const ask = (retries: Retries) =>
  Effect.gen(function* () {
    let calls = 0
    const error = yield* Effect.sync(() => void calls++).pipe(
      Effect.andThen(Effect.fail("away")),
      retrying(retries, model, Schedule.recurs(3), (failed) => `${failed}; not asked again`),
      Effect.flip,
    )
    return { calls, error }
  })

describe("a budget of retries", () => {
  it.effect("lets the first questions be asked again, and then says that it is spent", () =>
    Effect.gen(function* () {
      const retries = makeRetries()
      const asked = yield* Effect.forEach(Array.from({ length: 5 }), () => ask(retries))
      expect(asked.map(({ calls }) => calls)).toEqual([4, 4, 4, 2, 1])
      expect(asked.map(({ error }) => error)).toEqual([
        "away",
        "away",
        "away",
        "away; not asked again",
        "away; not asked again",
      ])
    }),
  )

  it.effect("is there again after a minute", () =>
    Effect.gen(function* () {
      const retries = makeRetries()
      for (let n = 0; n < 5; n++) yield* ask(retries)
      yield* TestClock.adjust("1 minute")
      expect(yield* ask(retries)).toEqual({ calls: 4, error: "away" })
    }),
  )

  it.effect("is of one target", () =>
    Effect.gen(function* () {
      const retries = makeRetries()
      for (let n = 0; n < 5; n++) yield* ask(retries)
      expect(yield* retries.allows({ what: "model", name: "another" })).toBe(true)
    }),
  )

  it("never lets more than a fifth of the calls of a minute be made again, or ten", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.nat(5000)), { maxLength: 400 }), (steps) => {
        const budget = new RetryBudget()
        const made: Array<number> = []
        const calls: Array<number> = []
        let now = 0
        for (const [retry, ms] of steps) {
          now += ms
          if (!retry) {
            budget.called(now)
            calls.push(now)
            continue
          }
          if (!budget.take(now)) continue
          made.push(now)
          // It goes by slots of ten seconds, so it looks back for fifty at least, and sixty at most.
          const lately = made.filter((at) => now - at < 50_000).length
          const of = calls.filter((at) => now - at < 60_000).length
          expect(lately).toBeLessThanOrEqual(Math.max(10, of / 5))
        }
      }),
      { numRuns: 200 },
    )
  })
})
