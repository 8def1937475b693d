/**
 * Channels in which nothing was ever heard, and something was said while nobody listened: there is no last known message to
 * read on from, so they are read from the moment on at which the listening ended.
 */
import type { Client } from "discord.js"
import { Effect } from "effect"
import { messagesAfter } from "./delivery.ts"
import type { DiscordRest } from "./rest.ts"
import type { Message } from "./shapes.ts"

/** 1 January 2015: https://discord.com/developers/docs/reference#snowflakes */
const epoch = 1_420_070_400_000n

/** The least id that a message of this moment (ms since 1970) can have. */
export const snowflakeAt = (ms: number): string => String((BigInt(Math.floor(ms)) - epoch) << 22n)

/** Reads the channels of a client's guilds that are not `known`, and gives `hear` what was said after `from`. Never fails. */
export const readUnheard = (
  rest: DiscordRest["Service"],
  client: Client,
  known: ReadonlySet<string>,
  from: number,
  hear: (message: Message) => void,
): Effect.Effect<void> =>
  Effect.suspend(() => {
    const after = snowflakeAt(from)
    const unheard = [...client.channels.cache.values()].flatMap((channel) => {
      if (!channel.isTextBased() || channel.isDMBased() || known.has(channel.id)) return []
      const newest = channel.lastMessageId
      return newest !== null && BigInt(newest) > BigInt(after) ? [channel] : []
    })
    return Effect.forEach(
      unheard,
      ({ id, guildId }) =>
        messagesAfter(rest, id, after).pipe(
          Effect.orElseSucceed(() => []),
          Effect.map((messages) => {
            for (const message of messages) hear({ ...message, guild_id: guildId })
          }),
        ),
      { concurrency: 2, discard: true },
    )
  })
