/** A process that tells actors of a cluster something, and hosts none: benchmarks and tools. */
import { NodeClusterSocket } from "@effect/platform-node"
import { Effect, Layer, type Redacted } from "effect"
import { MessageStorage } from "effect/cluster"
import { MailLayer } from "../../actors/entities.ts"
import { lease, patience, sharding, wire } from "./cluster.ts"
import { connectCluster } from "./redis.ts"
import * as RunnerStorage from "./runner-storage.ts"

/** Mail to the cluster whose runners meet in this Redis. */
export const callerLayer = (redis: Redacted.Redacted) =>
  MailLayer.pipe(
    Layer.provideMerge(
      Layer.unwrap(
        Effect.map(connectCluster(redis, patience), (found) =>
          NodeClusterSocket.layer({ ...wire, clientOnly: true, shardingConfig: sharding }).pipe(
            Layer.provide(RunnerStorage.layer(found, lease)),
            Layer.provide(MessageStorage.layerNoop),
          ),
        ),
      ),
    ),
  )
