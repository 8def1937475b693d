/**
 * Effect Cluster over several processes: sockets between the runners, and Redis for who runs and who holds which shard.
 * Durability is the journal's, so no message is stored on its way: a caller tells again under the same event id.
 *
 * How long a shard is without an owner when its runner dies: until the lease is over, plus one look at who lives, plus
 * one try to take the lock. `npm run bench -- failover` measures it.
 */
import { Context, Effect, Layer, Option, Schema, type Redacted } from "effect"
import { MessageStorage, RunnerAddress, Sharding, ShardingConfig } from "effect/cluster"
import type { StoreUnavailable } from "../../actors/store.ts"
import type { Endpoint } from "../config/settings.ts"
import { connectCluster, type ClusterRedis } from "./redis.ts"
import * as RunnerStorage from "./runner-storage.ts"
import * as Secret from "./secret.ts"
import { runnerLayer } from "./wire.ts"

/** Lease of locks and heartbeats, in ms. A runner that is frozen for longer loses its shards. */
export const lease = 3600
/** How long Redis may take to answer, in ms. */
export const patience = 5000

/** What all runners of a cluster, and who only speaks to them, have alike. */
export const sharding = {
  shardsPerGroup: 64,
  shardLockExpiration: lease,
  shardLockRefreshInterval: 1200,
  refreshAssignmentsInterval: 400,
  // Opens the acquisition loop again when a lock was not to be had.
  entityMessagePollInterval: 500,
  // For runners that Redis hears and the others do not; who is dead is out of the list when its lease is over.
  runnerHealthCheckInterval: 5000,
  entityTerminationTimeout: 10_000,
  maxResidentEntities: "unbounded",
} satisfies Partial<ShardingConfig.ShardingConfig["Service"]>

/** This runner among the others. */
export interface Membership {
  /** The address at which the others reach it. */
  readonly address: Endpoint
  /** Where it listens; null: there. */
  readonly listen: Endpoint | null
  readonly redis: Redacted.Redacted
}

const text = ({ host, port }: Endpoint): string => `${host}:${port}`

/** The cluster that this process belongs to. */
export class Cluster extends Context.Service<Cluster, ClusterRedis & { readonly self: string }>()(
  "orrery/adapters/cluster/Cluster",
) {
  /** Fails with `StoreUnavailable` when there is no Redis; once connected it reconnects for ever. */
  static readonly layer = ({ address, redis }: Membership): Layer.Layer<Cluster, StoreUnavailable> =>
    Layer.effect(
      Cluster,
      Effect.map(connectCluster(redis, patience), (found) => ({
        ...found,
        self: text(address),
      })),
    )
}

/** The runner's port cannot be listened on: choose another one in CLUSTER, or stop who has it. */
export class CannotJoin extends Schema.TaggedError<CannotJoin>()("CannotJoin", { message: Schema.String }) {}

const cannotListen = (at: Endpoint) =>
  new CannotJoin({
    message: `Cannot listen on ${text(at)} for the other runners: another program may have the port, or the address is not this machine's. Correct CLUSTER.`,
  })

const runnerAddress = ({ host, port }: Endpoint) => Option.some(RunnerAddress.make(host, port))

/** Joins the cluster: opens the runner's port, and leaves in order when its scope ends. */
export const layer = ({ address, listen }: Membership) =>
  Layer.unwrap(
    Effect.map(Cluster, (redis) =>
      runnerLayer.pipe(
        Layer.provide(
          ShardingConfig.layerFromEnv({
            ...sharding,
            runnerAddress: runnerAddress(address),
            runnerListenAddress: runnerAddress(listen ?? address),
          }),
        ),
        Layer.provide([RunnerStorage.layer(redis, lease), MessageStorage.layerNoop, Secret.layer(redis)]),
      ),
    ),
  ).pipe(
    Layer.catchTag("SocketServerError", () =>
      Layer.effect(Sharding.Sharding, cannotListen(listen ?? address)),
    ),
  )
