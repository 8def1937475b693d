import type { APIMessage, APIReaction, APIUser } from "discord-api-types/v10"
import type { LiveMessage } from "../../page-api.ts"
import { isDm, type MessageRecord, type ReactionRecord } from "../records.ts"
import type { World } from "../world.ts"
import { channelView } from "./channel.ts"
import { memberWithoutUser } from "./member.ts"

/** A message as REST answers it to `viewer` (a user id). */
export function messageView(world: World, record: MessageRecord, viewer: string): APIMessage {
  const { reactions, only_for: _, ...message } = record
  const thread = world.channels.get(record.id)
  const repliedTo = record.message_reference?.message_id
  return {
    ...message,
    ...(reactions.length === 0
      ? {}
      : { reactions: reactions.map((reaction) => reactionView(reaction, viewer)) }),
    ...(thread === undefined ? {} : { thread: channelView(world, thread) }),
    ...(repliedTo === undefined ? {} : { referenced_message: repliedMessage(world, repliedTo) }),
  }
}

/** A message as the gateway sends it: with the guild, and authors and mentions as its members. */
export function gatewayMessage(world: World, record: MessageRecord, viewer: string): LiveMessage {
  const message = messageView(world, record, viewer)
  const channel = world.channels.get(record.channel_id)
  if (channel === undefined || isDm(channel)) return message
  const memberOf = (user: APIUser) => world.members.get(`${channel.guild_id}.${user.id}`)
  const author = record.webhook_id === undefined ? memberOf(record.author) : undefined
  return {
    ...message,
    guild_id: channel.guild_id,
    ...(author === undefined ? {} : { member: memberWithoutUser(author) }),
    mentions: message.mentions.map((user) => {
      const member = memberOf(user)
      return member === undefined ? user : { ...user, member: memberWithoutUser(member) }
    }),
  }
}

/** Discord shows a reply's target one level deep, without reactions; null when it was deleted. */
function repliedMessage(world: World, id: string): APIMessage | null {
  const record = world.messages.get(id)
  if (record === undefined) return null
  const { reactions: _, only_for: __, ...message } = record
  return message
}

const reactionView = ({ emoji, users }: ReactionRecord, viewer: string): APIReaction => ({
  emoji,
  count: users.length,
  count_details: { normal: users.length, burst: 0 },
  burst_colors: [],
  me_burst: false,
  me: users.includes(viewer),
})
