import type { Audience } from "./events.ts"
import { isDm, type ChannelRecord, type MessageRecord } from "./records.ts"
import type { World } from "./world.ts"

/** Who learns of what happens in a channel. */
export function channelAudience(channel: ChannelRecord): Audience {
  return isDm(channel)
    ? { in: "dm", channelId: channel.id, personId: channel.person_id }
    : { in: "guild", guildId: channel.guild_id, channelId: channel.id }
}

/** Who learns of what happens to a message. */
export const messageAudience = (world: World, message: MessageRecord): Audience =>
  message.only_for === undefined
    ? channelAudience(world.channels.get(message.channel_id)!)
    : { in: "page", personId: message.only_for }

/** `{ guild_id }` of a channel in a guild, as payloads carry it. */
export const guildIdOf = (channel: ChannelRecord | undefined): { guild_id?: string } =>
  channel === undefined || isDm(channel) ? {} : { guild_id: channel.guild_id }
