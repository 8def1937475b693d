/** What Effect Cluster expects of a `RunnerStorage`, on Redis, and where one runner alone suffices also on Effect's own in memory. */
import { describe, expect, it } from "@effect/vitest"
import { Effect, Redacted, type Scope } from "effect"
import { type ClusterError, Runner, RunnerAddress, RunnerStorage, ShardId } from "effect/cluster"
import { heartbeatsKey, runnersKey, vitalsKey } from "../../../src/adapters/cluster/keys.ts"
import { connectCluster } from "../../../src/adapters/cluster/redis.ts"
import { makeRunnerStorage } from "../../../src/adapters/cluster/runner-storage.ts"
import { redisServer, withoutRedis } from "../../support/redis.ts"

type Storage = RunnerStorage.RunnerStorage["Service"]

const ada = RunnerAddress.make("127.0.0.1", 1001)
const ben = RunnerAddress.make("127.0.0.1", 1002)
const runner = (address: RunnerAddress.RunnerAddress) =>
  Runner.make({ address, groups: ["default"], weight: 1 })
const shards = (...ids: ReadonlyArray<number>) => ids.map((id) => ShardId.make("default", id))
const names = (found: ReadonlyArray<ShardId.ShardId>) => found.map(String).toSorted()

const long = 60_000
const server = redisServer({ appendonly: "no" })
/** Two storages on one Redis: what one process writes, another reads. */
const twoOn = (url: string, lease = long) =>
  Effect.map(
    Effect.all([1, 2].map(() => connectCluster(Redacted.make(url), 2000))),
    (found) => found.map((redis) => makeRunnerStorage(redis, lease)) as [Storage, Storage],
  )
const two = (lease = long) => Effect.flatMap(server, ({ url }) => twoOn(url, lease))

const untilTrue = <E>(condition: Effect.Effect<boolean, E>) =>
  Effect.repeat(condition, { until: (holds) => holds })

