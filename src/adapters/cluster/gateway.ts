/** Discord's gateway shards in a cluster: whose turn it is to identify, and who listens on which, for `orrery status`. */
import { Clock, Effect, Schedule, type Scope } from "effect"
import { Cluster } from "./cluster.ts"
import { gatewayKey, identifyKey, listenedKey } from "./keys.ts"

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

/** How often it is written down that somebody listens. */
const every = "1 second"

/**
 * Writes down, for as long as the scope lasts, that this runner listens on a gateway shard; and until when nothing was missed
 * there: `listens` tells whether that is so at this moment. What is missed and not with its conversation yet would be missed
 * for ever, were the runner to die, in channels that nobody ever heard.
 */
export const listensOn = (
  shard: number,
  listens: () => boolean,
): Effect.Effect<void, never, Cluster | Scope.Scope> =>
  Effect.gen(function* () {
    const { run, self } = yield* Cluster
    const field = String(shard)
    const write = Effect.flatMap(Clock.currentTimeMillis, (now) =>
      run((client) => {
        const written = client.multi().hset(gatewayKey, field, self)
        return (listens() ? written.hset(listenedKey, field, now) : written).exec()
      }),
    ).pipe(Effect.ignore)
    const erase = run(async (client) => {
      if ((await client.hget(gatewayKey, field)) === self) await client.hdel(gatewayKey, field)
    }).pipe(Effect.ignore)
    yield* Effect.acquireRelease(write, () => erase)
    yield* Effect.forkScoped(Effect.repeat(write, Schedule.spaced(every)))
  })

/** Since when nobody may have listened on a gateway shard, in ms since 1970; null: nobody ever did. */
export const listenedUntil = (shard: number): Effect.Effect<number | null, never, Cluster> =>
  Effect.gen(function* () {
    const { run } = yield* Cluster
    const found = yield* run((client) => client.hget(listenedKey, String(shard)))
    return found === null ? null : Number(found)
  }).pipe(Effect.orElseSucceed(() => null))
