import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber, Layer } from "effect"
import { TestClock } from "effect/testing"
import { Breakers, BreakersLayer } from "../../../src/actors/resilience/breakers.ts"
import { Retries, makeRetries } from "../../../src/actors/resilience/retries.ts"
import { GuardedStore } from "../../../src/actors/resilience/store.ts"
import { Store, StoreUnavailable } from "../../../src/actors/store.ts"
import { MemoryStore } from "../../support/memory-store.ts"

const away = new StoreUnavailable({ message: "Redis does not answer: look whether it runs." })

/** A store that fails as long as it is told to; how often it was asked. */
const guarded = (
  name: string,
  test: (its: { fails: number; asked: number }) => Effect.Effect<void, unknown, Store>,
) => {
  const its = { fails: 0, asked: 0 }
  const { service } = new MemoryStore()
  const failing = <A>(effect: Effect.Effect<A, StoreUnavailable>) =>
    Effect.suspend(() => {
      its.asked++
      return its.fails-- > 0 ? Effect.fail(away) : effect
    })
  const store: Store["Service"] = {
    ...service,
    claim: (address) => failing(service.claim(address)),
    peek: (address) => failing(service.peek(address)),
  }
  const layers = GuardedStore.pipe(
    Layer.provide(Layer.succeed(Store, store)),
    Layer.provideMerge(BreakersLayer),
    Layer.provideMerge(Layer.succeed(Retries, makeRetries())),
  )
  it.effect(name, () => test(its).pipe(Effect.provide(layers)))
}

describe("a store that does not answer", () => {
  guarded("is left alone for a moment: whoever asks hears why at once", (its) =>
    Effect.gen(function* () {
      const { claim, label } = yield* Store
      its.fails = Infinity
      for (let n = 0; n < 5; n++) expect(yield* Effect.flip(claim("agent/1"))).toBe(away)
      const { message } = yield* Effect.flip(claim("agent/1"))
      expect(message).toBe(`${label} is left alone for a moment: ${away.message}`)
      expect(its.asked).toBe(5)
      expect((yield* Breakers).open(0)).toMatchObject([{ what: "store", name: label, why: away.message }])

      its.fails = 0
      yield* TestClock.adjust("500 millis")
      yield* claim("agent/1")
      expect((yield* Breakers).open(500)).toEqual([])
    }),
  )

  guarded("is asked once more by who only reads", (its) =>
    Effect.gen(function* () {
      const { peek } = yield* Store
      its.fails = 1
      const found = yield* Effect.forkChild(peek("agent/1"))
      yield* TestClock.adjust("50 millis")
      expect(yield* Fiber.join(found)).toBeNull()
      expect(its.asked).toBe(2)
    }),
  )

  guarded("is not asked once more for ever: the budget is ten in a minute", (its) =>
    Effect.gen(function* () {
      const { peek } = yield* Store
      const messages: Array<string> = []
      for (let n = 0; n < 11; n++) {
        its.fails = 2
        const found = yield* Effect.forkChild(Effect.flip(peek("agent/1")))
        yield* TestClock.adjust("3 seconds")
        messages.push((yield* Fiber.join(found)).message)
        its.fails = 0
        yield* peek("agent/1")
      }
      expect(messages.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => away.message))
      expect(messages[10]).toBe(`${away.message} It was not asked again, as too much was asked again lately.`)
    }),
  )
})
