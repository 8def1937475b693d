/**
 * The parts of Discord's objects that Orrery reads, decoded as they come in from the gateway and from REST.
 * https://discord.com/developers/docs/resources/message#message-object
 */
import { Schema } from "effect"
import { Snowflake } from "../../machines/values.ts"

const optional = Schema.optionalKey

const Nick = { nick: optional(Schema.NullOr(Schema.String)) }

export const User = Schema.Struct({
  id: Snowflake,
  username: Schema.String,
  global_name: optional(Schema.NullOr(Schema.String)),
  bot: optional(Schema.Boolean),
})
export type User = typeof User.Type

const Said = {
  content: Schema.String,
  author: User,
  /** Set when a webhook said it; `application_id` is then the application that owns the webhook. */
  webhook_id: optional(Schema.String),
  application_id: optional(Schema.String),
}

/** Who said something, and what. */
export const Saying = Schema.Struct({ ...Said, id: optional(Snowflake) })
export type Saying = typeof Saying.Type

export const Message = Schema.Struct({
  ...Said,
  id: Snowflake,
  channel_id: Snowflake,
  /** Only the gateway says it, and not for direct messages. */
  guild_id: optional(Snowflake),
  type: Schema.Int,
  /** Of the author; the gateway's alone. */
  member: optional(Schema.Struct(Nick)),
  mentions: optional(Schema.Array(Schema.Struct({ ...User.fields, member: optional(Schema.Struct(Nick)) }))),
  mention_roles: optional(Schema.Array(Schema.String)),
  attachments: optional(Schema.Array(Schema.Struct({ filename: Schema.String }))),
  sticker_items: optional(Schema.Array(Schema.Struct({ name: Schema.String }))),
  /** What a reply answers; null when it was deleted. */
  referenced_message: optional(Schema.NullOr(Saying)),
})
export type Message = typeof Message.Type

export const Messages = Schema.Array(Message)

/** What a message that was just sent is known by. */
export const Sent = Schema.Struct({ id: Snowflake })

export const Channel = Schema.Struct({
  id: Snowflake,
  type: Schema.Int,
  guild_id: optional(Snowflake),
  parent_id: optional(Schema.NullOr(Snowflake)),
})
export type Channel = typeof Channel.Type

export const Webhook = Schema.Struct({
  id: Snowflake,
  name: optional(Schema.NullOr(Schema.String)),
  /** Shown to the application that owns it. */
  token: optional(Schema.String),
  application_id: Schema.NullOr(Schema.String),
})

export const Webhooks = Schema.Array(Webhook)

export const Application = Schema.Struct({ id: Snowflake, name: Schema.String })
