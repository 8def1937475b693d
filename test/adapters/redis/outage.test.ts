import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber, Schedule } from "effect"
import * as RedisStore from "../../../src/adapters/redis/store.ts"
import { Store, StoreUnavailable, type Commit } from "../../../src/actors/store.ts"
import { commitOf, commitOne, committed, entryOf, mustCommit } from "../../conformance/store-fixtures.ts"
import { redisServer, withoutRedis } from "../../support/redis.ts"

/** Short, so that tests of what does not answer are. */
const patience = 1_000

const untilBack = Effect.retry({ schedule: Schedule.spaced("20 millis"), times: 500 })

/** Commits one entry after the other until the store fails; the one whose fate is not known, and the acknowledged. */
const commitUntilItFails = (onAcknowledged: (seq: number) => void) =>
  Effect.gen(function* () {
    const acknowledged: Array<Commit> = []
    for (let seq = 0; ; seq++) {
      const commit = commitOf("agent/1", seq)
      const result = yield* Effect.exit(mustCommit(commit))
      if (result._tag === "Failure") return { acknowledged, unknown: commit }
      acknowledged.push(commit)
      onAcknowledged(seq + 1)
    }
  })

describe.skipIf(withoutRedis)("when Redis goes away", () => {
  it.live("says so at once or within its patience, and works again when Redis is back", () =>
    Effect.gen(function* () {
      const server = yield* redisServer()
      const use = Effect.gen(function* () {
        const store = yield* Store
        yield* store.claim("agent/1")
        yield* mustCommit(commitOf("agent/1", 0))
        yield* server.stop

        const lost = commitOf("agent/1", 1, { entries: [entryOf(2, "lost")] })
        const failure = yield* Effect.flip(commitOne(lost))
        expect(failure).toBeInstanceOf(StoreUnavailable)
        // The socket's end may reach the client after the answer that never came.
        yield* store.peek("agent/1").pipe(
          Effect.flip,
          Effect.map(({ message }) => message),
          Effect.repeat({
            schedule: Schedule.spaced("20 millis"),
            until: (message) =>
              message.includes(`Redis at ${store.label} refuses connections: start Redis there`),
          }),
        )

        yield* server.start
        // What was reported as failed was not sent afterwards: another commit takes its place.
        yield* untilBack(mustCommit(commitOf("agent/1", 1)))
        expect(yield* store.journal("agent/1", 1, 10)).toEqual([entryOf(1), entryOf(2)])
      })
      yield* Effect.provide(use, RedisStore.layer({ url: server.url, patience }))
    }).pipe(Effect.scoped),
  )

  it.live("loses nothing that was acknowledged when Redis is killed, with appendfsync always", () =>
    Effect.gen(function* () {
      const server = yield* redisServer({ appendonly: "yes", appendfsync: "always" })
      const use = Effect.gen(function* () {
        const store = yield* Store
        yield* store.claim("agent/1")
        const { promise: enough, resolve } = Promise.withResolvers<void>()
        const writer = yield* Effect.forkChild(commitUntilItFails((seq) => seq === 200 && resolve()))
        yield* Effect.promise(() => enough)
        yield* server.kill
        const { acknowledged, unknown } = yield* Fiber.join(writer)
        yield* server.start

        const found = yield* untilBack(store.journal("agent/1", 1, 100_000))
        const told = acknowledged.flatMap(({ entries }) => entries)
        expect(told.length).toBeGreaterThanOrEqual(200)
        expect(found.slice(0, told.length)).toEqual(told)
        // Whether or not it was written before the crash, repeating it ends in the same place.
        yield* mustCommit(unknown)
        expect(yield* store.journal("agent/1", 1, 100_000)).toEqual([...told, ...unknown.entries])
      })
      yield* Effect.provide(use, RedisStore.layer({ url: server.url, patience }))
    }).pipe(Effect.scoped),
  )

  it.live("gives up on a Redis that hangs, and a commit that it runs later is written once", () =>
    Effect.gen(function* () {
      const server = yield* redisServer()
      const use = Effect.gen(function* () {
        const store = yield* Store
        yield* store.claim("agent/1")
        yield* mustCommit(commitOf("agent/1", 0))
        yield* server.freeze
        const late = commitOf("agent/1", 1)
        const { message } = yield* Effect.flip(commitOne(late))
        expect(message).toContain("does not answer")
        yield* server.thaw

        expect(yield* untilBack(commitOne(late))).toEqual(committed)
        expect(yield* store.journal("agent/1", 1, 10)).toEqual([entryOf(1), entryOf(2)])
        yield* mustCommit(commitOf("agent/1", 2))
      })
      yield* Effect.provide(use, RedisStore.layer({ url: server.url, patience }))
    }).pipe(Effect.scoped),
  )

  it.live("does not start without Redis, and says what to do", () =>
    Effect.gen(function* () {
      const server = yield* redisServer()
      yield* server.stop
      const layer = RedisStore.layer({ url: server.url, patience })
      const { message } = yield* Effect.flip(Effect.provide(Store, layer))
      expect(message).toContain("refuses connections: start Redis there, or correct REDIS_URL.")
    }).pipe(Effect.scoped),
  )
})
