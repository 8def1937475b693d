/** What does not end holds nobody up. */
import { it } from "@effect/vitest"
import { Context, Effect, Exit, Fiber, Layer, Logger, Scope } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect } from "vitest"
import { closesWithin } from "../../src/actors/closing.ts"

class Ears extends Context.Service<Ears, string>()("test/Ears") {}

const ending = (end: Effect.Effect<void>) =>
  Layer.effect(
    Ears,
    Effect.as(
      Effect.addFinalizer(() => end),
      "ears",
    ),
  )

const lifeOf = (layer: Layer.Layer<Ears>, said: Array<string> = []) =>
  Effect.gen(function* () {
    const scope = yield* Scope.make()
    const services = yield* Layer.buildWithScope(layer, scope)
    expect(Context.get(services, Ears)).toBe("ears")
    return yield* Effect.forkChild(Scope.close(scope, Exit.void), { startImmediately: true })
  }).pipe(Effect.provide(Logger.layer([Logger.make(({ message }) => void said.push(String(message)))])))

describe("a layer that is to close in time", () => {
  it.effect("is waited for when it does", () => {
    let ended = false
    const end = Effect.andThen(
      Effect.sleep("3 seconds"),
      Effect.sync(() => void (ended = true)),
    )
    return Effect.gen(function* () {
      const closing = yield* lifeOf(closesWithin(8, "ears", ending(end)))
      yield* TestClock.adjust("2 seconds")
      expect([closing.pollUnsafe(), ended]).toEqual([undefined, false])
      yield* TestClock.adjust("1 second")
      yield* Fiber.join(closing)
      expect(ended).toBe(true)
    })
  })

  it.effect("is left when it does not, even if nothing can interrupt it, and that is said", () => {
    const said: Array<string> = []
    return Effect.gen(function* () {
      const closing = yield* lifeOf(
        closesWithin(8, "ears", ending(Effect.uninterruptible(Effect.never))),
        said,
      )
      yield* TestClock.adjust("7 seconds")
      expect(closing.pollUnsafe()).toBe(undefined)
      yield* TestClock.adjust("1 second")
      yield* Fiber.join(closing)
      expect(said).toEqual(["ears did not end within 8 s, and is left"])
    })
  })
})
