/**
 * What every store promises, in the words of its port (`src/actors/store.ts`). Run on each adapter:
 *
 *     storeConformance("SQLite", Effect.map(temporaryDirectory, (path) => ({ layer: …, another: … })))
 */
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { Store } from "../../src/actors/store.ts"
import { claims } from "./store-claims.ts"
import { commits } from "./store-commits.ts"
import { commitOf, mustCommit, promisesOf, type MakeStore } from "./store-fixtures.ts"
import { listings } from "./store-listings.ts"
import { races } from "./store-race.ts"
import { refusals } from "./store-refusals.ts"
import { rewrites } from "./store-rewrites.ts"
import { trims } from "./store-trims.ts"

export type { MakeStore, StoreUnderTest } from "./store-fixtures.ts"

const lasts = (make: MakeStore): void => {
  it.live("has everything when it is opened again", () =>
    Effect.gen(function* () {
      const { layer } = yield* make
      const commit = commitOf("agent/1", 0, { wakeAt: 5 })
      const write = Effect.gen(function* () {
        const store = yield* Store
        yield* store.claim("agent/1")
        yield* mustCommit(commit)
      })
      const read = Effect.gen(function* () {
        const store = yield* Store
        expect(yield* store.journal("agent/1", 1, 10)).toEqual(commit.entries)
        expect(yield* store.due(5, 10)).toEqual(["agent/1"])
        expect(yield* store.addresses("agent", null, 10)).toEqual(["agent/1"])
        const { hash, entries } = commit
        expect(yield* store.claim("agent/1")).toEqual({ epoch: 2, seq: 1, hash, record: null, tail: entries })
      })
      yield* Effect.provide(write, layer)
      yield* Effect.provide(read, layer)
    }).pipe(Effect.scoped),
  )
}

export const storeConformance = (name: string, make: MakeStore): void => {
  describe(`a store on ${name}`, () => {
    const promises = promisesOf(make)
    claims(promises)
    commits(promises)
    refusals(promises)
    listings(promises)
    trims(promises)
    rewrites(promises)
    races(make)
    lasts(make)
  })
}
