import { expect } from "@effect/vitest"
import { Effect } from "effect"
import { Store } from "../../src/actors/store.ts"
import { address } from "../../src/machines/address.ts"
import { commitOf, committed, commitOne, entryOf, mustCommit, type Promises } from "./store-fixtures.ts"

/** What is written, and that it is written whole. */
export const commits = (promises: Promises): void => {
  promises(
    "answers an empty batch with nothing",
    Effect.gen(function* () {
      const store = yield* Store
      expect(yield* store.commit([])).toEqual([])
    }),
  )

  promises(
    "answers a repeated commit as the first time, and writes it once",
    Effect.gen(function* () {
      const store = yield* Store
      const commit = commitOf("agent/1", 0, { entries: [entryOf(1), entryOf(2)], record: "two", wakeAt: 9 })
      yield* store.claim("agent/1")
      yield* mustCommit(commit, commit, commit)
      expect(yield* store.journal("agent/1", 1, 10)).toEqual(commit.entries)
      yield* mustCommit(commitOf("agent/1", 2))
    }),
  )

  promises(
    "commits 2,000 actors in one batch, and answers in its order",
    Effect.gen(function* () {
      const store = yield* Store
      const addresses = Array.from({ length: 2_000 }, (_, index) => address("agent", index))
      yield* Effect.forEach(addresses, (each) => store.claim(each), { concurrency: 100 })
      const batch = addresses.map((each, index) => commitOf(each, 0, { epoch: index % 7 === 0 ? 5 : 1 }))

      const results = yield* store.commit(batch)

      const refused = { _tag: "Fenced", epoch: 1, seq: 0 }
      expect(results).toEqual(addresses.map((_, index) => (index % 7 === 0 ? refused : committed)))
      for (const index of [1, 999, 1_999]) {
        expect(yield* store.journal(addresses[index]!, 1, 10)).toEqual(batch[index]!.entries)
      }
    }),
  )

  promises(
    "keeps text as it is: every script, control characters, and a megabyte of it",
    Effect.gen(function* () {
      const store = yield* Store
      const text = 'naïve 日本語 العربية 👩🏽‍🚀 \u0000\u0001\r\n\t"\\ \u2028'
      const large = "ß🪐".repeat(200_000)
      const entries = [
        { seq: 1, id: `id ${text}`, body: text },
        { seq: 2, id: null, body: large },
      ]
      yield* store.claim("conversation/1")
      yield* mustCommit(commitOf("conversation/1", 0, { entries, hash: text, record: large }))
      const next = { expectedHash: text, entries: [{ seq: 3, id: null, body: large }] }
      yield* mustCommit(commitOf("conversation/1", 2, next))

      expect(yield* store.journal("conversation/1", 1, 2)).toEqual(entries)
      const claim = yield* store.claim("conversation/1")
      expect(claim.record).toBe(large)
      expect(claim.tail).toEqual([{ seq: 3, id: null, body: large }])
      const again = commitOf("conversation/1", 3, {
        epoch: 2,
        entries: [{ seq: 4, id: entries[0]!.id, body: "" }],
      })
      expect(yield* commitOne(again)).toEqual({ _tag: "Duplicates", ids: [entries[0]!.id] })
    }),
  )

  promises(
    "pages through a journal, from any entry",
    Effect.gen(function* () {
      const store = yield* Store
      const entries = Array.from({ length: 25 }, (_, index) => entryOf(index + 1))
      yield* store.claim("agent/1")
      yield* mustCommit(commitOf("agent/1", 0, { entries, record: "all" }))

      expect(yield* store.journal("agent/1", 1, 10)).toEqual(entries.slice(0, 10))
      expect(yield* store.journal("agent/1", 11, 10)).toEqual(entries.slice(10, 20))
      expect(yield* store.journal("agent/1", 21, 10)).toEqual(entries.slice(20))
      expect(yield* store.journal("agent/1", 26, 10)).toEqual([])
      expect(yield* store.journal("agent/1", 0, 1_000)).toEqual(entries)
      expect(yield* store.journal("agent/2", 1, 10)).toEqual([])
    }),
  )
}
