/** From what was sent to what is stored. */
import {
  EmbedType,
  MessageFlags,
  MessageReferenceType,
  MessageType,
  type APIAttachment,
  type APIEmbed,
  type APIMessage,
  type APIMessageReference,
  type APIMessageTopLevelComponent,
  type APIUser,
} from "discord-api-types/v10"
import { Predicate } from "effect"
import { timeOf } from "../snowflakes.ts"
import type { AllowedMentions } from "../validate/message-body.ts"
import { guildIdOf } from "./audience.ts"
import { mentionsIn } from "./mentions.ts"
import type { ChannelRecord, MessageRecord } from "./records.ts"
import type { World } from "./world.ts"

/** A message to be. Who may send it, and whether it is well-formed, has been decided before. */
export interface Draft {
  readonly channel: ChannelRecord
  readonly author: APIUser
  readonly content?: string | null | undefined
  readonly embeds?: ReadonlyArray<object> | null | undefined
  readonly components?: ReadonlyArray<object> | null | undefined
  readonly attachments?: ReadonlyArray<APIAttachment> | undefined
  readonly flags?: number | null | undefined
  readonly tts?: boolean | null | undefined
  readonly allowed?: AllowedMentions | null | undefined
  readonly replyTo?: MessageRecord | undefined
  /** Another kind of reference than a reply's. */
  readonly reference?: APIMessageReference
  readonly type?: MessageType
  readonly nonce?: string | number | null | undefined
  readonly rememberNonce?: boolean
  readonly webhookId?: string
  readonly applicationId?: string
  /** The interaction that it answers. */
  readonly interaction?: Pick<APIMessage, "interaction" | "interaction_metadata">
  /** Whether the content is yet to come. */
  readonly loading?: boolean
  readonly onlyFor?: string | undefined
  /** A given id, of a recorded message. */
  readonly id?: string | undefined
  /** Milliseconds since 1970; now, or the moment in the given id. */
  readonly at?: number | undefined
}

/** What of a message's flags is for its sender to choose. */
const SENDABLE_FLAGS =
  MessageFlags.SuppressEmbeds | MessageFlags.SuppressNotifications | MessageFlags.IsComponentsV2

/** The record of a draft: ids, times and mentions filled in. */
export function toRecord(world: World, draft: Draft): MessageRecord {
  const { channel, author, replyTo } = draft
  const content = (draft.content ?? "").trim()
  const id = draft.id ?? world.newId()
  const reference = draft.reference ?? (replyTo === undefined ? undefined : referenceTo(world, replyTo))
  const ephemeral = draft.onlyFor === undefined ? 0 : MessageFlags.Ephemeral
  const loading = draft.loading === true ? MessageFlags.Loading : 0
  return {
    id,
    type: draft.type ?? (replyTo === undefined ? MessageType.Default : MessageType.Reply),
    channel_id: channel.id,
    author,
    content,
    timestamp: world.timestamp(draft.at ?? (draft.id === undefined ? world.now() : timeOf(draft.id))),
    edited_timestamp: null,
    tts: draft.tts ?? false,
    pinned: false,
    flags: ((draft.flags ?? 0) & SENDABLE_FLAGS) | ephemeral | loading,
    embeds: toEmbeds(draft.embeds),
    components: toComponents(draft.components),
    attachments: [...(draft.attachments ?? [])],
    ...mentionsIn(world, {
      channel,
      authorId: author.id,
      content,
      allowed: draft.allowed,
      repliedTo: replyTo?.author,
    }),
    reactions: [],
    ...(reference === undefined ? {} : { message_reference: reference }),
    ...(Predicate.isNullish(draft.nonce) ? {} : { nonce: draft.nonce }),
    ...(draft.webhookId === undefined ? {} : { webhook_id: draft.webhookId }),
    ...(draft.applicationId === undefined ? {} : { application_id: draft.applicationId }),
    ...draft.interaction,
    ...(draft.onlyFor === undefined ? {} : { only_for: draft.onlyFor }),
  }
}

/** How a message names another one. */
const referenceTo = (world: World, message: MessageRecord): APIMessageReference => ({
  type: MessageReferenceType.Default,
  message_id: message.id,
  channel_id: message.channel_id,
  ...guildIdOf(world.channels.get(message.channel_id)),
})

export const toEmbeds = (embeds: ReadonlyArray<object> | null | undefined): Array<APIEmbed> =>
  ((embeds ?? []) as ReadonlyArray<APIEmbed>).map((embed) => ({
    type: EmbedType.Rich,
    ...withoutNulls(embed),
    ...(Predicate.isNullish(embed.fields)
      ? {}
      : { fields: embed.fields.map((field) => ({ ...field, inline: field.inline ?? false })) }),
  }))

/** Numbers the components as Discord does: each gets an `id` unique in its message. */
export function toComponents(
  components: ReadonlyArray<object> | null | undefined,
): Array<APIMessageTopLevelComponent> {
  let last = 0
  const number = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(number)
    if (typeof node !== "object" || node === null) return node
    const numbered = "type" in node && typeof node.type === "number" ? { id: ++last } : {}
    const fields = Object.entries(withoutNulls(node)).map(([key, value]) => [key, number(value)])
    return { ...numbered, ...(Object.fromEntries(fields) as object) }
  }
  return (components ?? []).map(number) as Array<APIMessageTopLevelComponent>
}

/** What stays of a message's attachments in an edit, and what comes to them. Undefined: nothing changes. */
export function keptAttachments(
  message: MessageRecord,
  kept: ReadonlyArray<{ readonly id: string | number }> | null | undefined,
  added: ReadonlyArray<APIAttachment>,
): ReadonlyArray<APIAttachment> | undefined {
  if (Predicate.isNullish(kept)) return added.length === 0 ? undefined : [...message.attachments, ...added]
  const ids = kept.map((attachment) => String(attachment.id))
  return [...message.attachments.filter((attachment) => ids.includes(attachment.id)), ...added]
}

const withoutNulls = (value: object): object =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== null && field !== undefined))
