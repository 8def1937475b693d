/** Posting, editing and deleting: what every way of sending a message comes down to. */
import { MessageFlags, MessageType } from "discord-api-types/v10"
import { Predicate } from "effect"
import { unknownMessage } from "../refusal.ts"
import { requireSubstance } from "../validate/message-body.ts"
import { channelAudience, guildIdOf, messageAudience } from "./audience.ts"
import { toComponents, toEmbeds, toRecord, type Draft } from "./draft.ts"
import { mentionsIn } from "./mentions.ts"
import { isThread, type ChannelRecord, type MessageRecord } from "./records.ts"
import { reviveThread } from "./thread-state.ts"
import { gatewayMessage } from "./views/message.ts"
import type { World } from "./world.ts"

/** Stores a message and tells everybody who may see it. */
export function postMessage(world: World, draft: Draft): MessageRecord {
  const record = toRecord(world, draft)
  if (draft.loading !== true && record.type !== MessageType.ThreadStarterMessage) requireSubstance(record)
  const remembered =
    draft.rememberNonce === true && Predicate.isNotNullish(draft.nonce) ? String(draft.nonce) : undefined
  if (isThread(draft.channel)) reviveThread(world, draft.channel)
  world.messages.insert(record, remembered)
  announceMessage(world, record)
  return record
}

/** Sends MESSAGE_CREATE for a stored message: once when it is new, again for a redelivery. */
export function announceMessage(world: World, record: MessageRecord): void {
  world.emit({
    t: "MESSAGE_CREATE",
    d: gatewayMessage(world, record, world.bot.id),
    audience: messageAudience(world, record),
  })
}

export interface Changes extends Pick<
  Draft,
  "content" | "embeds" | "components" | "attachments" | "flags" | "allowed"
> {
  /** Whether this brings the content of a loading message: it is no edit then. */
  readonly loads?: boolean
}

/** Changes a message: what is undefined stays, null clears. */
export function editMessage(world: World, message: MessageRecord, changes: Changes): MessageRecord {
  const channel = world.channels.get(message.channel_id)
  if (channel === undefined) throw unknownMessage()
  const content = changes.content === undefined ? message.content : (changes.content ?? "").trim()
  const repliedTo = message.message_reference?.message_id
  const edited: MessageRecord = {
    ...message,
    content,
    embeds: changes.embeds === undefined ? message.embeds : toEmbeds(changes.embeds),
    components: changes.components === undefined ? message.components : toComponents(changes.components),
    attachments: [...(changes.attachments ?? message.attachments)],
    flags: flagsAfter(message.flags ?? 0, changes),
    edited_timestamp: changes.loads === true ? null : world.timestamp(),
    ...mentionsIn(world, {
      channel,
      authorId: message.author.id,
      content,
      allowed: changes.allowed,
      repliedTo: repliedTo === undefined ? undefined : world.messages.get(repliedTo)?.author,
    }),
  }
  requireSubstance(edited)
  return updateMessage(world, edited)
}

/** An edit may hide or show embeds, and turn a message into a layout. */
function flagsAfter(before: number, { flags, loads }: Changes): number {
  const { SuppressEmbeds, IsComponentsV2, Loading } = MessageFlags
  const kept = loads === true ? before & ~Loading : before
  if (Predicate.isNullish(flags)) return kept
  return (kept & ~SuppressEmbeds) | (flags & (SuppressEmbeds | IsComponentsV2))
}

/** Stores a changed message and tells so. */
export function updateMessage(world: World, message: MessageRecord): MessageRecord {
  world.messages.update(message)
  world.emit({
    t: "MESSAGE_UPDATE",
    d: gatewayMessage(world, message, world.bot.id),
    audience: messageAudience(world, message),
    as: (personId) => gatewayMessage(world, message, personId),
  })
  return message
}

export function deleteMessage(world: World, message: MessageRecord): void {
  world.messages.remove(message.id)
  world.emit({
    t: "MESSAGE_DELETE",
    d: {
      id: message.id,
      channel_id: message.channel_id,
      ...guildIdOf(world.channels.get(message.channel_id)),
    },
    audience: messageAudience(world, message),
  })
}

/** Deletes many at once, and tells of them at once; ids of other channels or of nothing are passed over. */
export function deleteMessages(world: World, channel: ChannelRecord, ids: ReadonlyArray<string>): void {
  const found = ids.filter((id) => world.messages.get(id)?.channel_id === channel.id)
  for (const id of found) world.messages.remove(id)
  world.emit({
    t: "MESSAGE_DELETE_BULK",
    d: { ids: found, channel_id: channel.id, ...guildIdOf(channel) },
    audience: channelAudience(channel),
  })
}

/** The message, if it is in that channel and not for someone else's eyes. Refuses with 10008. */
export function messageIn(world: World, channelId: string, id: string, viewer?: string): MessageRecord {
  const message = world.messages.get(id)
  const hidden = message?.only_for !== undefined && message.only_for !== viewer
  if (message === undefined || message.channel_id !== channelId || hidden) throw unknownMessage()
  return message
}
