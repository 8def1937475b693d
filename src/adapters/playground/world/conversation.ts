import { ChannelType, type APIUser } from "discord-api-types/v10"
import { channelAudience, guildIdOf } from "./audience.ts"
import { isDm, type ChannelRecord, type DmRecord } from "./records.ts"
import { channelView } from "./views/channel.ts"
import { memberView } from "./views/member.ts"
import type { World } from "./world.ts"

/** The direct conversation of the bot and a person; made when it is first asked for. */
export function openDm(world: World, person: APIUser): DmRecord {
  const known = world.channels.in("dm").find((channel) => isDm(channel) && channel.person_id === person.id)
  if (known?.type === ChannelType.DM) return known
  const channel: DmRecord = { id: world.newId(), type: ChannelType.DM, person_id: person.id }
  world.channels.put(channel)
  // Since API v8 bots are not told of direct conversations; the first message brings the channel.
  world.emit({
    t: "CHANNEL_CREATE",
    d: channelView(world, channel),
    audience: { in: "page", personId: person.id },
  })
  return channel
}

/** Shows for ten seconds that someone writes. */
export function startTyping(world: World, channel: ChannelRecord, userId: string): void {
  const { guild_id } = guildIdOf(channel)
  const member = world.members.get(`${guild_id}.${userId}`)
  world.emit({
    t: "TYPING_START",
    d: {
      channel_id: channel.id,
      user_id: userId,
      timestamp: Math.floor(world.now() / 1000),
      ...guildIdOf(channel),
      ...(member === undefined ? {} : { member: memberView(world, member) }),
    },
    audience: channelAudience(channel),
  })
}
