import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { RateLimiter } from "effect/persistence"
import { TestClock } from "effect/testing"
import type { Limit } from "../../../src/actors/performing/model-terms.ts"
import { CallFailed } from "../../../src/adapters/model/failure.ts"
import { makeLimits, type Limits } from "../../../src/adapters/model/limits.ts"

const limited = (name: string, test: (limits: Limits) => Effect.Effect<void, unknown>) =>
  it.effect(name, () => Effect.flatMap(makeLimits, test).pipe(Effect.provide(RateLimiter.layerStoreMemory)))

/** A call that is thought to need so many tokens, and takes so many. */
const call = (limits: Limits, limit: Limit | null, estimate = 0, took = estimate) =>
  Effect.gen(function* () {
    let waited = 0
    const on = { host: "h", model: "m", limit }
    const answer = Effect.succeed({ usage: { input: took, output: 0 } })
    yield* limits.within(
      on,
      () => estimate,
      answer,
      (ms) => void (waited += ms),
    )
    return waited
  })

const requests = (n: number): Limit => ({ requests: n, tokens: null })
const tokens = (n: number): Limit => ({ requests: null, tokens: n })

describe("what may be asked in a minute", () => {
  limited("is asked at once, then one after the other as the minute goes", (limits) =>
    Effect.gen(function* () {
      for (let n = 0; n < 6; n++) expect(yield* call(limits, requests(6))).toBe(0)
      const seventh = yield* Effect.forkChild(call(limits, requests(6)))
      yield* Effect.yieldNow
      expect(limits.limited()).toEqual([{ model: "m", waiting: 1, limit: "6 requests a minute" }])
      yield* TestClock.adjust("10 seconds")
      expect(yield* Fiber.join(seventh)).toBe(10_000)
      expect(limits.limited()).toEqual([])
    }),
  )

  limited("counts tokens as they were estimated, and puts them right when they are known", (limits) =>
    Effect.gen(function* () {
      expect(yield* call(limits, tokens(1000), 900, 100)).toBe(0)
      expect(yield* call(limits, tokens(1000), 900, 900)).toBe(0)
      const third = yield* Effect.forkChild(call(limits, tokens(1000), 200))
      yield* TestClock.adjust("12 seconds")
      expect(yield* Fiber.join(third)).toBe(12_000)
    }),
  )

  limited("is given back by a call that failed", (limits) =>
    Effect.gen(function* () {
      const failed = new CallFailed({
        kind: "trouble",
        reason: "no",
        remedy: "retry",
        again: false,
        after: 0 as never,
        blame: "service",
      })
      const on = { host: "h", model: "m", limit: tokens(1000) }
      yield* Effect.exit(
        limits.within(
          on,
          () => 1000,
          Effect.fail(failed),
          () => {},
        ),
      )
      expect(yield* call(limits, tokens(1000), 1000)).toBe(0)
    }),
  )

  limited("is given back by whoever gives up waiting", (limits) =>
    Effect.gen(function* () {
      yield* call(limits, tokens(1000), 1000)
      const second = yield* Effect.forkChild(call(limits, tokens(1000), 300))
      yield* Effect.yieldNow
      yield* Fiber.interrupt(second)
      yield* TestClock.adjust("18 seconds")
      expect(yield* call(limits, tokens(1000), 300)).toBe(0)
    }),
  )

  limited("says at once when it would take too long, so that another model is asked", (limits) =>
    Effect.gen(function* () {
      yield* call(limits, requests(1))
      const failed = yield* Effect.flip(call(limits, requests(1)))
      expect(failed).toMatchObject({ kind: "limit", again: false, blame: "request" })
      expect(failed.reason).toBe("m would have to wait 1m for its limit of 1 request a minute")
      yield* TestClock.adjust("1 minute")
      expect(yield* call(limits, requests(1))).toBe(0)
    }),
  )

  limited("says of what never fits that it does not", (limits) =>
    Effect.gen(function* () {
      const failed = yield* Effect.flip(call(limits, tokens(1000), 1001))
      expect(failed.remedy).toBe("fix")
      expect(failed.reason).toBe("m would need 1,001 tokens for this, and its limit is 1,000 tokens a minute")
    }),
  )

  limited("is as much as one likes where nobody says", (limits) =>
    Effect.gen(function* () {
      for (let n = 0; n < 100; n++) expect(yield* call(limits, null, 1e9)).toBe(0)
    }),
  )
})
