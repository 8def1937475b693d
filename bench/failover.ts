/**
 * From the kill of a runner (SIGKILL) to the next committed event of an actor that it owned: three runners as `orrery start`
 * makes them, one Redis, one playground, and this process, which hosts nothing and tells conversations that somebody spoke.
 *
 * Each of 20 kills takes another runner, in turn. The event is told at once after the kill; telling it again under the same
 * id while nobody owns the actor is part of the call, and a call that ends in an error has failed. Afterwards the runner is
 * started again, at a new address, and the next kill waits until the shards are spread over all three.
 */
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Effect, Redacted } from "effect"
import { EntityId, Sharding } from "effect/cluster"
import { Mail } from "../src/actors/mail.ts"
import { callerLayer } from "../src/adapters/cluster/caller.ts"
import { sharding } from "../src/adapters/cluster/cluster.ts"
import { locksKey } from "../src/adapters/cluster/keys.ts"
import { connectCluster } from "../src/adapters/cluster/redis.ts"
import { overview } from "../src/adapters/cluster/layer.ts"
import { address, idOf, type Address } from "../src/machines/address.ts"
import { freePort, redisServer } from "../test/support/redis.ts"
import { heardBy } from "./support/message.ts"
import { percentiles } from "./support/percentiles.ts"
import { kill, start } from "./support/runner.ts"

const kills = 20
const size = 3

const home = await mkdtemp(join(tmpdir(), "orrery-failover-"))
const conversations = Array.from({ length: 200 }, (_, n) =>
  address("conversation", String(300000000000000000n + BigInt(n))),
)

const program = Effect.gen(function* () {
  const redis = yield* redisServer({ appendonly: "yes", appendfsync: "everysec" })
  const url = Redacted.make(redis.url)
  const playground = yield* Effect.acquireRelease(
    Effect.promise(() =>
      start(["playground", "--port", "0"], { ORRERY_HOME: home }, /DISCORD_API_BASE=(\S+)/),
    ),
    ({ child }) => Effect.promise(() => kill(child)),
  )
  const runner = async () => {
    const cluster = `127.0.0.1:${await freePort()}`
    const environment = {
      CLUSTER: cluster,
      REDIS_URL: redis.url,
      DISCORD_TOKEN: "playground",
      DISCORD_API_BASE: playground.match[1]!,
      ORRERY_HOME: home,
    }
    return { address: cluster, ...(await start(["start"], environment, /Orrery runs/)) }
  }
  const runners = yield* Effect.acquireRelease(
    Effect.promise(() => Promise.all(Array.from({ length: size }, runner))),
    (all) => Effect.promise(() => Promise.all(all.map(({ child }) => kill(child)))),
  )

  const { run } = yield* connectCluster(url, 5000)
  const spread = Effect.gen(function* () {
    const all = (yield* overview(url)).runners.filter(
      ({ state, shards }) => state === "healthy" && shards > 0,
    )
    const held = all.reduce((sum, { shards }) => sum + shards, 0)
    return all.length === size && held === sharding.shardsPerGroup
  }).pipe(Effect.delay("100 millis"), Effect.repeat({ until: (settled) => settled }))

  return yield* Effect.gen(function* () {
    const mail = yield* Mail
    const { getShardId } = yield* Sharding.Sharding
    const took: Array<number> = []
    let failed = 0

    const ownedBy = (owner: string) =>
      Effect.map(
        run((client) => client.hgetall(locksKey)),
        (locks): Address =>
          conversations.find(
            (of) => locks[String(getShardId(EntityId.make(idOf(of)), "default"))] === owner,
          )!,
      )

    for (let n = 0; n < kills; n++) {
      yield* spread
      const victim = runners[n % size]!
      const actor = yield* ownedBy(victim.address)
      yield* mail.tell(actor, heardBy(actor, 2 * n))
      const since = performance.now()
      victim.child.kill("SIGKILL")
      yield* mail.tell(actor, heardBy(actor, 2 * n + 1)).pipe(
        Effect.catchTag("ActorUnavailable", () => Effect.fail("again")),
        Effect.retry({ times: 100, while: (error) => error === "again" }),
        Effect.catchCause(() => Effect.sync(() => failed++)),
      )
      took.push(performance.now() - since)
      console.log(`kill ${n + 1}: ${Math.round(took.at(-1)!)} ms`)
      runners[n % size] = yield* Effect.promise(runner)
    }
    return { ...percentiles(took), failed_calls: failed }
  }).pipe(Effect.provide(callerLayer(url)))
})

const result = await Effect.runPromise(Effect.scoped(program)).finally(() =>
  rm(home, { recursive: true, force: true }),
)
console.log(`${kills} kills of ${size} runners`)
console.log(JSON.stringify({ bench: "failover", ...result }))
