import type { APIDMChannel, APITextChannel, APIThreadChannel, ChannelFlags } from "discord-api-types/v10"
import {
  isDm,
  isText,
  type ChannelRecord,
  type DmRecord,
  type TextChannelRecord,
  type ThreadRecord,
} from "../records.ts"
import type { World } from "../world.ts"
import { threadMembers } from "./member.ts"

const NO_FLAGS = 0 as ChannelFlags

/** A channel as the bot sees it. */
export function channelView(
  world: World,
  channel: ChannelRecord,
): APITextChannel | APIThreadChannel | APIDMChannel {
  if (isDm(channel)) return dmView(world, channel)
  return isText(channel) ? textView(world, channel) : threadView(world, channel)
}

const textView = (world: World, channel: TextChannelRecord): APITextChannel => ({
  id: channel.id,
  type: channel.type,
  guild_id: channel.guild_id,
  name: channel.name,
  topic: channel.topic,
  position: channel.position,
  permission_overwrites: [...channel.permission_overwrites],
  parent_id: null,
  nsfw: false,
  rate_limit_per_user: 0,
  last_message_id: world.messages.lastIn(channel.id),
  flags: NO_FLAGS,
})

export function threadView(world: World, thread: ThreadRecord): APIThreadChannel {
  const mine = threadMembers(thread).find((member) => member.user_id === world.bot.id)
  const count = world.messages.countIn(thread.id)
  return {
    id: thread.id,
    type: thread.type,
    guild_id: thread.guild_id,
    parent_id: thread.parent_id,
    name: thread.name,
    owner_id: thread.owner_id,
    rate_limit_per_user: 0,
    last_message_id: world.messages.lastIn(thread.id),
    message_count: count,
    total_message_sent: count,
    member_count: thread.members.length,
    flags: NO_FLAGS,
    applied_tags: [],
    thread_metadata: {
      archived: thread.archived,
      locked: thread.locked,
      auto_archive_duration: thread.auto_archive_duration,
      archive_timestamp: thread.archive_timestamp,
      create_timestamp: thread.created_at,
    },
    ...(mine === undefined ? {} : { member: mine }),
  }
}

const dmView = (world: World, channel: DmRecord): APIDMChannel => ({
  id: channel.id,
  type: channel.type,
  name: null,
  last_message_id: world.messages.lastIn(channel.id),
  flags: NO_FLAGS,
  recipients: [world.users.get(channel.person_id)!],
})