describe.skipIf(withoutRedis)("a runner storage", () => {
  const kinds: ReadonlyArray<readonly [string, Effect.Effect<Storage, unknown, Scope.Scope>]> = [
    ["in memory", RunnerStorage.makeMemory],
    ["on Redis", Effect.map(two(), ([storage]) => storage)],
  ]
  describe.each(kinds)("%s, with one runner", (_, make) => {
    it.live("knows who registered, and how healthy each is", () =>
      Effect.gen(function* () {
        const storage = yield* make
        expect(yield* storage.getRunners).toEqual([])
        yield* storage.register(runner(ada), true)
        yield* storage.register(runner(ben), true)
        yield* storage.setRunnerHealth(ben, false)
        const found = yield* storage.getRunners
        expect(new Map(found.map(([{ address }, healthy]) => [address.port, healthy]))).toEqual(
          new Map([
            [1001, true],
            [1002, false],
          ]),
        )
        yield* storage.unregister(ada)
        expect((yield* storage.getRunners).map(([{ address }]) => address.port)).toEqual([1002])
      }).pipe(Effect.scoped),
    )

    it.live("gives a runner the shards it asks for, and keeps them when it refreshes", () =>
      Effect.gen(function* () {
        const storage = yield* make
        yield* storage.register(runner(ada), true)
        expect(names(yield* storage.acquire(ada, shards(1, 2, 3)))).toEqual(names(shards(1, 2, 3)))
        expect(names(yield* storage.refresh(ada, shards(1, 2, 3)))).toEqual(names(shards(1, 2, 3)))
      }).pipe(Effect.scoped),
    )
  })

  it.live("has one owner a shard", () =>
    Effect.gen(function* () {
      const [one, other] = yield* two()
      expect(names(yield* one.acquire(ada, shards(1, 2)))).toEqual(names(shards(1, 2)))
      expect(names(yield* other.acquire(ben, shards(2, 3)))).toEqual(names(shards(3)))
      expect(yield* other.refresh(ben, shards(1, 2))).toEqual([])
    }).pipe(Effect.scoped),
  )

  it.live("gives each of two that race for the same shards what the other does not have", () =>
    Effect.gen(function* () {
      const [one, other] = yield* two()
      const all = shards(...Array.from({ length: 64 }, (_, n) => n + 1))
      const [mine, yours] = yield* Effect.all(
        [
          Effect.forEach(all, (shard) => one.acquire(ada, [shard]), { concurrency: 8 }),
          Effect.forEach(all.toReversed(), (shard) => other.acquire(ben, [shard]), { concurrency: 8 }),
        ],
        { concurrency: 2 },
      )
      expect(names([...mine.flat(), ...yours.flat()])).toEqual(names(all))
    }).pipe(Effect.scoped),
  )

  it.live("frees what is released, and nothing of others", () =>
    Effect.gen(function* () {
      const [one, other] = yield* two()
      yield* one.acquire(ada, shards(1, 2, 3))
      yield* other.release(ben, shards(1)[0]!)
      yield* one.release(ada, shards(2)[0]!)
      expect(names(yield* other.acquire(ben, shards(1, 2, 3)))).toEqual(names(shards(2)))
      yield* one.releaseAll(ada)
      expect(names(yield* other.acquire(ben, shards(1, 2, 3)))).toEqual(names(shards(1, 2, 3)))
    }).pipe(Effect.scoped),
  )

  it.live(
    "forgets whoever gives no sign of life: its shards can be had, and it is not among the runners",
    () =>
      Effect.gen(function* () {
        const { url } = yield* server
        const [brief] = yield* twoOn(url, 100)
        const [other] = yield* twoOn(url)
        yield* brief.register(runner(ada), true)
        yield* other.register(runner(ben), true)
        yield* brief.acquire(ada, shards(1))
        yield* untilTrue(Effect.map(other.acquire(ben, shards(1)), (held) => held.length === 1))
        yield* untilTrue(Effect.map(other.getRunners, (found) => found.length === 1))
        expect((yield* other.getRunners)[0]![0].address.port).toBe(1002)
        expect(yield* brief.refresh(ada, shards(1))).toEqual([])
      }).pipe(Effect.scoped),
  )

  it.live("has it back with its next sign of life, but not when it left", () =>
    Effect.gen(function* () {
      const { url } = yield* server
      const [brief] = yield* twoOn(url, 100)
      const [storage] = yield* twoOn(url)
      yield* brief.register(runner(ada), true)
      yield* untilTrue(Effect.map(storage.getRunners, (found) => found.length === 0))
      yield* storage.refresh(ada, [])
      expect(yield* storage.getRunners).toHaveLength(1)
      yield* storage.unregister(ada)
      yield* storage.refresh(ada, [])
      expect(yield* storage.getRunners).toEqual([])
    }).pipe(Effect.scoped),
  )

  it.live("gives every runner a machine id of its own, and the same one when it comes back", () =>
    Effect.gen(function* () {
      const [one, other] = yield* two()
      const first = yield* one.register(runner(ada), true)
      expect(yield* other.register(runner(ben), true)).not.toBe(first)
      expect(yield* one.register(runner(ada), true)).toBe(first)
    }).pipe(Effect.scoped),
  )

  it.live("keeps nothing of those that have been dead for long", () =>
    Effect.gen(function* () {
      const { url } = yield* server
      const redis = yield* connectCluster(Redacted.make(url), 2000)
      const storage = makeRunnerStorage(redis, long)
      yield* storage.register(runner(ada), true)
      const [address] = yield* redis.run((client) => client.hkeys(runnersKey))
      yield* redis.run((client) => client.hset(vitalsKey, address!, "{}"))
      yield* redis.run((client) => client.zadd(heartbeatsKey, 1, address!))
      yield* storage.register(runner(ben), true)
      const left = yield* redis.run((client) =>
        Promise.all([runnersKey, vitalsKey].map((key) => client.hexists(key, address!))),
      )
      expect(left).toEqual([0, 0])
    }).pipe(Effect.scoped),
  )

  it.live("says in a sentence what to do when Redis is gone", () =>
    Effect.gen(function* () {
      const { url, kill } = yield* server
      const [storage] = yield* twoOn(url)
      yield* kill
      const failed: ClusterError.PersistenceError = yield* Effect.flip(storage.getRunners)
      expect(failed._tag).toBe("PersistenceError")
      expect(String((failed.cause as Error).message)).toMatch(/^Redis at redis:\/\/127\.0\.0\.1:\d+ .*: .+/)
    }).pipe(Effect.scoped),
  )
})
