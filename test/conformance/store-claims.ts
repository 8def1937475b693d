import { expect } from "@effect/vitest"
import { Effect } from "effect"
import { Store } from "../../src/actors/store.ts"
import { commitOf, entryOf, mustCommit, type Promises } from "./store-fixtures.ts"

/** Claiming, and reading without claiming. */
export const claims = (promises: Promises): void => {
  promises(
    "gives the first owner epoch 1 and nothing, and each next one an epoch more",
    Effect.gen(function* () {
      const store = yield* Store
      const nothing = { seq: 0, hash: "", record: null, tail: [] }
      expect(yield* store.claim("agent/1")).toEqual({ epoch: 1, ...nothing })
      expect(yield* store.claim("agent/1")).toEqual({ epoch: 2, ...nothing })
      expect(yield* store.claim("agent/2")).toEqual({ epoch: 1, ...nothing })
    }),
  )

  promises(
    "gives an owner the newest record and the entries after it",
    Effect.gen(function* () {
      const store = yield* Store
      yield* store.claim("agent/1")
      yield* mustCommit(
        commitOf("agent/1", 0, { record: "first" }),
        commitOf("agent/1", 1, { record: "second" }),
        commitOf("agent/1", 2, { entries: [entryOf(3), entryOf(4, null)] }),
        commitOf("agent/1", 4, { hash: "last" }),
      )
      expect(yield* store.claim("agent/1")).toEqual({
        epoch: 2,
        seq: 5,
        hash: "last",
        record: "second",
        tail: [entryOf(3), entryOf(4, null), entryOf(5)],
      })
    }),
  )

  promises(
    "gives an owner no tail when the record is of the last entry",
    Effect.gen(function* () {
      const store = yield* Store
      yield* store.claim("agent/1")
      yield* mustCommit(commitOf("agent/1", 0), commitOf("agent/1", 1, { record: "all" }))
      expect(yield* store.claim("agent/1")).toMatchObject({ seq: 2, record: "all", tail: [] })
    }),
  )

  promises(
    "gives an owner the whole journal as long as there is no record, however long",
    Effect.gen(function* () {
      const store = yield* Store
      const entries = Array.from({ length: 1_300 }, (_, index) => entryOf(index + 1))
      yield* store.claim("agent/1")
      yield* mustCommit(commitOf("agent/1", 0, { entries }))
      expect((yield* store.claim("agent/1")).tail).toEqual(entries)
    }),
  )

  promises(
    "lets anybody look at the newest state without taking the actor over",
    Effect.gen(function* () {
      const store = yield* Store
      yield* store.claim("agent/1")
      yield* mustCommit(
        commitOf("agent/1", 0, { record: "first" }),
        commitOf("agent/1", 1, { hash: "second" }),
      )
      const state = { epoch: 1, seq: 2, hash: "second", record: "first", tail: [entryOf(2)] }
      expect(yield* store.peek("agent/1")).toEqual(state)
      expect(yield* store.peek("agent/1")).toEqual(state)
      yield* mustCommit(commitOf("agent/1", 2, { expectedHash: "second" }))
    }),
  )

  promises(
    "shows nothing of an actor that is unknown, or claimed and never committed",
    Effect.gen(function* () {
      const store = yield* Store
      expect(yield* store.peek("agent/1")).toBeNull()
      yield* store.claim("agent/1")
      expect(yield* store.peek("agent/1")).toBeNull()
      expect(yield* store.journal("agent/1", 1, 10)).toEqual([])
    }),
  )
}
