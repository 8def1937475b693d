/**
 * Channels in which nothing was ever heard, and something was said while nobody listened: there is no last known message to
 * read on from, so they are read from the moment on at which the listening ended.
 */
import type { Client } from "discord.js"
import { Schema } from "effect"
import { Snowflake } from "../../machines/values.ts"

/** 1 January 2015: https://discord.com/developers/docs/reference#snowflakes */
const epoch = 1_420_070_400_000n

/** The least id that a message of this moment (ms since 1970) can have. */
export const snowflakeAt = (ms: number): string => {
  const since = BigInt(Math.floor(ms)) - epoch
  return String(since > 0n ? since << 22n : 0n)
}

export interface Unheard {
  readonly channel: string
  readonly guild: string
}

/** Channels of a client's guilds, on one of its shards, that are not `known` and say more than `after`. */
export const unheardIn = (
  client: Client,
  shard: number,
  known: ReadonlySet<string>,
  after: string,
): ReadonlyArray<Unheard> =>
  [...client.channels.cache.values()].flatMap((channel) => {
    if (!channel.isTextBased() || channel.isDMBased()) return []
    if (known.has(channel.id) || channel.guild.shardId !== shard) return []
    const newest = channel.lastMessageId
    return isSnowflake(newest) && BigInt(newest) > BigInt(after)
      ? [{ channel: channel.id, guild: channel.guildId }]
      : []
  })

const isSnowflake = Schema.is(Snowflake)
