/** BullMQ: one worker process, and a Redis of its own. */
import { Effect } from "effect"
import { redisServer } from "../../../test/support/redis.ts"
import { redisSettings } from "../contender.ts"
import { launchNode } from "../processes.ts"

export const start = Effect.gen(function* () {
  const redis = yield* redisServer(redisSettings)
  yield* launchNode("bullmq/worker.js", [redis.url], /ready/)
  return redis.url
})
