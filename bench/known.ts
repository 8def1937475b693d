/**
 * What a runner holds of conversations that it knows: 100,000 have spoken before and sleep in Redis. A fresh runner takes them
 * over; then some of them speak, and only these are in memory.
 *
 * Redis is a private one with appendonly, appendfsync everysec. Memory is the resident set after a garbage collection.
 */
import { execFileSync } from "node:child_process"
import { join } from "node:path"
import { Effect, Layer } from "effect"
import { Alarms } from "../src/actors/alarms.ts"
import { Committer } from "../src/actors/committer.ts"
import { Host } from "../src/actors/host.ts"
import { Observer } from "../src/actors/watching/observer.ts"
import * as RedisStore from "../src/adapters/redis/store.ts"
import { redisServer } from "../test/support/redis.ts"
import { AtOnceLayer } from "./support/at-once.ts"
import { conversations, known } from "./support/conversations.ts"
import { heardBy } from "./support/message.ts"

const speak = Effect.gen(function* () {
  const host = yield* Host
  let done = 0
  const say = Effect.fnUntraced(function* (n: number) {
    const of = conversations(n)
    yield* host.tell(of, heardBy(of, 0))
    yield* host.tell(of, heardBy(of, 1))
    yield* host.sleep(of)
    if (++done % 10_000 === 0) console.error(`${done} of ${known} conversations have spoken`)
  })
  yield* Effect.forEach(
    Array.from({ length: known }, (_, n) => n),
    say,
    { concurrency: 256, discard: true },
  )
})

const result = await Effect.runPromise(
  Effect.scoped(
    Effect.gen(function* () {
      const server = yield* redisServer({ appendonly: "yes", appendfsync: "everysec" })
      const runtime = Host.layer().pipe(
        Layer.provide([AtOnceLayer, Committer.layer]),
        Layer.provide(RedisStore.layer({ url: server.url })),
        Layer.provide(Layer.mergeAll(Alarms.layer, Observer.layer)),
      )
      yield* Effect.provide(speak, runtime)
      const runner = join(import.meta.dirname, "support/runner-that-knows.ts")
      const stdio = ["ignore", "pipe", "inherit"] as const
      return execFileSync(process.execPath, ["--expose-gc", runner, server.url], {
        encoding: "utf8",
        stdio: [...stdio],
      })
    }),
  ),
)
console.log(result.trim())
