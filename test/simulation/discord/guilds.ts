/** Simulated Discord: its servers, channels, webhooks and messages, as they are when nobody looks. */
import { ChannelType, MessageType } from "discord-api-types/v10"
import type { Timeline } from "../timeline.ts"

export const self = { id: "900000000000000001", application: "900000000000000002", name: "Orrery" }

export interface Channel {
  readonly id: string
  readonly guild: string | null
  readonly type: number
  readonly parent: string | null
  /** Whether the bot may manage webhooks there. */
  readonly hooked: boolean
}

export interface Webhook {
  readonly id: string
  readonly token: string
  readonly channel: string
}

export interface User {
  readonly id: string
  readonly username: string
}

/** A message as REST shows it; the gateway adds the guild. */
export interface Message {
  readonly id: string
  readonly channel_id: string
  readonly type: number
  readonly content: string
  readonly author: User & { readonly bot?: true }
  readonly webhook_id?: string
  readonly application_id?: string
  readonly mentions: ReadonlyArray<User>
  readonly referenced_message?: Message
}

export type Draft = Omit<Message, "id" | "type">

/** For how long a nonce is remembered, in ms. */
const nonceLasts = 5 * 60_000
const epoch = 1_420_070_400_000

export class Guilds {
  readonly channels = new Map<string, Channel>()
  readonly messages = new Map<string, Array<Message>>()
  readonly webhooks = new Map<string, Webhook>()
  readonly #timeline: Timeline
  readonly #nonces = new Map<string, { readonly message: Message; readonly until: number }>()
  readonly #onMessage: (message: Message) => void
  #ids = 0n

  constructor(timeline: Timeline, onMessage: (message: Message) => void) {
    this.#timeline = timeline
    this.#onMessage = onMessage
    const channel = (id: string, guild: string | null, more: Partial<Channel> = {}) =>
      this.channels.set(id, { id, guild, type: ChannelType.GuildText, parent: null, hooked: true, ...more })
    channel("300000000000000001", "200000000000000001")
    channel("300000000000000002", "200000000000000001", { hooked: false })
    channel("300000000000000003", "200000000000000001", {
      type: ChannelType.PublicThread,
      parent: "300000000000000001",
    })
    channel("300000000000000004", "200000000004194304")
    channel("300000000000000005", "200000000008388608")
    channel("300000000000000006", null, { type: ChannelType.DM, hooked: false })
  }

  /** Ids grow with time. https://discord.com/developers/docs/reference#snowflakes */
  newId(): string {
    return String((BigInt(Math.floor(this.#timeline.now) - epoch) << 22n) + (this.#ids++ & 0x3fffffn))
  }

  post(draft: Draft, nonce?: string): Message {
    const known = nonce === undefined ? undefined : this.#nonces.get(nonce)
    if (known !== undefined && known.until > this.#timeline.now) return known.message
    const message: Message = {
      id: this.newId(),
      type: draft.referenced_message === undefined ? MessageType.Default : MessageType.Reply,
      ...draft,
      content: draft.content.trim(),
    }
    const said = this.messages.get(draft.channel_id) ?? []
    this.messages.set(draft.channel_id, [...said, message])
    if (nonce !== undefined) this.#nonces.set(nonce, { message, until: this.#timeline.now + nonceLasts })
    this.#onMessage(message)
    return message
  }

  /** Undefined: there is no such message. */
  messageIn(channel: string, id: string): Message | undefined {
    return this.said(channel).find((message) => message.id === id)
  }

  edit(message: Message, content: string): Message {
    const edited = { ...message, content: content.trim() }
    const change = (one: Message) => (one.id === message.id ? edited : one)
    this.messages.set(message.channel_id, this.said(message.channel_id).map(change))
    return edited
  }

  remove({ channel_id, id }: Message): void {
    this.messages.set(
      channel_id,
      this.said(channel_id).filter((message) => message.id !== id),
    )
  }

  /** Oldest first. */
  said(channel: string): ReadonlyArray<Message> {
    return this.messages.get(channel) ?? []
  }

  newWebhook(channel: string): Webhook {
    const id = this.newId()
    const webhook = { id, token: `token-${id}`, channel }
    this.webhooks.set(id, webhook)
    return webhook
  }
}
