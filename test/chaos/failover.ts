/** How long the actors of a runner that was killed are without an owner: until another one commits for one of them. */
import { setTimeout as sleep } from "node:timers/promises"
import { Effect, Redacted } from "effect"
import { EntityId, Sharding } from "effect/cluster"
import { Redis } from "ioredis"
import { address } from "../../src/machines/address.ts"
import { decodeEntry } from "../../src/actors/journal.ts"
import { callerLayer } from "../../src/adapters/cluster/caller.ts"
import { locksKey } from "../../src/adapters/cluster/keys.ts"
import { journalKey, stateKey } from "../../src/adapters/redis/keys.ts"

/** Between two looks, in ms: how exact it is. */
const every = 20

/** A conversation that a runner owned, and in which epoch. */
export interface Owned {
  readonly channel: string
  readonly epoch: number
}

export class Failovers {
  readonly took: Array<number> = []
  readonly #redis: Redis
  #shards: ReadonlyMap<string, string> = new Map()

  constructor(url: string) {
    this.#redis = new Redis(url, {
      maxRetriesPerRequest: 0,
      enableOfflineQueue: false,
      retryStrategy: () => 100,
    })
    this.#redis.on("error", () => {})
  }

  /** Which shard each channel's conversation is on. */
  async learn(url: string, channels: ReadonlyArray<string>): Promise<void> {
    const learnt = Effect.map(Sharding.Sharding, ({ getShardId }) =>
      channels.map((id) => [id, String(getShardId(EntityId.make(id), "default"))] as const),
    )
    const caller = callerLayer(Redacted.make(url))
    this.#shards = new Map(await Effect.runPromise(Effect.provide(learnt, caller)))
  }

  /** One that has been taken in before; null when there is none, or Redis cannot be asked. */
  async ownedBy(runner: string): Promise<Owned | null> {
    try {
      const locks = await this.#redis.hgetall(locksKey)
      for (const [channel, shard] of this.#shards) {
        if (locks[shard] !== runner) continue
        const epoch = await this.#redis.hget(stateKey(address("conversation", channel)), "epoch")
        if (epoch !== null) return { channel, epoch: Number(epoch) }
      }
    } catch {
      // Redis is away, too.
    }
    return null
  }

  /** Waits for the next commit in a later epoch, and notes how long it took since the kill at `since`. */
  async watch({ channel, epoch }: Owned, since: number, over: AbortSignal): Promise<void> {
    const journal = journalKey(address("conversation", channel))
    while (!over.aborted) {
      const newest = await this.#redis.xrevrange(journal, "+", "-", "COUNT", 1).catch(() => [])
      const body = newest[0]?.[1][1]
      if (body !== undefined && decodeEntry(body).epoch > epoch)
        return void this.took.push(performance.now() - since)
      await sleep(every)
    }
  }

  close(): void {
    this.#redis.disconnect()
  }
}
