/** Rewriting and erasing: what an actor was is gone, from all that the store holds, and only its owner does it. */
import { expect } from "@effect/vitest"
import { Effect } from "effect"
import { Store, type Rewrite } from "../../src/actors/store.ts"
import type { Address } from "../../src/machines/address.ts"
import { commitOf, commitOne, committed, entryOf, mustCommit, type Promises } from "./store-fixtures.ts"

const of: Address = "conversation/77"
const other: Address = "conversation/78"

/** Three entries that hold a secret, and a record after the second that does. */
const three = Effect.gen(function* () {
  const store = yield* Store
  yield* store.claim(of)
  const secret = (seq: number, id: string) => ({
    seq,
    id,
    body: JSON.stringify({ seq, id, secret: "mango" }),
  })
  const first = { entries: [secret(1, "event-1"), secret(2, "archive/5#1.0")], record: "mango after 2" }
  yield* mustCommit(
    commitOf(of, 0, { ...first, wakeAt: 9 }),
    commitOf(of, 2, { entries: [secret(3, "event-3")] }),
  )
  yield* store.claim(other)
  yield* mustCommit(commitOf(other, 0))
  return store
})

const rewrite: Rewrite = {
  address: of,
  epoch: 1,
  expectedSeq: 3,
  expectedHash: "after 3",
  record: "nothing after 3",
  hash: "anew",
  forgetIds: ["archive/5#"],
}
const mango = (text: string) => text.includes("mango")

export const rewrites = (promise: Promises): void => {
  promise(
    "puts one record in the place of an actor's past, from which it goes on and replays",
    Effect.gen(function* () {
      const store = yield* three
      expect((yield* store.search(mango)).found).toEqual([of])
      expect(yield* store.rewrite(rewrite)).toEqual(committed)
      expect(yield* store.rewrite(rewrite)).toEqual(committed)
      expect(yield* store.journal(of, 1, 10)).toEqual([])
      expect(yield* store.base(of)).toBe("nothing after 3")
      expect(yield* store.due(9, 10)).toEqual([of])
      const now = { seq: 3, hash: "anew", record: "nothing after 3", tail: [] }
      expect(yield* store.claim(of)).toEqual({ epoch: 2, ...now })
      yield* store.scrub
      expect((yield* store.search(mango)).found).toEqual([])
      yield* mustCommit(commitOf(of, 3, { epoch: 2, expectedHash: "anew" }))
      expect((yield* store.journal(of, 1, 10)).map(({ seq }) => seq)).toEqual([4])
      expect((yield* store.peek(other))!.seq).toBe(1)
    }),
  )

  promise(
    "knows the ids of what it rewrote, but for those that it was to forget",
    Effect.gen(function* () {
      const store = yield* three
      yield* store.rewrite(rewrite)
      const entries = [entryOf(4, "event-1"), entryOf(5, "archive/5#1.0"), entryOf(6, "event-3")]
      const again = commitOf(of, 3, { expectedHash: "anew", entries })
      expect(yield* commitOne(again)).toEqual({ _tag: "Duplicates", ids: ["event-1", "event-3"] })
      expect((yield* store.search((text) => text.includes("archive/5"))).found).toEqual([])
    }),
  )

  promise(
    "lets nobody rewrite or erase who does not own the actor as it is",
    Effect.gen(function* () {
      const store = yield* three
      expect(yield* store.rewrite({ ...rewrite, expectedSeq: 2 })).toMatchObject({ _tag: "Fenced", seq: 3 })
      expect(yield* store.rewrite({ ...rewrite, expectedHash: "else" })).toMatchObject({ _tag: "Fenced" })
      yield* store.claim(of)
      const fenced = { _tag: "Fenced", epoch: 2, seq: 3 }
      expect(yield* store.rewrite(rewrite)).toEqual(fenced)
      expect(yield* store.erase(of, 1)).toEqual(fenced)
      expect((yield* store.peek(of))!.tail).toHaveLength(1)
    }),
  )

  promise(
    "erases an actor as if it had never been, and nobody else",
    Effect.gen(function* () {
      const store = yield* three
      yield* commitOne(commitOf(of, 1))
      expect(yield* store.erase(of, 1)).toEqual(committed)
      expect(yield* store.erase(of, 1)).toEqual(committed)
      expect(yield* store.peek(of)).toBeNull()
      expect(yield* store.base(of)).toBeNull()
      expect(yield* store.due(99, 10)).toEqual([])
      expect(yield* store.addresses("conversation", null, 10)).toEqual([other])
      expect((yield* store.search((text) => mango(text) || text.includes("/77"))).found).toEqual([])
      expect(yield* store.claim(of)).toEqual({ epoch: 1, seq: 0, hash: "", record: null, tail: [] })
      yield* mustCommit(commitOf(of, 0))
    }),
  )

  promise(
    "refuses what an owner from before the erasure commits",
    Effect.gen(function* () {
      const store = yield* three
      yield* store.erase(of, 1)
      expect(yield* commitOne(commitOf(of, 3))).toMatchObject({ _tag: "Fenced" })
      expect(yield* store.peek(of)).toBeNull()
    }),
  )

  promise(
    "looks at everything when it searches",
    Effect.gen(function* () {
      const store = yield* three
      const seen: Array<string> = []
      const { looked } = yield* store.search((text) => seen.push(text) === 0)
      expect(looked).toBeGreaterThan(6)
      for (const text of ["conversation/77", '"seq":3', "mango after 2", "event-3"])
        expect(seen.some((one) => one.includes(text))).toBe(true)
    }),
  )
}
