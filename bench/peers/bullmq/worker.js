/**
 * The lifecycle as a BullMQ worker: each event a job, the actor's state a key in the same Redis. The client tells an actor its
 * next event after the last was answered; were it not so, nothing would keep the order.
 *
 *     node worker.js REDIS_URL
 */
import { Worker } from "bullmq"
import { Redis } from "ioredis"
import { step } from "../work.ts"

const url = process.argv[2]
const redis = new Redis(url)

const worker = new Worker(
  "lifecycle",
  async ({ data: { actor, event } }) => {
    const key = `lifecycle:${actor}`
    const state = step(JSON.parse(await redis.get(key)), event)
    await redis.set(key, JSON.stringify(state))
    return state.life
  },
  {
    connection: { url, maxRetriesPerRequest: null },
    concurrency: 256,
    removeOnComplete: { count: 0 },
  },
)
await worker.waitUntilReady()
console.log("ready")
