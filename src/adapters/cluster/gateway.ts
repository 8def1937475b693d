/** Discord's gateway shards in a cluster: whose turn it is to identify, and who listens on which, for `orrery status`. */
import { Effect, type Scope } from "effect"
import { Cluster } from "./cluster.ts"
import { gatewayKey, identifyKey } from "./keys.ts"

/**
 * Five seconds in which a concurrency key may identify once, and how far two arrivals may drift together on their way, in ms.
 * https://discord.com/developers/docs/events/gateway#sharding-max-concurrency
 */
const window = 5000 + 250

/** Waits for the turn of a concurrency key (shard modulo `max_concurrency`) among all runners, and takes it. */
export const identifyTurn = (concurrencyKey: number): Effect.Effect<void, never, Cluster> =>
  Effect.gen(function* () {
    const { run, self } = yield* Cluster
    const key = identifyKey(concurrencyKey)
    const wait = run(async (client) => {
      const taken = await client.set(key, self, "PX", window, "NX")
      return taken === null ? Math.max(10, await client.pttl(key)) : 0
    }).pipe(Effect.orElseSucceed(() => 1000))
    for (let ms = yield* wait; ms > 0; ms = yield* wait) yield* Effect.sleep(ms)
  })

/** Writes down, for as long as the scope lasts, that this runner listens on a gateway shard. */
export const listensOn = (shard: number): Effect.Effect<void, never, Cluster | Scope.Scope> =>
  Effect.gen(function* () {
    const { run, self } = yield* Cluster
    const field = String(shard)
    yield* Effect.acquireRelease(Effect.ignore(run((client) => client.hset(gatewayKey, field, self))), () =>
      run(async (client) => {
        if ((await client.hget(gatewayKey, field)) === self) await client.hdel(gatewayKey, field)
      }).pipe(Effect.ignore),
    )
  })
