import { rm } from "node:fs/promises"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { Redis } from "ioredis"
import * as RedisStore from "../../../src/adapters/redis/store.ts"
import { Store } from "../../../src/actors/store.ts"
import { commitOf, commitOne } from "../../conformance/store-fixtures.ts"
import { redisServer, withoutRedis, type RedisServer } from "../../support/redis.ts"

const patience = 1_000
const password = "correct horse/battery"
const encoded = encodeURIComponent(password)

/** What the store says when a commit fails after `sabotage`. */
const complaint = (sabotage: (raw: Redis, server: RedisServer) => Promise<unknown>) =>
  Effect.gen(function* () {
    const server = yield* redisServer()
    const raw = yield* Effect.acquireRelease(
      Effect.sync(() => new Redis(server.port, "127.0.0.1")),
      (client) => Effect.sync(() => client.disconnect()),
    )
    const use = Effect.gen(function* () {
      const store = yield* Store
      yield* store.claim("agent/1")
      yield* Effect.promise(() => sabotage(raw, server))
      const { message } = yield* Effect.flip(commitOne(commitOf("agent/1", 0)))
      expect(yield* Effect.promise(() => raw.exists("orrery:{16}:agent/1:journal"))).toBe(0)
      return message
    })
    return yield* Effect.provide(use, RedisStore.layer({ url: server.url }))
  }).pipe(Effect.scoped)

/** What is said at the start by a server that wants a password. */
const greeting = (credentials: string) =>
  Effect.gen(function* () {
    const { port } = yield* redisServer({ requirepass: password })
    const url = `redis://${credentials}127.0.0.1:${port}`
    return yield* Effect.exit(RedisStore.advice({ url, patience }))
  }).pipe(Effect.scoped)

describe.skipIf(withoutRedis)("what Redis refuses is told as what to do", () => {
  it.live("a full memory", () =>
    Effect.gen(function* () {
      expect(yield* complaint((raw) => raw.config("SET", "maxmemory", "1"))).toContain("raise maxmemory")
    }),
  )

  it.live("a replica", () =>
    Effect.gen(function* () {
      const message = yield* complaint((raw) => raw.replicaof("127.0.0.1", 1))
      expect(message).toContain("is a read-only replica: point REDIS_URL at the primary.")
    }),
  )

  it.live("a disk that cannot be written", () =>
    Effect.gen(function* () {
      const message = yield* complaint(async (raw, { directory }) => {
        await raw.config("SET", "appendonly", "no")
        await raw.config("SET", "save", "3600 1")
        await rm(directory, { recursive: true })
        await raw.bgsave()
        await expect.poll(() => raw.info("persistence")).toContain("rdb_last_bgsave_status:err")
      })
      expect(message).toContain("cannot write to its disk")
    }),
  )

  it.live("a user who may not", () =>
    Effect.gen(function* () {
      const message = yield* complaint((raw) => raw.acl("SETUSER", "default", "-evalsha", "-eval"))
      expect(message).toContain("ACL SETUSER")
    }),
  )

  it.live("a missing password", () =>
    Effect.gen(function* () {
      expect(String(yield* greeting(""))).toContain("asks for a password: put it in REDIS_URL")
    }),
  )

  it.live("a wrong password, which nobody gets to read", () =>
    Effect.gen(function* () {
      const said = String(yield* greeting(":wrong-password@"))
      expect(said).toContain("refuses this user name or password: correct them in REDIS_URL.")
      expect(said).not.toContain("wrong-password")
    }),
  )

  it.live("nothing when the password is right", () =>
    Effect.gen(function* () {
      expect(yield* greeting(`default:${encoded}@`)).toMatchObject({ _tag: "Success", value: [] })
    }),
  )

  it.live("a host that does not exist", () =>
    Effect.gen(function* () {
      const url = "redis://user:secret@no-such-host.invalid:6379"
      const { message } = yield* Effect.flip(RedisStore.advice({ url, patience: 3_000 }))
      expect(message).toContain(
        "Redis at redis://no-such-host.invalid:6379 has a host name that nobody knows",
      )
    }),
  )

  it.live("a server without TLS that is called with TLS", () =>
    Effect.gen(function* () {
      const { port } = yield* redisServer()
      const { message } = yield* Effect.flip(
        RedisStore.advice({ url: `rediss://127.0.0.1:${port}`, patience }),
      )
      expect(message).toContain("speaks no TLS (rediss://)")
    }).pipe(Effect.scoped),
  )
})
