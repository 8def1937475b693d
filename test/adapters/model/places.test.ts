/** Calls of one model wait for a place, the most urgent first; who gives up leaves nothing behind. */
import { describe, expect, it } from "@effect/vitest"
import { Deferred, Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { makePlaces } from "../../../src/adapters/model/places.ts"

const setting = (atOnce: () => number) => {
  const places = makePlaces(atOnce)
  const begun: Array<string> = []
  const waited: Array<number> = []
  /** A call that lasts until it is told to end. */
  const call = (name: string, rank = 1, model = "m") =>
    Effect.gen(function* () {
      const end = yield* Deferred.make<void>()
      const made = Effect.andThen(
        Effect.sync(() => void begun.push(name)),
        Deferred.await(end),
      )
      const fiber = yield* Effect.forkChild(
        places.within(model, rank, made, (ms) => void waited.push(ms)),
        {
          startImmediately: true,
        },
      )
      return { fiber, end: Effect.andThen(Deferred.succeed(end, undefined), Fiber.await(fiber)) }
    })
  return { places, begun, waited, call }
}

describe("places", () => {
  it.effect("are given to as many as there are; the most urgent waits least, of those the oldest", () =>
    Effect.gen(function* () {
      const { places, begun, call } = setting(() => 1)
      const first = yield* call("first", 3)
      yield* call("agent's", 4)
      yield* call("keyword", 2)
      const mention = yield* call("mention", 1)
      yield* call("second mention", 1)
      yield* call("manager", 0)
      expect([begun, places.calls()]).toEqual([["first"], [{ model: "m", underWay: 1, waiting: 5 }]])
      yield* first.end
      expect(begun).toEqual(["first", "manager"])
      yield* Fiber.interrupt(mention.fiber)
      expect(places.calls()).toEqual([{ model: "m", underWay: 1, waiting: 3 }])
    }),
  )

  it.effect("are each model's own", () =>
    Effect.gen(function* () {
      const { begun, call } = setting(() => 1)
      yield* call("one", 1, "a")
      yield* call("other", 1, "b")
      yield* call("waits", 1, "a")
      expect(begun).toEqual(["one", "other"])
    }),
  )

  it.effect("of who is stopped go to the next, and who is stopped while it waits leaves the queue", () =>
    Effect.gen(function* () {
      const { places, begun, call } = setting(() => 1)
      const first = yield* call("first")
      const second = yield* call("second")
      const third = yield* call("third")
      yield* Fiber.interrupt(second.fiber)
      yield* Fiber.interrupt(first.fiber)
      expect(begun).toEqual(["first", "third"])
      yield* third.end
      expect(places.calls()).toEqual([])
    }),
  )

  it.effect("tell how long they were waited for, and may become more while somebody waits", () =>
    Effect.gen(function* () {
      let most = 1
      const { begun, waited, call } = setting(() => most)
      const first = yield* call("first")
      yield* call("second")
      yield* call("third")
      yield* TestClock.adjust(2500)
      most = 2
      yield* first.end
      expect([begun, waited]).toEqual([
        ["first", "second", "third"],
        [0, 2500, 2500],
      ])
    }),
  )

  it.effect("are free again after a call that failed or died", () =>
    Effect.gen(function* () {
      const places = makePlaces(() => 1)
      const made = <E>(call: Effect.Effect<never, E>) => Effect.exit(places.within("m", 1, call, () => {}))
      yield* made(Effect.fail("no"))
      yield* made(Effect.die("broken"))
      expect(places.calls()).toEqual([])
    }),
  )
})
