/** What a world holds. Records are what is stored; `views/` turn them into what Discord shows. */
import {
  ChannelType,
  type APIMessage,
  type APIMessageTopLevelComponent,
  type APIOverwrite,
  type APIPartialEmoji,
  type APIRole,
  type InteractionType,
} from "discord-api-types/v10"

export interface GuildRecord {
  readonly id: string
  readonly name: string
  readonly owner_id: string
  /** The first is @everyone, whose id is the guild's. */
  readonly roles: ReadonlyArray<APIRole>
  /** When the bot joined. */
  readonly joined_at: string
}

export interface MemberRecord {
  /** `guild.user` */
  readonly id: string
  readonly guild_id: string
  readonly user_id: string
  readonly nick: string | null
  readonly roles: ReadonlyArray<string>
  readonly joined_at: string
}

export interface TextChannelRecord {
  readonly id: string
  readonly type: ChannelType.GuildText
  readonly guild_id: string
  readonly name: string
  readonly topic: string | null
  readonly position: number
  readonly permission_overwrites: ReadonlyArray<APIOverwrite>
}

export interface ThreadRecord {
  readonly id: string
  readonly type: ChannelType.PublicThread
  readonly guild_id: string
  readonly parent_id: string
  readonly name: string
  readonly owner_id: string
  readonly created_at: string
  readonly archived: boolean
  readonly locked: boolean
  readonly auto_archive_duration: 60 | 1440 | 4320 | 10080
  readonly archive_timestamp: string
  readonly members: ReadonlyArray<{ readonly user_id: string; readonly join_timestamp: string }>
}

/** The conversation of the bot and one person. */
export interface DmRecord {
  readonly id: string
  readonly type: ChannelType.DM
  readonly person_id: string
}

export type GuildChannelRecord = TextChannelRecord | ThreadRecord
export type ChannelRecord = GuildChannelRecord | DmRecord

export const isText = (channel: ChannelRecord): channel is TextChannelRecord =>
  channel.type === ChannelType.GuildText
export const isThread = (channel: ChannelRecord): channel is ThreadRecord =>
  channel.type === ChannelType.PublicThread
export const isDm = (channel: ChannelRecord): channel is DmRecord => channel.type === ChannelType.DM

export interface ReactionRecord {
  readonly emoji: APIPartialEmoji
  /** Who reacted, in that order. */
  readonly users: ReadonlyArray<string>
}

/** A message without what depends on who looks (`reactions[].me`) or on other records (thread, reply). */
export interface MessageRecord extends Omit<
  APIMessage,
  "reactions" | "thread" | "referenced_message" | "components"
> {
  readonly components: Array<APIMessageTopLevelComponent>
  readonly reactions: ReadonlyArray<ReactionRecord>
  /** An ephemeral message: the one person who sees it. */
  readonly only_for?: string
}

export interface WebhookRecord {
  readonly id: string
  readonly token: string
  readonly channel_id: string
  readonly guild_id: string
  readonly name: string
  readonly avatar: string | null
  /** The bot's application. */
  readonly application_id: string
  /** Who made it. */
  readonly user_id: string
}

export interface InteractionRecord {
  readonly id: string
  readonly token: string
  readonly type: Exclude<InteractionType, InteractionType.Ping>
  readonly user_id: string
  readonly channel_id: string
  /** Milliseconds since 1970. */
  readonly created_at: number
  /** Name of the command, for the messages it leads to. */
  readonly command?: { readonly name: string; readonly type: number }
  /** The message whose component was pressed. */
  readonly message_id?: string
  /** `pending` until the bot calls back; `deferred` until the loading message is edited. */
  readonly state: "pending" | "deferred" | "acknowledged" | "failed"
  /** The message that `@original` means. */
  readonly original_id?: string
  /** The custom_id of the modal that it opened. */
  readonly modal?: string
  /** The interaction that opened the modal which this one submits. */
  readonly triggered_by?: string
}
