/** Trimming: what a record covers can be forgotten, and nothing else. */
import { expect } from "@effect/vitest"
import { Effect } from "effect"
import { Store } from "../../src/actors/store.ts"
import type { Address } from "../../src/machines/address.ts"
import { commitOf, commitOne, entryOf, mustCommit, type Promises } from "./store-fixtures.ts"

const of: Address = "conversation/77"

/** Six entries, the newest record after the fourth. */
const six = Effect.gen(function* () {
  const store = yield* Store
  yield* store.claim(of)
  yield* mustCommit(
    commitOf(of, 0, { entries: [1, 2, 3, 4].map((seq) => entryOf(seq)), record: "after 4" }),
    commitOf(of, 4),
    commitOf(of, 5),
  )
  return store
})

const seqs = (entries: ReadonlyArray<{ readonly seq: number }>) => entries.map(({ seq }) => seq)

export const trims = (promise: Promises): void => {
  promise(
    "forgets entries that the newest record covers, and keeps the record from which the rest replays",
    Effect.gen(function* () {
      const store = yield* six
      expect(yield* store.base(of)).toBeNull()
      expect(yield* store.trim(of, 3, "after 3")).toBe(true)
      expect(yield* store.base(of)).toBe("after 3")
      expect(seqs(yield* store.journal(of, 1, 10))).toEqual([4, 5, 6])
      expect(yield* store.trim(of, 4, "after 4")).toBe(true)
      expect(seqs(yield* store.journal(of, 1, 10))).toEqual([5, 6])
    }),
  )

  promise(
    "refuses to forget what no record covers, what is forgotten, and what never was",
    Effect.gen(function* () {
      const store = yield* six
      expect(yield* store.trim(of, 5, "after 5")).toBe(false)
      expect(yield* store.trim(of, 3, "after 3")).toBe(true)
      expect(yield* store.trim(of, 3, "again")).toBe(false)
      expect(yield* store.trim(of, 2, "less")).toBe(false)
      expect(yield* store.trim("conversation/78", 1, "nobody")).toBe(false)
      expect(yield* store.base(of)).toBe("after 3")
      expect(seqs(yield* store.journal(of, 1, 10))).toEqual([4, 5, 6])
    }),
  )

  promise(
    "wakes and goes on as before, also when nothing but the record is left",
    Effect.gen(function* () {
      const store = yield* Store
      yield* store.claim(of)
      const entries = [1, 2, 3].map((seq) => entryOf(seq))
      const first = commitOf(of, 0, { entries, record: "after 3" })
      yield* mustCommit(first)
      expect(yield* store.trim(of, 3, "after 3")).toBe(true)
      const { hash } = first
      expect(yield* store.claim(of)).toEqual({ epoch: 2, seq: 3, hash, record: "after 3", tail: [] })
      yield* mustCommit(commitOf(of, 3, { epoch: 2 }))
      expect(seqs((yield* store.peek(of))!.tail)).toEqual([4])
    }),
  )

  promise(
    "knows the ids of what it has forgotten",
    Effect.gen(function* () {
      const store = yield* six
      yield* store.trim(of, 4, "after 4")
      const again = commitOf(of, 6, { entries: [entryOf(7, "event-2"), entryOf(8, "event-6")] })
      expect(yield* commitOne(again)).toEqual({ _tag: "Duplicates", ids: ["event-2", "event-6"] })
      expect(seqs(yield* store.journal(of, 1, 10))).toEqual([5, 6])
    }),
  )
}
