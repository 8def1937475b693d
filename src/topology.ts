/** One runner or many: the same program either way, and all that differs is here. */
import { Effect, Layer } from "effect"
import type { Sharding } from "effect/cluster"
import { heardUntil } from "./actors/heard.ts"
import type { Mail } from "./actors/mail.ts"
import { Placement } from "./actors/placement.ts"
import type { Roster } from "./actors/performing/roster.ts"
import { SingleRunnerLayer } from "./actors/runtime.ts"
import type { Status } from "./actors/watching/status.ts"
import type { Store } from "./actors/store.ts"
import type { StartError } from "./adapters/cli/compose.ts"
import * as Cluster from "./adapters/cluster/layer.ts"
import { Configuration } from "./adapters/config/configuration.ts"
import type { Settings } from "./adapters/config/settings.ts"
import { Account } from "./adapters/discord/account.ts"
import * as Discord from "./adapters/discord/layer.ts"

export interface Topology {
  /** Which actors are this process's. */
  readonly sharding: Layer.Layer<Sharding.Sharding, StartError>
  /** Which pool shards there are. */
  readonly placement: Layer.Layer<Placement, StartError>
  /** Which gateway shards this process listens on. */
  readonly ears: Layer.Layer<never, StartError, Ears>
}
type Ears = Account | Configuration | Discord.DiscordRest | Mail | Roster | Sharding.Sharding | Status | Store

/** One runner: every actor and every gateway shard is its own, and no port is opened. */
const alone = ({ agents, kits, policy, home, redis, poolShards }: Settings) => ({
  sharding: SingleRunnerLayer,
  placement: Layer.unwrap(
    Effect.map(redis === null ? Effect.succeed(null) : Cluster.poolShardsIn(redis), (before) =>
      Placement.layer({ agents, kits, policy, shards: poolShards ?? before ?? 1 }),
    ),
  ),
  ears: Layer.unwrap(
    Effect.gen(function* () {
      const vigil = Discord.vigilIn(home)
      const { current } = yield* Configuration
      const catchUp = () => current().catchUp
      return Discord.inbound({ ...(yield* Account), since: yield* heardUntil, vigil, catchUp })
    }),
  ),
})

/** One of several: actors and gateway shards are spread over the runners that meet in Redis. */
const among = (
  membership: Cluster.Membership,
  { agents, kits, policy, poolShards, gatewayShards }: Settings,
) => {
  const ClusterLayer = Cluster.Cluster.layer(membership)
  return {
    sharding: Cluster.sharding(membership).pipe(Layer.provide(ClusterLayer)),
    placement: Layer.unwrap(
      Effect.map(Cluster.agree("poolShards", poolShards, 8), (shards) =>
        Placement.layer({ agents, kits, policy, shards }),
      ),
    ).pipe(Layer.provide(ClusterLayer)),
    ears: Layer.unwrap(
      Effect.map(Effect.all([Account, Configuration]), ([account, { current }]) =>
        Discord.spread<Cluster.AgreeError, Cluster.Cluster | Store>(
          { ...account, catchUp: () => current().catchUp },
          {
            shards: (recommended) => Cluster.agree("gatewayShards", gatewayShards, recommended),
            identifyTurn: Cluster.identifyTurn,
            listensOn: Cluster.listensOn,
            listenedUntil: Cluster.listenedUntil,
            since: heardUntil,
          },
        ),
      ),
    ).pipe(Layer.merge(Layer.merge(Cluster.TakeoverLayer, Cluster.VitalsLayer)), Layer.provide(ClusterLayer)),
  }
}

export const topology = (settings: Settings): Topology =>
  settings.cluster === null || settings.redis === null
    ? alone(settings)
    : among({ ...settings.cluster, redis: settings.redis }, settings)
