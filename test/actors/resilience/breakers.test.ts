import { describe, expect, it } from "@effect/vitest"
import { Duration, Effect } from "effect"
import { CircuitBreaker } from "effect/persistence"
import { TestClock } from "effect/testing"
import { makeBreakers, type Breakers, type Guarded } from "../../../src/actors/resilience/breakers.ts"

const server = (name: string): Guarded => ({ what: "webhook", name })

/** Calls a target that fails with this, or works; what the caller gets. */
const call = ({ guard }: Breakers, of: Guarded, failure: string | null) =>
  guard(of, failure === null ? Effect.succeed("done") : Effect.fail(failure), {
    blames: (error) => (error === "yours" ? null : { why: error }),
    refused: (why) => `left alone: ${why}`,
  }).pipe(Effect.catch((error) => Effect.succeed(error)))

const times = <A, R>(n: number, effect: Effect.Effect<A, never, R>) =>
  Effect.forEach(Array.from({ length: n }), () => effect)

const breaks = (name: string, test: (breakers: Breakers) => Effect.Effect<void>) =>
  it.effect(name, () =>
    Effect.flatMap(makeBreakers, test).pipe(Effect.scoped, Effect.provide(CircuitBreaker.layerStoreMemory())),
  )

describe("a breaker", () => {
  breaks("leaves alone what fails again and again, and tells since when, until when and why", (breakers) =>
    Effect.gen(function* () {
      yield* TestClock.setTime(1000)
      yield* times(5, call(breakers, server("a"), "no answer in time"))
      expect(yield* call(breakers, server("a"), null)).toBe("left alone: no answer in time")
      expect(breakers.open(1000)).toEqual([
        { what: "webhook", name: "a", since: 1000, until: 6000, why: "no answer in time" },
      ])
    }),
  )

  breaks("is of one target: those next to it go on", (breakers) =>
    Effect.gen(function* () {
      yield* times(5, call(breakers, server("a"), "away"))
      expect(yield* call(breakers, server("b"), null)).toBe("done")
      expect(yield* call(breakers, { what: "store", name: "a" }, null)).toBe("done")
    }),
  )

  breaks("asks once when its time is over, and closes when that works", (breakers) =>
    Effect.gen(function* () {
      yield* times(5, call(breakers, server("a"), "away"))
      yield* TestClock.adjust("5 seconds")
      expect(yield* call(breakers, server("a"), null)).toBe("done")
      expect(breakers.open(5000)).toEqual([])
    }),
  )

  breaks("stays open for longer each time that it still fails, and remembers since when", (breakers) =>
    Effect.gen(function* () {
      yield* times(5, call(breakers, server("a"), "away"))
      yield* TestClock.adjust("5 seconds")
      expect(yield* call(breakers, server("a"), "still away")).toBe("still away")
      expect(breakers.open(5000)).toMatchObject([{ since: 0, until: 15_000, why: "still away" }])
    }),
  )

  breaks("does not mind what is the caller's own fault", (breakers) =>
    Effect.gen(function* () {
      yield* times(20, call(breakers, server("a"), "yours"))
      expect(yield* call(breakers, server("a"), null)).toBe("done")
    }),
  )

  breaks("of a store opens after five failures in a row, for half a second", (breakers) =>
    Effect.gen(function* () {
      const store: Guarded = { what: "store", name: "redis" }
      yield* times(4, call(breakers, store, "away"))
      yield* call(breakers, store, null)
      yield* times(4, call(breakers, store, "away"))
      expect(yield* call(breakers, store, null)).toBe("done")
      yield* times(5, call(breakers, store, "away"))
      expect(yield* call(breakers, store, null)).toBe("left alone: away")
      yield* TestClock.adjust("500 millis")
      expect(yield* call(breakers, store, null)).toBe("done")
    }),
  )

  breaks("of whom nobody asks any more is forgotten", (breakers) =>
    Effect.gen(function* () {
      yield* times(5, call(breakers, server("a"), "away"))
      expect(breakers.open(Duration.toMillis("9 minutes"))).toHaveLength(1)
      expect(breakers.open(Duration.toMillis("11 minutes"))).toEqual([])
    }),
  )
})
