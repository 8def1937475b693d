/**
 * What a durable allocation costs: 500,000 agents in ten shards of the pool, a tenth of them in use, turns that come and go side by
 * side; each is asked for, given an agent and taken back through the shard's journal in Redis, commits of many sharing a round trip.
 * `p50_ms` and `p99_ms` are from the asking until the agent is told, which is after the commit.
 *
 * Then the process is killed (SIGKILL) in the middle of it, and one shard is brought back by another process from what Redis has:
 * claimed, its snapshot read and its tail replayed (`recovery_ms`, with the number of its agents and of the entries replayed).
 *
 * Redis is a private one with appendonly, appendfsync everysec.
 */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { Effect } from "effect"
import { ledgerOf } from "../../src/actors/steppers.ts"
import { Store } from "../../src/actors/store.ts"
import * as RedisStore from "../../src/adapters/redis/store.ts"
import { address } from "../../src/machines/address.ts"
import type { Roll } from "../../src/machines/pool/roll.ts"
import { redisServer } from "../../test/support/redis.ts"
import { kill } from "./runner.ts"
import { shardsOf } from "./shards.ts"

const perShard = 50_000
const seconds = 15

const allocating = async (url: string) => {
  const file = join(import.meta.dirname, "pool-shards.ts")
  const child = spawn(process.execPath, [file, url, String(perShard), String(seconds)], {
    stdio: ["ignore", "pipe", "inherit"],
  })
  process.once("exit", () => child.kill("SIGKILL"))
  const ended = once(child, "exit").then(() => Promise.reject(new Error("the shards' process ended")))
  const [line] = (await Promise.race([once(createInterface(child.stdout), "line"), ended])) as [string]
  ended.catch(() => {})
  await kill(child)
  return JSON.parse(line) as {
    readonly allocations_per_s: number
    readonly p50_ms: number
    readonly p99_ms: number
  }
}

/** One shard, as whoever owns it next brings it into memory. */
const recovered = Effect.gen(function* () {
  const store = yield* Store
  const of = address("pool", shardsOf[0]!)
  const since = performance.now()
  const claim = yield* store.claim(of)
  const { books } = ledgerOf(of, claim)
  const recovery_ms = Math.round(performance.now() - since)
  const { slots } = books.snapshot.context as Roll
  const used = slots.values().filter(({ state }) => state !== "free").length
  if (slots.size !== perShard || used < perShard / 20)
    throw new Error(`${slots.size} agents came back, of which ${used} are in use`)
  return { recovery_ms, recovered_agents: slots.size, recovered_in_use: used, replayed: claim.tail.length }
})

const result = await Effect.runPromise(
  Effect.scoped(
    Effect.gen(function* () {
      const server = yield* redisServer({ appendonly: "yes", appendfsync: "everysec" })
      const load = yield* Effect.promise(() => allocating(server.url))
      const back = yield* Effect.provide(recovered, RedisStore.layer({ url: server.url }))
      return {
        bench: "allocate-durable",
        agents: perShard * shardsOf.length,
        shards: shardsOf.length,
        ...load,
        ...back,
      }
    }),
  ),
)
console.log(JSON.stringify(result))
process.exit(0)
