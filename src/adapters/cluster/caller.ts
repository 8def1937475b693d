/** A process that tells actors of a cluster something, and hosts none: benchmarks and tools. */
import { Effect, Layer, type Redacted } from "effect"
import { MessageStorage, ShardingConfig } from "effect/cluster"
import { MailLayer } from "../../actors/entities.ts"
import { lease, patience, sharding } from "./cluster.ts"
import { connectCluster } from "./redis.ts"
import * as RunnerStorage from "./runner-storage.ts"
import * as Secret from "./secret.ts"
import * as wire from "./wire.ts"

/** Mail to the cluster whose runners meet in this Redis. */
export const callerLayer = (redis: Redacted.Redacted) =>
  MailLayer.pipe(
    Layer.provideMerge(
      Layer.unwrap(
        Effect.map(connectCluster(redis, patience), (found) =>
          wire.callerLayer.pipe(
            Layer.provide(ShardingConfig.layerFromEnv(sharding)),
            Layer.provide([RunnerStorage.layer(found, lease), MessageStorage.layerNoop, Secret.layer(found)]),
          ),
        ),
      ),
    ),
  )
