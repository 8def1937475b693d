/** What was learnt outlives the process, and is known to all of them. */
import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { book, KeeperLayer, keptLessons } from "../../../src/actors/lessons/keeper.ts"
import { Lessons, LessonsLayer, type Fault } from "../../../src/actors/lessons/lessons.ts"
import { Mail } from "../../../src/actors/mail.ts"
import { Store } from "../../../src/actors/store.ts"
import { MemoryStore } from "../../support/memory-store.ts"
import { until, World } from "../../support/world.ts"

const fault: Fault = {
  kind: "context length",
  where: "model m",
  message: "maximum context length is 8192 tokens, key sk-0123456789abcdef",
}

/** A process on this store; it ends when the effect does. */
const runner = <A>(
  memory: MemoryStore,
  use: Effect.Effect<A, unknown, Store | Mail>,
): Effect.Effect<A, unknown> =>
  use.pipe(
    Effect.provide(
      KeeperLayer.pipe(
        Layer.provideMerge(new World({}).runtime(memory.layer)),
        Layer.provideMerge(Layer.fresh(LessonsLayer)),
      ),
    ),
    Effect.scoped,
  )

describe("what was learnt of errors", () => {
  it.effect("is known after a restart, and what comes then is added to it", () =>
    Effect.gen(function* () {
      const memory = new MemoryStore()
      yield* runner(
        memory,
        Effect.gen(function* () {
          const { note, outcome } = yield* Lessons
          yield* note(fault)
          yield* outcome(fault, "shorter context", true)
        }),
      )
      yield* runner(
        memory,
        Effect.gen(function* () {
          const { note, known } = yield* Lessons
          yield* until(() => known().length > 0)
          expect(known()).toMatchObject([{ seen: 1, fixes: [{ tried: 1, helped: 1 }] }])
          yield* note(fault)
          yield* TestClock.adjust("10 seconds")
        }),
      )
      const kept = yield* runner(memory, Effect.flatMap(Store, keptLessons))
      expect(kept).toMatchObject([{ kind: "context length", seen: 2, fixes: [{ tried: 1, helped: 1 }] }])
    }),
  )

  it.effect("is in no store with a key or a number of the error's", () =>
    Effect.gen(function* () {
      const memory = new MemoryStore()
      yield* runner(
        memory,
        Effect.flatMap(Lessons, ({ note }) => note(fault)),
      )
      const { search } = memory.service
      const { found } = yield* search((text) => /0123456789|8192|sk-/.test(text))
      expect(found).toEqual([])
      expect((yield* search((text) => text.includes("maximum context length"))).found).toContain(book)
    }),
  )

  it.effect("is forgotten when an operator says so", () =>
    Effect.gen(function* () {
      const memory = new MemoryStore()
      yield* runner(
        memory,
        Effect.flatMap(Lessons, ({ note }) => note(fault)),
      )
      const kept = yield* runner(
        memory,
        Effect.gen(function* () {
          const mail = yield* Mail
          const by = { id: "100000000000000001", name: "Ada" }
          yield* mail.tell(book, { id: "a", cause: "a", event: { type: "FORGET_ALL", by } })
          return yield* keptLessons(yield* Store)
        }),
      )
      expect(kept).toEqual([])
    }),
  )
})
