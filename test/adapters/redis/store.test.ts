import { describe, expect, it } from "@effect/vitest"
import { Effect, type Scope } from "effect"
import { Redis } from "ioredis"
import * as RedisStore from "../../../src/adapters/redis/store.ts"
import { fencingsKey, journalKey, seenKey, stateKey, tagOf } from "../../../src/adapters/redis/keys.ts"
import { Store, type StoreUnavailable } from "../../../src/actors/store.ts"
import { address } from "../../../src/machines/address.ts"
import { commitOf, commitOne, entryOf, mustCommit } from "../../conformance/store-fixtures.ts"
import { storeConformance } from "../../conformance/store.ts"
import { redisServer, withoutRedis } from "../../support/redis.ts"

const onOwnServer = Effect.map(redisServer(), ({ url }) => {
  const layer = RedisStore.layer({ url })
  return { layer, another: layer }
})

/** A test on a server of its own; `raw` looks at its keys and changes what the store cannot. */
const onServer = (
  what: string,
  body: (raw: Redis) => Effect.Effect<void, StoreUnavailable, Store | Scope.Scope>,
) =>
  it.live(what, () =>
    Effect.gen(function* () {
      const { url, port } = yield* redisServer()
      const raw = yield* Effect.acquireRelease(
        Effect.sync(() => new Redis(port, "127.0.0.1")),
        (client) => Effect.sync(() => client.disconnect()),
      )
      yield* Effect.provide(body(raw), RedisStore.layer({ url }))
    }).pipe(Effect.scoped),
  )

describe.skipIf(withoutRedis)("on a private server", () => {
  storeConformance("Redis", onOwnServer)

  onServer("uses the keys that keys.ts names, and no others", (raw) =>
    Effect.gen(function* () {
      const store = yield* Store
      yield* store.claim("agent/1")
      yield* mustCommit(commitOf("agent/1", 0, { wakeAt: 5 }))
      yield* commitOne(commitOf("agent/1", 5))

      const found = yield* Effect.promise(() => raw.keys("*"))
      expect(found.toSorted()).toEqual([
        "orrery:{16}:actors:agent",
        "orrery:{16}:agent/1:fencings",
        "orrery:{16}:agent/1:journal",
        "orrery:{16}:agent/1:seen:0",
        "orrery:{16}:agent/1:state",
        "orrery:{16}:wake",
      ])
    }),
  )

  onServer("keeps evidence of the last 16 commits that stale owners tried, newest first", (raw) =>
    Effect.gen(function* () {
      const store = yield* Store
      yield* store.claim("agent/1")
      yield* store.claim("agent/1")
      for (let seq = 0; seq < 20; seq++) yield* commitOne(commitOf("agent/1", seq))

      const evidence = yield* Effect.promise(() => raw.lrange(fencingsKey("agent/1"), 0, -1))
      expect(evidence).toHaveLength(16)
      const tried = evidence.map((line) => JSON.parse(line) as Record<string, unknown>)
      expect(tried.map(({ expectedSeq }) => expectedSeq)).toEqual(
        Array.from({ length: 16 }, (_, n) => 19 - n),
      )
      expect(tried[0]).toMatchObject({ epoch: 1, stored: { epoch: 2, seq: 0 } })
      expect(tried[0]!["at"]).toBeGreaterThan(1.7e12)
    }),
  )

  onServer("knows an event's id for 65,536 entries, and keeps twice as many at most", (raw) =>
    Effect.gen(function* () {
      const store = yield* Store
      const chunk = 8_192
      const commitFrom = (seq: number) =>
        commitOf("agent/1", seq, {
          entries: Array.from({ length: chunk }, (_, index) => entryOf(seq + index + 1)),
          record: "r",
        })
      const isKnown = (seq: number, at: number) =>
        Effect.map(
          commitOne(commitOf("agent/1", at, { entries: [entryOf(at + 1, `event-${seq}`)] })),
          ({ _tag }) => _tag === "Duplicates",
        )
      yield* store.claim("agent/1")
      const end = 3 * 65_536
      for (let seq = 0; seq < end; seq += chunk) {
        yield* mustCommit(commitFrom(seq))
        const oldest = Math.max(1, seq + chunk + 1 - 65_536)
        expect(yield* isKnown(oldest, seq + chunk)).toBe(true)
      }
      const sizes = yield* Effect.promise(() =>
        Promise.all([0, 1, 2, 3].map((generation) => raw.scard(seenKey("agent/1", generation)))),
      )
      expect(sizes[0]).toBe(0)
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(2 * 65_536)
    }),
  )

  onServer("names the earliest although all that are due share one tag", () =>
    Effect.gen(function* () {
      const store = yield* Store
      const crowd = Array.from({ length: 60_000 }, (_, index) => address("agent", index))
        .filter((each) => tagOf(each) === 7)
        .slice(0, 200)
      expect(crowd).toHaveLength(200)
      yield* Effect.forEach(crowd, (each) => store.claim(each), { concurrency: 50 })
      yield* store.commit(crowd.map((each, index) => commitOf(each, 0, { wakeAt: 200 - index })))
      expect(yield* store.due(200, 150)).toEqual(crowd.toReversed().slice(0, 150))
    }),
  )

  onServer("finds its scripts again when the server has forgotten them", (raw) =>
    Effect.gen(function* () {
      const store = yield* Store
      yield* store.claim("agent/1")
      yield* mustCommit(commitOf("agent/1", 0))
      yield* Effect.promise(() => raw.script("FLUSH"))
      yield* mustCommit(commitOf("agent/1", 1))
      expect((yield* store.claim("agent/1")).epoch).toBe(2)
    }),
  )

  onServer("lets nobody claim an actor whose state was evicted, and says so", (raw) =>
    Effect.gen(function* () {
      const store = yield* Store
      yield* store.claim("agent/1")
      yield* mustCommit(commitOf("agent/1", 0))
      yield* Effect.promise(() => raw.del(stateKey("agent/1")))

      const { message } = yield* Effect.orDie(Effect.flip(store.claim("agent/1")))
      expect(message).toContain("lost part of an actor's data")
      expect(yield* Effect.promise(() => raw.xlen(journalKey("agent/1")))).toBe(1)
    }),
  )
})
