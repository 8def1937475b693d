/** What people do in the page, each with the permissions that Discord would ask of them. */
import type { APIUser } from "discord-api-types/v10"
import { cannotEditOthers, unknownUser } from "../refusal.ts"
import { createdMessage, editedMessage } from "../validate/message-body.ts"
import { startTyping } from "../world/conversation.ts"
import { deleteMessage, editMessage, messageIn, postMessage } from "../world/messages.ts"
import { requirePermission, visibleChannel, writableChannel } from "../world/permissions.ts"
import { addReaction, parseEmoji, reactorsOf, removeReaction } from "../world/reactions.ts"
import type { MessageRecord, ThreadRecord } from "../world/records.ts"
import { openThread, openThreadOn } from "../world/threads.ts"
import type { World } from "../world/world.ts"

/** The person of an id. Refuses bots and strangers with 10013. */
export function personOf(world: World, id: string): APIUser {
  const user = world.users.get(id)
  if (user === undefined || user.bot === true) throw unknownUser()
  return user
}

/** Posts in a channel where the person may write. */
export function writeAs(
  world: World,
  personId: string,
  channelId: string,
  message: { readonly content: string; readonly reply_to?: string | undefined },
): MessageRecord {
  const channel = writableChannel(world, channelId, personOf(world, personId).id)
  const { content } = createdMessage({ content: message.content })
  const replyTo =
    message.reply_to === undefined ? undefined : messageIn(world, channel.id, message.reply_to, personId)
  return postMessage(world, { channel, author: personOf(world, personId), content, replyTo })
}

export function typeAs(world: World, personId: string, channelId: string): void {
  startTyping(world, writableChannel(world, channelId, personOf(world, personId).id), personId)
}

/** Changes a message of one's own. */
export function editAs(
  world: World,
  personId: string,
  channelId: string,
  messageId: string,
  content: string,
): MessageRecord {
  const { message } = messageFor(world, personId, channelId, messageId)
  if (message.author.id !== personId) throw cannotEditOthers()
  return editMessage(world, message, { content: editedMessage({ content }).content })
}

/** Deletes a message of one's own, an ephemeral one that one alone sees, or, as a moderator, any. */
export function deleteAs(world: World, personId: string, channelId: string, messageId: string): void {
  const { channel, message } = messageFor(world, personId, channelId, messageId)
  const own = message.author.id === personId || message.only_for === personId
  if (!own) requirePermission(world, channel, personId, "ManageMessages")
  deleteMessage(world, message)
}

export function reactAs(
  world: World,
  personId: string,
  channelId: string,
  messageId: string,
  emoji: string,
): void {
  const { channel, message } = messageFor(world, personId, channelId, messageId)
  const isNew = reactorsOf(message, parseEmoji(emoji)).length === 0
  if (isNew) requirePermission(world, channel, personId, "AddReactions")
  addReaction(world, message, emoji, personId)
}

export function unreactAs(
  world: World,
  personId: string,
  channelId: string,
  messageId: string,
  emoji: string,
): void {
  removeReaction(world, messageFor(world, personId, channelId, messageId).message, emoji, personId)
}

/** Opens a thread, on a message or beside all. */
export function openThreadAs(
  world: World,
  personId: string,
  channelId: string,
  thread: { readonly name: string; readonly message_id?: string | undefined },
): ThreadRecord {
  const channel = visibleChannel(world, channelId, personOf(world, personId).id)
  requirePermission(world, channel, personId, "CreatePublicThreads")
  const seed = { name: thread.name, ownerId: personId }
  return thread.message_id === undefined
    ? openThread(world, channel, seed)
    : openThreadOn(world, channel, thread.message_id, seed)
}

const messageFor = (world: World, personId: string, channelId: string, messageId: string) => {
  const channel = visibleChannel(world, channelId, personOf(world, personId).id)
  return { channel, message: messageIn(world, channel.id, messageId, personId) }
}
