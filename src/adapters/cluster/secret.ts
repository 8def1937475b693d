/**
 * What only the runners of one cluster know: a key in the Redis in which they meet, made by whoever comes first. Whoever
 * reads that Redis has everything anyway; whoever only reaches a runner's port has nothing.
 */
import { randomBytes } from "node:crypto"
import { Context, Effect, Layer, Schedule } from "effect"
import type { StoreUnavailable } from "../../actors/store.ts"
import { secretKey } from "./keys.ts"
import type { ClusterRedis } from "./redis.ts"

/** How often it is looked up: a Redis that was emptied gets it back from the runners that live. */
const interval = "5 seconds"

export class ClusterSecret extends Context.Service<
  ClusterSecret,
  {
    /** 32 bytes. */
    readonly key: () => Buffer
  }
>()("orrery/adapters/cluster/ClusterSecret") {}

export const layer = ({ run }: Pick<ClusterRedis, "run">): Layer.Layer<ClusterSecret, StoreUnavailable> =>
  Layer.effect(
    ClusterSecret,
    Effect.gen(function* () {
      let known = randomBytes(32).toString("base64")
      const lookUp = run(async (client) => {
        await client.set(secretKey, known, "NX")
        known = (await client.get(secretKey)) ?? known
      })
      yield* lookUp
      yield* lookUp.pipe(Effect.ignore, Effect.repeat(Schedule.spaced(interval)), Effect.forkScoped)
      return { key: () => Buffer.from(known, "base64") }
    }),
  )
