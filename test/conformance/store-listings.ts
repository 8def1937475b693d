import { expect } from "@effect/vitest"
import { Effect } from "effect"
import { Store, type Commit } from "../../src/actors/store.ts"
import { address, type Address, type Kind } from "../../src/machines/address.ts"
import { commitOf, mustCommit, type Promises } from "./store-fixtures.ts"

/** Who must be awake when, and who there is. */
export const listings = (promises: Promises): void => {
  promises(
    "wakes an actor at the time that its last commit set, moved, kept or cleared",
    Effect.gen(function* () {
      const store = yield* Store
      yield* store.claim("agent/1")
      expect(yield* store.due(1e15, 10)).toEqual([])

      yield* mustCommit(commitOf("agent/1", 0, { wakeAt: 1_763_676_000_000 }))
      expect(yield* store.due(1_763_675_999_999, 10)).toEqual([])
      expect(yield* store.due(1_763_676_000_000, 10)).toEqual(["agent/1"])

      yield* mustCommit(commitOf("agent/1", 1, { wakeAt: 2_000_000_000_000 }))
      expect(yield* store.due(1_763_676_000_000, 10)).toEqual([])

      yield* mustCommit(commitOf("agent/1", 2, { wakeAt: undefined }))
      expect(yield* store.due(2_000_000_000_000, 10)).toEqual(["agent/1"])

      yield* mustCommit(commitOf("agent/1", 3, { wakeAt: 0 }))
      expect(yield* store.due(0, 10)).toEqual(["agent/1"])

      yield* mustCommit(commitOf("agent/1", 4, { wakeAt: null }))
      expect(yield* store.due(1e15, 10)).toEqual([])
    }),
  )

  promises(
    "names who is due earliest first, and no more than asked for",
    Effect.gen(function* () {
      const store = yield* Store
      const batch = Array.from({ length: 3_000 }, (_, index) =>
        commitOf(address("conversation", index), 0, { wakeAt: (index * 7_919) % 3_000 }),
      )
      yield* claimAndCommit(batch)
      const inOrder = batch.toSorted((a, b) => a.wakeAt! - b.wakeAt!).map((commit) => commit.address)

      expect(yield* store.due(2_999, 3_000)).toEqual(inOrder)
      expect(yield* store.due(2_999, 700)).toEqual(inOrder.slice(0, 700))
      expect(yield* store.due(99, 3_000)).toEqual(inOrder.slice(0, 100))
      expect(yield* store.due(2_999, 1)).toEqual(inOrder.slice(0, 1))
    }),
  )

  promises(
    "lists every actor of a kind once, page by page, in an order that stays",
    Effect.gen(function* () {
      const store = yield* Store
      const agents = Array.from({ length: 250 }, (_, index) => address("agent", index))
      const pools = Array.from({ length: 3 }, (_, index) => address("pool", index))
      yield* claimAndCommit([...agents, ...pools].map((each) => commitOf(each, 0)))
      yield* store.claim("agent/never-committed")

      const listed = yield* listAll("agent", 40)
      expect(listed).toHaveLength(250)
      expect(new Set(listed)).toEqual(new Set(agents))
      expect(yield* listAll("agent", 7)).toEqual(listed)
      expect(yield* listAll("agent", 1_000)).toEqual(listed)
      expect(new Set(yield* listAll("pool", 1))).toEqual(new Set(pools))
      expect(yield* listAll("constellation", 10)).toEqual([])
    }),
  )
}

const claimAndCommit = (batch: ReadonlyArray<Commit>) =>
  Effect.gen(function* () {
    const store = yield* Store
    yield* Effect.forEach(batch, (commit) => store.claim(commit.address), { concurrency: 100 })
    for (const result of yield* store.commit(batch)) expect(result._tag).toBe("Committed")
  })

/** Pages until there is no more. */
const listAll = (kind: Kind, limit: number) =>
  Effect.gen(function* () {
    const store = yield* Store
    const all: Array<Address> = []
    for (;;) {
      const page = yield* store.addresses(kind, all.at(-1) ?? null, limit)
      expect(page.length).toBeLessThanOrEqual(limit)
      all.push(...page)
      if (page.length === 0) return all
    }
  })
