/** A private Redis Cluster of two primaries that share the slots; it stops with the scope. */
import { Effect, type Scope } from "effect"
import { Redis } from "ioredis"
import { freePort, redisServer, type RedisServer } from "./redis.ts"

export interface RedisCluster {
  /** As REDIS_URL takes it. */
  readonly url: string
  readonly nodes: ReadonlyArray<RedisServer>
  /** Removes every key. */
  readonly flush: Effect.Effect<void>
}

const client = ({ port }: RedisServer) =>
  Effect.acquireRelease(
    Effect.sync(() => new Redis(port, "127.0.0.1")),
    (redis) => Effect.sync(() => redis.disconnect()),
  )

/** Resolves when each node knows both and finds all slots served. */
const agreed = async (nodes: ReadonlyArray<Redis>): Promise<void> => {
  for (;;) {
    const infos = (await Promise.all(nodes.map((node) => node.cluster("INFO")))) as ReadonlyArray<string>
    if (infos.every((info) => /cluster_state:ok/.test(info) && /cluster_known_nodes:2/.test(info))) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

export const redisCluster = (): Effect.Effect<RedisCluster, never, Scope.Scope> =>
  Effect.gen(function* () {
    const busPorts = yield* Effect.promise(() => Promise.all([freePort(), freePort()]))
    const nodes = yield* Effect.forEach(busPorts, (busPort) =>
      redisServer({ "cluster-enabled": "yes", "cluster-port": String(busPort) }),
    )
    const clients = yield* Effect.forEach(nodes, client)
    const [first, second] = clients as [Redis, Redis]
    yield* Effect.promise(async () => {
      await first.call("CLUSTER", "ADDSLOTSRANGE", 0, 8_191)
      await second.call("CLUSTER", "ADDSLOTSRANGE", 8_192, 16_383)
      await first.call("CLUSTER", "MEET", "127.0.0.1", nodes[1]!.port, busPorts[1]!)
      await agreed(clients)
    })
    return {
      url: `redis+cluster://${nodes.map(({ port }) => `127.0.0.1:${port}`).join(",")}`,
      nodes,
      flush: Effect.promise(async () => {
        await Promise.all(clients.map((redis) => redis.flushall()))
      }),
    }
  })
