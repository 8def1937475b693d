import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import { Effect, Exit, Scope } from "effect"
import { Store } from "../../../src/actors/store.ts"
import * as RedisStore from "../../../src/adapters/redis/store.ts"
import { storeConformance } from "../../conformance/store.ts"
import { redisCluster, type RedisCluster } from "../../support/redis-cluster.ts"
import { redisServer, withoutRedis } from "../../support/redis.ts"

/** One of these lies on the other node. */
const claimSome = Effect.gen(function* () {
  const store = yield* Store
  for (let id = 0; id < 20; id++) yield* store.claim(`agent/${id}`)
})

describe.skipIf(withoutRedis)("on a Redis Cluster of two primaries", () => {
  const scope = Scope.makeUnsafe()
  let cluster: RedisCluster
  beforeAll(async () => {
    cluster = await Effect.runPromise(Scope.provide(redisCluster(), scope))
  })
  afterAll(() => Effect.runPromise(Scope.close(scope, Exit.void)))

  const emptied = Effect.suspend(() => {
    const layer = RedisStore.layer({ url: cluster.url })
    return Effect.as(cluster.flush, { layer, another: layer })
  })

  storeConformance("Redis Cluster", emptied)

  it.live("says so when it is called as if it were one server", () =>
    Effect.gen(function* () {
      const url = cluster.url.replace("redis+cluster", "redis").replace(/,.*/, "")
      const layer = RedisStore.layer({ url })
      const { message } = yield* Effect.flip(Effect.provide(claimSome, layer))
      expect(message).toContain("add ?cluster=true to REDIS_URL")
    }),
  )

  it.live("says so when one server is called as if it were a cluster", () =>
    Effect.gen(function* () {
      const { url } = yield* redisServer()
      const { message } = yield* Effect.flip(
        RedisStore.advice({ url: `${url}?cluster=true`, patience: 2_000 }),
      )
      expect(message).toContain("leave +cluster and cluster=true out of REDIS_URL")
    }).pipe(Effect.scoped),
  )

  it.live("says so when slots are not served", () =>
    Effect.gen(function* () {
      const { url } = yield* redisServer({ "cluster-enabled": "yes", "cluster-port": "0" })
      const { message } = yield* Effect.flip(
        RedisStore.advice({ url: `${url}?cluster=true`, patience: 2_000 }),
      )
      expect(message).toContain("does not serve all its slots")
    }).pipe(Effect.scoped),
  )
})
