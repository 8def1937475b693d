/** Public threads: with or without a message that they start from. */
import { ChannelType, MessageFlags, MessageReferenceType, MessageType } from "discord-api-types/v10"
import { notInThisChannel, threadExists } from "../refusal.ts"
import { channelAudience } from "./audience.ts"
import { messageIn, postMessage, updateMessage } from "./messages.ts"
import { isText, type ChannelRecord, type TextChannelRecord, type ThreadRecord } from "./records.ts"
import { threadView } from "./views/channel.ts"
import { threadMembers } from "./views/member.ts"
import type { World } from "./world.ts"

export interface ThreadSeed {
  readonly name: string
  readonly ownerId: string
  readonly autoArchiveDuration?: ThreadRecord["auto_archive_duration"] | undefined
}

/** Opens a thread on a message: it gets the message's id. */
export function openThreadOn(
  world: World,
  channel: ChannelRecord,
  messageId: string,
  seed: ThreadSeed,
): ThreadRecord {
  if (!isText(channel)) throw notInThisChannel()
  const message = messageIn(world, channel.id, messageId)
  if (world.channels.get(message.id) !== undefined) throw threadExists()
  const thread = createThread(world, channel, message.id, seed)
  updateMessage(world, { ...message, flags: (message.flags ?? 0) | MessageFlags.HasThread })
  postMessage(world, {
    channel: thread,
    author: message.author,
    replyTo: message,
    type: MessageType.ThreadStarterMessage,
    allowed: { parse: [] },
  })
  return thread
}

/** Opens a thread without a message; its channel tells of it. */
export function openThread(world: World, channel: ChannelRecord, seed: ThreadSeed): ThreadRecord {
  if (!isText(channel)) throw notInThisChannel()
  const thread = createThread(world, channel, world.newId(), seed)
  postMessage(world, {
    channel,
    author: world.users.get(seed.ownerId)!,
    content: seed.name,
    type: MessageType.ThreadCreated,
    allowed: { parse: [] },
    reference: {
      type: MessageReferenceType.Default,
      channel_id: thread.id,
      guild_id: thread.guild_id,
    },
  })
  return thread
}

/** Adds a member to a thread, or takes one out. */
export function setThreadMember(world: World, thread: ThreadRecord, userId: string, inside: boolean): void {
  const others = thread.members.filter((member) => member.user_id !== userId)
  if (inside === others.length < thread.members.length) return
  const changed = {
    ...thread,
    members: inside ? [...others, { user_id: userId, join_timestamp: world.timestamp() }] : others,
  }
  world.channels.put(changed)
  world.emit({
    t: "THREAD_MEMBERS_UPDATE",
    d: {
      id: thread.id,
      guild_id: thread.guild_id,
      member_count: changed.members.length,
      added_members: inside ? threadMembers(changed).filter((member) => member.user_id === userId) : [],
      removed_member_ids: inside ? [] : [userId],
    },
    audience: channelAudience(thread),
  })
}

function createThread(world: World, parent: TextChannelRecord, id: string, seed: ThreadSeed): ThreadRecord {
  const now = world.timestamp()
  const thread: ThreadRecord = {
    id,
    type: ChannelType.PublicThread,
    guild_id: parent.guild_id,
    parent_id: parent.id,
    name: seed.name,
    owner_id: seed.ownerId,
    created_at: now,
    archived: false,
    locked: false,
    auto_archive_duration: seed.autoArchiveDuration ?? 1440,
    archive_timestamp: now,
    members: [{ user_id: seed.ownerId, join_timestamp: now }],
  }
  world.channels.put(thread)
  world.emit({
    t: "THREAD_CREATE",
    d: { ...threadView(world, thread), newly_created: true },
    audience: channelAudience(thread),
  })
  return thread
}
