/** What all runners of a cluster must have alike: how many shards the pool has, and how many the bot's gateway. */
import { Effect, Schema, type Redacted } from "effect"
import type { StoreUnavailable } from "../../actors/store.ts"
import { Cluster } from "./cluster.ts"
import { fleetKey } from "./keys.ts"
import { connectCluster } from "./redis.ts"

/** A runner was told another number than the others have. Leave the setting out, or stop all runners to change it. */
export class FleetDisagrees extends Schema.TaggedError<FleetDisagrees>()("FleetDisagrees", {
  message: Schema.String,
}) {}

export type AgreeError = FleetDisagrees | StoreUnavailable

const settingOf = { poolShards: "ORRERY_POOL_SHARDS", gatewayShards: "ORRERY_GATEWAY_SHARDS" } as const

/**
 * The number that counts in this cluster. `told`: what this runner's setting says, or null; `standard`: what a new cluster
 * begins with. While other runners live, a setting that differs is refused.
 */
export const agree = (
  name: keyof typeof settingOf,
  told: number | null,
  standard: number,
): Effect.Effect<number, AgreeError, Cluster> =>
  Effect.gen(function* () {
    const { call, self } = yield* Cluster
    const agreed = yield* call<number>("agree", [name, told ?? "", standard, self])
    if (told === null || told === agreed) return agreed
    return yield* new FleetDisagrees({
      message: `The other runners have ${settingOf[name]}=${agreed}: leave it out here, or stop them all to change it.`,
    })
  })

/** Of a runner that is alone on a Redis in which a cluster may have been before; null where none was. */
export const poolShardsIn = (url: Redacted.Redacted): Effect.Effect<number | null, StoreUnavailable> =>
  Effect.scoped(
    Effect.gen(function* () {
      const { run } = yield* connectCluster(url, 5000)
      const found = yield* run((client) => client.hget(fleetKey, "poolShards"))
      return found === null ? null : Number(found)
    }),
  )
