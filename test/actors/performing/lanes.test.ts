/** What one actor tells another arrives in order, however long the first letter takes. */
import { it } from "@effect/vitest"
import { Deferred, Effect, Fiber } from "effect"
import { describe, expect } from "vitest"
import { makeLanes } from "../../../src/actors/performing/lanes.ts"

describe("a lane", () => {
  it.effect("keeps its order, and no other lane waits", () =>
    Effect.gen(function* () {
      const inOrder = makeLanes()
      const order: Array<string> = []
      const gate = yield* Deferred.make<void>()
      const send = (name: string) => Effect.sync(() => void order.push(name))
      const fibers = [
        yield* Effect.forkChild(inOrder("a b", Effect.andThen(Deferred.await(gate), send("1")))),
        yield* Effect.forkChild(inOrder("a b", send("2"))),
        yield* Effect.forkChild(inOrder("a b", send("3"))),
        yield* Effect.forkChild(inOrder("a c", send("other"))),
      ]
      yield* Effect.yieldNow
      expect(order).toEqual(["other"])
      yield* Deferred.succeed(gate, undefined)
      yield* Effect.forEach(fibers, Fiber.join)
      expect(order).toEqual(["other", "1", "2", "3"])
    }),
  )

  it.effect("goes on behind one that fails, breaks or is interrupted", () =>
    Effect.gen(function* () {
      const inOrder = makeLanes()
      const never = yield* Effect.forkChild(inOrder("a b", Effect.never))
      const failing = yield* Effect.forkChild(inOrder("a b", Effect.fail("no")))
      const breaking = yield* Effect.forkChild(inOrder("a b", Effect.die("no")))
      const last = yield* Effect.forkChild(inOrder("a b", Effect.succeed("arrived")))
      yield* Effect.yieldNow
      yield* Fiber.interrupt(never)
      expect(yield* Fiber.join(last)).toBe("arrived")
      yield* Fiber.await(failing)
      yield* Fiber.await(breaking)
      expect(yield* inOrder("a b", Effect.succeed("again"))).toBe("again")
    }),
  )
})
