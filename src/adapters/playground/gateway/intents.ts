/** Which events a session gets, and how much of them: https://discord.com/developers/docs/events/gateway#gateway-intents */
import { GatewayIntentBits as Intent } from "discord-api-types/v10"
import type { World } from "../world/world.ts"

/** Every intent that Discord defines. Others: close code 4013. */
export const ALL_INTENTS: number = Object.values(Intent).reduce<number>(
  (all, bit) => (typeof bit === "number" ? all | bit : all),
  0,
)

/** Intents that must be enabled in the developer portal. Without: close code 4014. */
export const PRIVILEGED = {
  MESSAGE_CONTENT: Intent.MessageContent,
  GUILD_MEMBERS: Intent.GuildMembers,
  GUILD_PRESENCES: Intent.GuildPresences,
} as const
export type PrivilegedIntent = keyof typeof PRIVILEGED

/** The intents that a bot may ask for when these privileged ones are enabled. */
export const intentsWith = (enabled: ReadonlyArray<PrivilegedIntent>): number =>
  Object.entries(PRIVILEGED)
    .filter(([name]) => !enabled.includes(name as PrivilegedIntent))
    .reduce((allowed, [, intent]) => allowed & ~intent, ALL_INTENTS)

const IN_GUILDS: Record<string, number> = {
  GUILD_CREATE: Intent.Guilds,
  CHANNEL_CREATE: Intent.Guilds,
  CHANNEL_UPDATE: Intent.Guilds,
  THREAD_CREATE: Intent.Guilds,
  THREAD_UPDATE: Intent.Guilds,
  THREAD_MEMBERS_UPDATE: Intent.Guilds | Intent.GuildMembers,
  GUILD_MEMBER_ADD: Intent.GuildMembers,
  WEBHOOKS_UPDATE: Intent.GuildWebhooks,
  MESSAGE_CREATE: Intent.GuildMessages,
  MESSAGE_UPDATE: Intent.GuildMessages,
  MESSAGE_DELETE: Intent.GuildMessages,
  MESSAGE_DELETE_BULK: Intent.GuildMessages,
  MESSAGE_REACTION_ADD: Intent.GuildMessageReactions,
  MESSAGE_REACTION_REMOVE: Intent.GuildMessageReactions,
  MESSAGE_REACTION_REMOVE_ALL: Intent.GuildMessageReactions,
  MESSAGE_REACTION_REMOVE_EMOJI: Intent.GuildMessageReactions,
  TYPING_START: Intent.GuildMessageTyping,
}

const IN_DMS: Record<string, number> = {
  MESSAGE_CREATE: Intent.DirectMessages,
  MESSAGE_UPDATE: Intent.DirectMessages,
  MESSAGE_DELETE: Intent.DirectMessages,
  MESSAGE_REACTION_ADD: Intent.DirectMessageReactions,
  MESSAGE_REACTION_REMOVE: Intent.DirectMessageReactions,
  MESSAGE_REACTION_REMOVE_ALL: Intent.DirectMessageReactions,
  MESSAGE_REACTION_REMOVE_EMOJI: Intent.DirectMessageReactions,
  TYPING_START: Intent.DirectMessageTyping,
}

/** Whether a session with these intents gets the event. Events of no intent (interactions) reach every session. */
export function wants(intents: number, t: string, inGuild: boolean): boolean {
  const needed = (inGuild ? IN_GUILDS : IN_DMS)[t]
  return needed === undefined ? t === "INTERACTION_CREATE" : (intents & needed) !== 0
}

interface MessageLike {
  readonly author: { readonly id: string }
  readonly application_id?: string
  readonly guild_id?: string
  readonly mentions: ReadonlyArray<{ readonly id: string }>
}

/**
 * The message without its content, as the bot gets it when it lacks MESSAGE_CONTENT; whole in a direct
 * conversation, where the bot is mentioned, and when the bot itself sent it.
 */
export function withoutContent<M extends MessageLike>(world: World, message: M, inGuild: boolean): M {
  const own = message.author.id === world.bot.id || message.application_id === world.bot.id
  const mentioned = message.mentions.some((user) => user.id === world.bot.id)
  return own || mentioned || !inGuild
    ? message
    : { ...message, content: "", embeds: [], attachments: [], components: [] }
}
