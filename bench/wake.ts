/**
 * From an event for a sleeping actor to its commit: the actor is claimed in Redis, its state is read and its tail replayed,
 * the event is stepped, journaled, and its sender answered.
 *
 * Each conversation has heard 40 messages before (a snapshot every 16 entries, so 8 to replay) and is put to sleep; then
 * each is told one more, one after the other. Redis is a private one with appendonly, appendfsync everysec.
 */
import { Effect, Layer } from "effect"
import { Alarms } from "../src/actors/alarms.ts"
import { Committer } from "../src/actors/committer.ts"
import { Host } from "../src/actors/host.ts"
import { Observer } from "../src/actors/watching/observer.ts"
import * as RedisStore from "../src/adapters/redis/store.ts"
import { address, type Address } from "../src/machines/address.ts"
import { redisServer } from "../test/support/redis.ts"
import { AtOnceLayer } from "./support/at-once.ts"
import { heardBy } from "./support/message.ts"
import { percentiles } from "./support/percentiles.ts"

const conversations = 1000
const before = 40

const program = Effect.gen(function* () {
  const host = yield* Host
  const all = Array.from({ length: conversations }, (_, n) =>
    address("conversation", String(300000000000000000n + BigInt(n))),
  )
  const hear = (of: Address, n: number) => host.tell(of, heardBy(of, n))
  const prepare = Effect.fnUntraced(function* (of: Address) {
    for (let n = 0; n < before; n++) yield* hear(of, n)
    yield* host.sleep(of)
  })
  yield* Effect.forEach(all, prepare, { concurrency: 64, discard: true })

  const took: Array<number> = []
  for (const of of all) {
    const since = performance.now()
    yield* hear(of, before)
    took.push(performance.now() - since)
    yield* host.sleep(of)
  }
  return took
})

const took = await Effect.runPromise(
  Effect.scoped(
    Effect.gen(function* () {
      const server = yield* redisServer({ appendonly: "yes", appendfsync: "everysec" })
      const runtime = Host.layer().pipe(
        Layer.provide([AtOnceLayer, Committer.layer]),
        Layer.provide(RedisStore.layer({ url: server.url })),
        Layer.provideMerge(Layer.mergeAll(Alarms.layer, Observer.layer)),
      )
      return yield* Effect.provide(program, runtime)
    }),
  ),
)
const { p50_ms, p99_ms } = percentiles(took)
console.log(`${conversations} conversations of ${before} messages, woken one after the other`)
console.log(JSON.stringify({ bench: "wake", p50_ms, p99_ms }))
