import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import * as RedisStore from "../../../src/adapters/redis/store.ts"
import { redisServer, withoutRedis, type RedisSettings } from "../../support/redis.ts"

const adviceFor = (settings: RedisSettings) =>
  Effect.gen(function* () {
    const { url } = yield* redisServer(settings)
    return (yield* RedisStore.advice({ url })).join("\n")
  }).pipe(Effect.scoped)

describe.skipIf(withoutRedis)("advice about a Redis", () => {
  it.live("is none when it writes all to disk and evicts nothing", () =>
    Effect.gen(function* () {
      expect(yield* adviceFor({ appendonly: "yes" })).toBe("")
    }),
  )

  it.live("warns of one that evicts keys", () =>
    Effect.gen(function* () {
      const advice = yield* adviceFor({ "maxmemory-policy": "allkeys-lru" })
      expect(advice).toContain("maxmemory-policy is allkeys-lru: a full Redis throws away actors.")
    }),
  )

  it.live("warns of one that keeps nothing", () =>
    Effect.gen(function* () {
      const advice = yield* adviceFor({ appendonly: "no", save: "" })
      expect(advice).toContain("what was acknowledged can be lost when Redis dies")
    }),
  )

  it.live("warns of one that only takes snapshots", () =>
    Effect.gen(function* () {
      const advice = yield* adviceFor({ appendonly: "no", save: "3600 1" })
      expect(advice).toContain("since the last snapshot can be lost when Redis dies")
    }),
  )
})
