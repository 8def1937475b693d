/**
 * Who runs, and who holds which shard, for Effect Cluster, on Redis. A runner lives, and its locks hold, for a lease
 * that each `refresh` prolongs; whoever dies is out of `getRunners` when it is over, and whoever comes takes its shards.
 * Leases are measured on the clock of Redis alone. They route, and do not fence: epochs do (`actors/store.ts`).
 */
import { Effect, Layer } from "effect"
import { ClusterError, RunnerStorage } from "effect/cluster"
import type { StoreUnavailable } from "../../actors/store.ts"
import { healthKey } from "./keys.ts"
import type { ClusterRedis } from "./redis.ts"

/** What `runners.lua` answers of each. */
export type KnownRunner = readonly [runner: string, healthy: 0 | 1, msLeft: number, machine: number]

/** For how long the dead are kept for `orrery status`, in ms. */
const remembered = 600_000

/** Retry: Redis did not answer. The cause says in a sentence what to do about it. */
const refail = <A>(effect: Effect.Effect<A, StoreUnavailable>) =>
  Effect.mapError(effect, (cause) => new ClusterError.PersistenceError({ cause }))

/** `lease` in ms. */
export const makeRunnerStorage = ({ call, run }: ClusterRedis, lease: number) =>
  RunnerStorage.makeEncoded({
    register: (address, runner, healthy) =>
      refail(call<number>("register", [address, runner, healthy ? 1 : 0, lease, remembered])),
    unregister: (address) => refail(call<void>("unregister", [address])),
    getRunners: refail(call<ReadonlyArray<KnownRunner>>("runners")).pipe(
      Effect.map((known) =>
        known
          .filter(([, , msLeft]) => msLeft > 0)
          .map(([runner, healthy]) => [runner, healthy === 1] as const),
      ),
    ),
    setRunnerHealth: (address, healthy) =>
      refail(
        run(async (client) => {
          if ((await client.hexists(healthKey, address)) === 1)
            await client.hset(healthKey, address, healthy ? 1 : 0)
        }),
      ),
    acquire: (address, shards) => refail(call<Array<string>>("acquire", [address, lease, ...shards])),
    refresh: (address, shards) => refail(call<Array<string>>("refresh", [address, lease, ...shards])),
    release: (address, shard) => refail(call<void>("release", [address, shard])),
    releaseAll: (address) => refail(call<void>("release", [address])),
  })

export const layer = (redis: ClusterRedis, lease: number): Layer.Layer<RunnerStorage.RunnerStorage> =>
  Layer.succeed(RunnerStorage.RunnerStorage, makeRunnerStorage(redis, lease))
