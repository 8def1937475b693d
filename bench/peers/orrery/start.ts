/** Orrery: one runner of a cluster, and Redis. */
import { Effect } from "effect"
import { freePort, redisServer } from "../../../test/support/redis.ts"
import { redisSettings } from "../contender.ts"
import { launchNode } from "../processes.ts"

export const start = Effect.gen(function* () {
  const redis = yield* redisServer(redisSettings)
  const port = yield* Effect.promise(freePort)
  yield* launchNode("orrery/server.ts", [redis.url, `127.0.0.1:${port}`], /ready/)
  return redis.url
})
