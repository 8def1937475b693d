/** What the chapters of the store's conformance suite share. */
import { expect, it } from "@effect/vitest"
import { Effect, type Layer, type Scope } from "effect"
import {
  Store,
  type Commit,
  type CommitResult,
  type StoredEntry,
  type StoreUnavailable,
} from "../../src/actors/store.ts"
import type { Address } from "../../src/machines/address.ts"

/** A store on data of its own, which last until the scope ends. */
export interface StoreUnderTest {
  /** May be opened, closed and opened again. */
  readonly layer: Layer.Layer<Store, StoreUnavailable>
  /** Opens the same data while `layer` is open, as another process would. */
  readonly another: Layer.Layer<Store, StoreUnavailable>
}

export type MakeStore = Effect.Effect<StoreUnderTest, never, Scope.Scope>

/** Declares a test whose body runs on a fresh store. */
export type Promises = (what: string, body: Effect.Effect<void, StoreUnavailable, Store>) => void

export const promisesOf =
  (make: MakeStore): Promises =>
  (what, body) =>
    it.live(what, () => Effect.scoped(Effect.flatMap(make, ({ layer }) => Effect.provide(body, layer))))

export const entryOf = (seq: number, id: string | null = `event-${seq}`): StoredEntry => ({
  seq,
  id,
  body: JSON.stringify({ seq, id }),
})

/** The hash of an entry, unless a commit says another. */
const hashAfter = (seq: number): string => (seq === 0 ? "" : `after ${seq}`)

/** One entry after `expectedSeq` by the first owner, without a record and without a timer, unless changed. */
export const commitOf = (address: Address, expectedSeq: number, changes: Partial<Commit> = {}): Commit => {
  const entries = changes.entries ?? [entryOf(expectedSeq + 1)]
  return {
    address,
    epoch: 1,
    expectedSeq,
    expectedHash: hashAfter(expectedSeq),
    entries,
    hash: hashAfter(expectedSeq + entries.length),
    record: null,
    wakeAt: undefined,
    ...changes,
  }
}

export const committed: CommitResult = { _tag: "Committed" }

export const commitOne = (commit: Commit): Effect.Effect<CommitResult, StoreUnavailable, Store> =>
  Effect.gen(function* () {
    const store = yield* Store
    const results = yield* store.commit([commit])
    expect(results).toHaveLength(1)
    return results[0]!
  })

/** Commits them one after the other; each must be accepted. */
export const mustCommit = (...commits: ReadonlyArray<Commit>): Effect.Effect<void, StoreUnavailable, Store> =>
  Effect.forEach(
    commits,
    (commit) => Effect.map(commitOne(commit), (result) => expect(result).toEqual(committed)),
    {
      discard: true,
    },
  )
