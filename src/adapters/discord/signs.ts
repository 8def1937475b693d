/** What else happens to what people say: STOP as a word or a sign, words that are changed, messages that are taken back. */
import { GatewayDispatchEvents, type Client } from "discord.js"
import { Option, Schema } from "effect"
import type { Envelope } from "../../actors/mail.ts"
import { address, type Address } from "../../machines/address.ts"
import { Snowflake, type Message as Heard, type Person } from "../../machines/values.ts"
import { nameOf } from "./readable.ts"
import { Message, User } from "./shapes.ts"

export type Offer = (to: Address, envelope: Envelope) => void

const sign = "🛑"
const word = new RegExp(`^[\\s\\p{P}]*(?:stop|${sign})[\\s\\p{P}]*$`, "iu")

/** Whether a message is the word STOP, or its sign, and nothing else. */
export const isStop = (text: string): boolean => word.test(text)

/** Says STOP for who wrote it, before the message itself is heard. */
export const offerStop = (offer: Offer, { id, channel, guild, author }: Heard): void => {
  const stop = { id: `discord:${id}:stop`, cause: id }
  offer(address("conversation", channel), { ...stop, event: { type: "HALT", by: author, via: "word" } })
  offer(address("guild", guild ?? channel), { ...stop, event: ownWork(channel, author) })
}

/** Who says STOP ends the work in that channel that they began. */
const ownWork = (channel: string, by: Person): Envelope["event"] => ({
  type: "HALTED",
  channel,
  by,
  manages: false,
})

/** https://discord.com/developers/docs/events/gateway-events#message-reaction-add */
const Reaction = Schema.Struct({
  user_id: Snowflake,
  channel_id: Snowflake,
  message_id: Snowflake,
  guild_id: Schema.optionalKey(Snowflake),
  member: Schema.optionalKey(
    Schema.Struct({ user: User, nick: Schema.optionalKey(Schema.NullOr(Schema.String)) }),
  ),
  emoji: Schema.Struct({ name: Schema.NullOr(Schema.String) }),
})
/** https://discord.com/developers/docs/events/gateway-events#message-delete */
const Deleted = Schema.Struct({ id: Snowflake, channel_id: Snowflake })
const DeletedMany = Schema.Struct({ ids: Schema.Array(Snowflake), channel_id: Snowflake })
const Edited = Schema.Struct({ ...Message.fields, edited_timestamp: Schema.NullOr(Schema.String) })

const reading = <A, I>(schema: Schema.Codec<A, I>, use: (found: A) => void) => {
  const decode = Schema.decodeUnknownOption(schema)
  return (data: unknown): void => Option.match(decode(data), { onNone: () => {}, onSome: use })
}

export interface SignOptions {
  readonly self: { readonly id: string }
  readonly offer: Offer
  /** Whether this channel's conversation has heard anything: others are not begun for what is taken back there. */
  readonly knows: (channel: string) => boolean
  /** What a message says to the conversation; null: nothing. */
  readonly hear: (message: Message) => Heard | null
  readonly now: () => number
}

/** A sign that is set again later is another STOP; one that Discord tells twice is the same, in ms. */
const sameSign = 60_000

export const listenForSigns = (client: Client, { self, offer, knows, hear, now }: SignOptions): void => {
  const tell = (channel: string, id: string, cause: string, event: Envelope["event"]) =>
    offer(address("conversation", channel), { id: `discord:${id}`, cause, event })

  const onReaction = reading(Reaction, ({ user_id, channel_id, message_id, guild_id, member, emoji }) => {
    if (emoji.name !== sign || user_id === self.id || member?.user.bot === true || !knows(channel_id)) return
    const known = client.users.cache.get(user_id)
    const name = member === undefined ? (known?.displayName ?? "somebody") : nameOf(member.user, member)
    const when = Math.floor(now() / sameSign)
    const by = { id: user_id, name }
    const id = `${message_id}:${user_id}:stop:${when}`
    tell(channel_id, id, message_id, { type: "HALT", by, via: "reaction" })
    offer(address("guild", guild_id ?? channel_id), {
      id: `discord:${id}`,
      cause: message_id,
      event: ownWork(channel_id, by),
    })
  })

  const onEdit = reading(Edited, (message) => {
    // Without a time it is Discord that adds what a link shows.
    if (message.edited_timestamp === null || !knows(message.channel_id)) return
    const heard = hear(message)
    if (heard === null) return
    const { id, channel, text } = heard
    tell(channel, `${id}:edited:${message.edited_timestamp}`, id, { type: "EDITED", message: id, text })
  })

  const onDelete = (channel: string, ids: ReadonlyArray<string>) => {
    const [first] = ids
    if (first === undefined || !knows(channel)) return
    tell(channel, `${first}:deleted`, first, { type: "DELETED", messages: [...ids] })
  }

  client.ws.on(GatewayDispatchEvents.MessageReactionAdd, onReaction)
  client.ws.on(GatewayDispatchEvents.MessageUpdate, onEdit)
  client.ws.on(
    GatewayDispatchEvents.MessageDelete,
    reading(Deleted, ({ id, channel_id }) => onDelete(channel_id, [id])),
  )
  client.ws.on(
    GatewayDispatchEvents.MessageDeleteBulk,
    reading(DeletedMany, ({ ids, channel_id }) => onDelete(channel_id, ids)),
  )
}
