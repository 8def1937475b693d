import { expect } from "@effect/vitest"
import { Effect } from "effect"
import { Store } from "../../src/actors/store.ts"
import { commitOf, committed, commitOne, entryOf, mustCommit, type Promises } from "./store-fixtures.ts"

/** What is refused, and that nothing is written then. */
export const refusals = (promises: Promises): void => {
  promises(
    "refuses an owner whose epoch is over, and tells what is stored",
    Effect.gen(function* () {
      const store = yield* Store
      yield* store.claim("agent/1")
      yield* mustCommit(commitOf("agent/1", 0))
      yield* store.claim("agent/1")

      expect(yield* commitOne(commitOf("agent/1", 1))).toEqual({ _tag: "Fenced", epoch: 2, seq: 1 })
      yield* mustCommit(commitOf("agent/1", 1, { epoch: 2 }))
    }),
  )

  promises(
    "refuses an epoch that nobody claimed",
    Effect.gen(function* () {
      const store = yield* Store
      expect(yield* commitOne(commitOf("agent/1", 0))).toEqual({ _tag: "Fenced", epoch: 0, seq: 0 })
      yield* store.claim("agent/1")
      const early = commitOf("agent/1", 0, { epoch: 2 })
      expect(yield* commitOne(early)).toEqual({ _tag: "Fenced", epoch: 1, seq: 0 })
      expect(yield* store.addresses("agent", null, 10)).toEqual([])
    }),
  )

  promises(
    "refuses a commit that does not build on the last entry",
    Effect.gen(function* () {
      const store = yield* Store
      const stored = { _tag: "Fenced", epoch: 1, seq: 1 }
      yield* store.claim("agent/1")
      yield* mustCommit(commitOf("agent/1", 0))
      expect(
        yield* commitOne(commitOf("agent/1", 0, { entries: [entryOf(1, "other")], hash: "other" })),
      ).toEqual(stored)
      expect(yield* commitOne(commitOf("agent/1", 2))).toEqual(stored)
      expect(yield* store.journal("agent/1", 1, 10)).toEqual([entryOf(1)])
    }),
  )

  promises(
    "refuses an owner that remembers another past, although epoch and length are right",
    Effect.gen(function* () {
      const store = yield* Store
      yield* store.claim("agent/1")
      yield* mustCommit(commitOf("agent/1", 0))
      const other = commitOf("agent/1", 1, { expectedHash: "another past" })
      expect(yield* commitOne(other)).toEqual({ _tag: "Fenced", epoch: 1, seq: 1 })
      yield* mustCommit(commitOf("agent/1", 1))
    }),
  )

  promises(
    "refuses the repeated commit of an owner that has lost its actor meanwhile",
    Effect.gen(function* () {
      const store = yield* Store
      const commit = commitOf("agent/1", 0)
      yield* store.claim("agent/1")
      yield* mustCommit(commit)
      yield* store.claim("agent/1")
      expect(yield* commitOne(commit)).toEqual({ _tag: "Fenced", epoch: 2, seq: 1 })
    }),
  )

  promises(
    "refuses a commit as a whole when it holds events that the journal has, and names them",
    Effect.gen(function* () {
      const store = yield* Store
      yield* store.claim("agent/1")
      yield* mustCommit(commitOf("agent/1", 0, { entries: [entryOf(1, "a"), entryOf(2, "b")], wakeAt: 5 }))
      const before = yield* store.peek("agent/1")

      const entries = [entryOf(3, "b"), entryOf(4, "new"), entryOf(5, "a"), entryOf(6, null)]
      const refused = commitOf("agent/1", 2, { entries, record: "new", wakeAt: null })
      expect(yield* commitOne(refused)).toEqual({ _tag: "Duplicates", ids: ["b", "a"] })

      expect(yield* store.peek("agent/1")).toEqual(before)
      expect(yield* store.due(5, 10)).toEqual(["agent/1"])
      yield* mustCommit(commitOf("agent/1", 2, { entries: [entryOf(3, "new"), entryOf(4, null)] }))
    }),
  )

  promises(
    "knows an event's id in its own actor only, and lets what has none be told as often as it likes",
    Effect.gen(function* () {
      const store = yield* Store
      yield* store.claim("agent/1")
      yield* store.claim("agent/2")
      yield* mustCommit(
        commitOf("agent/1", 0, { entries: [entryOf(1, "a"), entryOf(2, null), entryOf(3, null)] }),
        commitOf("agent/2", 0, { entries: [entryOf(1, "a")] }),
        commitOf("agent/1", 3, { entries: [entryOf(4, null)] }),
      )
    }),
  )

  promises(
    "commits the others of a batch when some are refused, and writes nothing of those",
    Effect.gen(function* () {
      const store = yield* Store
      const addresses = ["agent/1", "agent/2", "agent/3", "pool/1"] as const
      for (const each of addresses) {
        yield* store.claim(each)
        yield* mustCommit(commitOf(each, 0, { record: "old", wakeAt: 100 }))
      }
      const change = { record: "new", wakeAt: 1, entries: [entryOf(2), entryOf(3)], hash: "new" }

      const results = yield* store.commit([
        commitOf("agent/1", 1, change),
        commitOf("agent/2", 1, { ...change, epoch: 9 }),
        commitOf("agent/3", 1, { ...change, entries: [entryOf(2), entryOf(3, "event-1")] }),
        commitOf("pool/1", 1, change),
      ])

      expect(results).toEqual([
        committed,
        { _tag: "Fenced", epoch: 1, seq: 1 },
        { _tag: "Duplicates", ids: ["event-1"] },
        committed,
      ])
      for (const each of ["agent/1", "pool/1"] as const) {
        expect(yield* store.peek(each)).toEqual({ epoch: 1, seq: 3, hash: "new", record: "new", tail: [] })
      }
      for (const each of ["agent/2", "agent/3"] as const) {
        expect(yield* store.peek(each)).toMatchObject({ epoch: 1, seq: 1, record: "old", tail: [] })
        expect(yield* store.journal(each, 1, 10)).toEqual([entryOf(1)])
      }
      expect(new Set(yield* store.due(1, 10))).toEqual(new Set(["agent/1", "pool/1"]))
    }),
  )
}
