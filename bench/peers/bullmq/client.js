/**
 * BullMQ's queue, and its events for what became of each job: what `job.waitUntilFinished` listens to as well, without its
 * second question a job, which finds no job where none is kept.
 */
import { Queue, QueueEvents } from "bullmq"
import { Redis } from "ioredis"

export const connect = async (url) => {
  const queue = new Queue("lifecycle", { connection: { url } })
  const events = new QueueEvents("lifecycle", { connection: { url } })
  await Promise.all([queue.waitUntilReady(), events.waitUntilReady()])
  const redis = new Redis(url)

  /** Who waits for a job, and what became of those that nobody waits for yet: `add` may be answered after the event. */
  const waiting = new Map()
  const early = new Map()
  const settle = (id, outcome) => {
    const waits = waiting.get(id)
    if (waits === undefined) return early.set(id, outcome)
    waiting.delete(id)
    outcome(waits)
  }
  events.on("completed", ({ jobId, returnvalue }) => settle(jobId, ({ resolve }) => resolve(returnvalue)))
  events.on("failed", ({ jobId, failedReason }) => {
    settle(jobId, ({ reject }) => reject(new Error(`the job failed: ${failedReason}`)))
  })

  return {
    tell: async (actor, event) => {
      const { id } = await queue.add("tell", { actor, event })
      return new Promise((resolve, reject) => {
        const outcome = early.get(id)
        if (outcome === undefined) return waiting.set(id, { resolve, reject })
        early.delete(id)
        outcome({ resolve, reject })
      })
    },
    look: async (actor) => JSON.parse(await redis.get(`lifecycle:${actor}`)),
  }
}
