/**
 * What was said while nobody listened: a new gateway session begins with now, so the channels that were heard before are
 * read from their last known message on. What arrives twice is the same event.
 */
import { Effect, Schema } from "effect"
import { Snowflake } from "../../machines/values.ts"
import { messagesAfter } from "./delivery.ts"
import type { DiscordRest } from "./rest.ts"
import type { Message } from "./shapes.ts"

/** The newest message of a channel that is known; `guild` is null for direct messages. */
export interface HeardUntil {
  readonly channel: string
  readonly guild: string | null
  readonly message: string
}

/** How many channels are remembered: those in which something was said last. */
const most = 10_000

/**
 * `since`: what was heard before this process. `newestIn` says what Discord calls a channel's newest message, when it
 * does: where that was heard, nothing is asked for. `hear` gets what was missed, oldest first in each channel.
 */
export const makeBackfill = (
  rest: DiscordRest["Service"],
  since: ReadonlyArray<HeardUntil>,
  newestIn: (channel: string) => string | null | undefined,
  hear: (message: Message) => void,
) => {
  const last = new Map(since.map((it) => [it.channel, it]))
  const begun = new Map<number, ReadonlyArray<HeardUntil>>()

  const missed = Effect.fnUntraced(function* ({ channel, guild, message }: HeardUntil) {
    const messages = yield* messagesAfter(rest, channel, message).pipe(Effect.orElseSucceed(() => []))
    for (const it of messages) hear(guild === null ? it : { ...it, guild_id: guild })
    return messages.length
  })

  return {
    /** A channel was heard until here. */
    heard: ({ id, channel_id, guild_id }: Message): void => {
      last.delete(channel_id)
      last.set(channel_id, { channel: channel_id, guild: guild_id ?? null, message: id })
      if (last.size > most) last.delete(last.keys().next().value ?? "")
    },
    /** A session begins with this READY: what comes from now on was not missed. */
    sessionBegins: (data: unknown): void => {
      const [id, of] = isReady(data) ? data.shard : [0, 1]
      begun.set(
        id,
        [...last.values()].filter(({ guild }) => shardOf(guild, of) === id),
      )
    },
    /** Reads what was missed before the session of a shard began. Never fails: what cannot be read stays missed. */
    readMissed: (shard: number): Effect.Effect<void> =>
      Effect.suspend(() => {
        const channels = (begun.get(shard) ?? []).filter(({ channel, message }) => {
          const newest = newestIn(channel)
          return !isSnowflake(newest) || BigInt(newest) > BigInt(message)
        })
        begun.delete(shard)
        return Effect.forEach(channels, missed, { concurrency: 2 })
      }).pipe(
        Effect.map((counts) => counts.reduce((sum, count) => sum + count, 0)),
        Effect.flatMap((count) =>
          count === 0
            ? Effect.void
            : Effect.logInfo(`Read ${count} messages that were said while nobody listened`),
        ),
      ),
  }
}

const isSnowflake = Schema.is(Snowflake)
const count = Schema.Int.check(Schema.isGreaterThanOrEqualTo(1))
const isReady = Schema.is(Schema.Struct({ shard: Schema.Tuple([Schema.Int, count]) }))

/** https://discord.com/developers/docs/events/gateway#sharding; direct messages are on the first. */
const shardOf = (guild: string | null, of: number): number =>
  guild === null ? 0 : Number((BigInt(guild) >> 22n) % BigInt(of))
