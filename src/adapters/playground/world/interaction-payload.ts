import {
  ApplicationCommandOptionType as OptionType,
  ComponentType,
  InteractionContextType,
  InteractionType,
  Locale,
} from "discord-api-types/v10"
import { channelPermissions } from "./permissions.ts"
import { isDm, type ChannelRecord, type InteractionRecord } from "./records.ts"
import { channelView } from "./views/channel.ts"
import { memberView, memberWithoutUser } from "./views/member.ts"
import { messageView } from "./views/message.ts"
import type { World } from "./world.ts"

/** Bytes that a bot may attach to an answer. */
const ATTACHMENT_LIMIT = 10_485_760

/** INTERACTION_CREATE as the bot gets it: who acted where, and everything that the data names by id. */
export function interactionPayload(
  world: World,
  interaction: InteractionRecord,
  data: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const channel = world.channels.get(interaction.channel_id)!
  const message =
    interaction.message_id === undefined ? undefined : world.messages.get(interaction.message_id)
  return {
    id: interaction.id,
    application_id: world.bot.id,
    type: interaction.type,
    token: interaction.token,
    version: 1,
    channel_id: channel.id,
    channel: channelView(world, channel),
    data: withResolved(world, interaction, channel, data),
    locale: Locale.EnglishUS,
    app_permissions: channelPermissions(world, channel, world.bot.id).toString(),
    entitlements: [],
    attachment_size_limit: ATTACHMENT_LIMIT,
    authorizing_integration_owners: integrationOwners(channel),
    ...actor(world, channel, interaction.user_id),
    ...(message === undefined ? {} : { message: messageView(world, message, world.bot.id) }),
  }
}

/** On whose behalf the application is installed: key 0 names the guild ("0" in a direct conversation). */
export const integrationOwners = (channel: ChannelRecord): Record<string, string> => ({
  "0": isDm(channel) ? "0" : channel.guild_id,
})

function actor(world: World, channel: ChannelRecord, userId: string): Record<string, unknown> {
  const user = world.users.get(userId)
  if (isDm(channel)) return { user, context: InteractionContextType.BotDM }
  const member = world.members.get(`${channel.guild_id}.${userId}`)!
  return {
    guild_id: channel.guild_id,
    guild: { id: channel.guild_id, locale: Locale.EnglishUS, features: [] },
    guild_locale: Locale.EnglishUS,
    context: InteractionContextType.Guild,
    member: {
      ...memberView(world, member),
      permissions: channelPermissions(world, channel, userId).toString(),
    },
  }
}

interface OptionLike {
  readonly type: number
  readonly value?: unknown
  readonly options?: ReadonlyArray<OptionLike>
}

/** Which ids in the data mean what. */
interface References {
  readonly users: ReadonlyArray<string>
  readonly channels: ReadonlyArray<string>
  readonly roles: ReadonlyArray<string>
  readonly messages: ReadonlyArray<string>
}

function withResolved(
  world: World,
  interaction: InteractionRecord,
  channel: ChannelRecord,
  data: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const resolved = resolve(world, channel, referencesIn(interaction, data))
  const guildId =
    interaction.command === undefined ? undefined : world.commands.get(String(data["id"]))?.guild_id
  return {
    ...data,
    ...(guildId === undefined ? {} : { guild_id: guildId }),
    ...(Object.keys(resolved).length === 0 ? {} : { resolved }),
  }
}

function referencesIn(interaction: InteractionRecord, data: Readonly<Record<string, unknown>>): References {
  if (interaction.type === InteractionType.MessageComponent) {
    return byKind(Number(data["component_type"]), (data["values"] as ReadonlyArray<string>) ?? [], {
      users: ComponentType.UserSelect,
      roles: ComponentType.RoleSelect,
      channels: ComponentType.ChannelSelect,
      mentionable: ComponentType.MentionableSelect,
    })
  }
  const target = data["target_id"] === undefined ? [] : [String(data["target_id"])]
  const parts = flatten((data["options"] as ReadonlyArray<OptionLike>) ?? []).map((option) =>
    byKind(option.type, [String(option.value)], {
      users: OptionType.User,
      roles: OptionType.Role,
      channels: OptionType.Channel,
      mentionable: OptionType.Mentionable,
    }),
  )
  return {
    users: [...(data["type"] === 2 ? target : []), ...parts.flatMap((part) => part.users)],
    channels: parts.flatMap((part) => part.channels),
    roles: parts.flatMap((part) => part.roles),
    messages: data["type"] === 3 ? target : [],
  }
}

const byKind = (
  type: number,
  ids: ReadonlyArray<string>,
  kinds: Readonly<Record<"users" | "roles" | "channels" | "mentionable", number>>,
): References => ({
  users: type === kinds.users || type === kinds.mentionable ? ids : [],
  roles: type === kinds.roles || type === kinds.mentionable ? ids : [],
  channels: type === kinds.channels ? ids : [],
  messages: [],
})

const flatten = (options: ReadonlyArray<OptionLike>): ReadonlyArray<OptionLike> =>
  options.flatMap((option) => [option, ...flatten(option.options ?? [])])

/** The objects behind the ids; what does not exist is left out. */
function resolve(world: World, channel: ChannelRecord, ids: References): Record<string, unknown> {
  const guildId = isDm(channel) ? undefined : channel.guild_id
  const roles = guildId === undefined ? [] : (world.guilds.get(guildId)?.roles ?? [])
  const found = {
    users: pick(ids.users, (id) => world.users.get(id)),
    members: pick(ids.users, (id) => {
      const member = world.members.get(`${guildId}.${id}`)
      return member === undefined ? undefined : { ...memberWithoutUser(member), permissions: "0" }
    }),
    channels: pick(ids.channels, (id) => {
      const named = world.channels.get(id)
      return named === undefined ? undefined : { ...channelView(world, named), permissions: "0" }
    }),
    roles: pick(ids.roles, (id) => roles.find((role) => role.id === id)),
    messages: pick(ids.messages, (id) => {
      const message = world.messages.get(id)
      return message?.channel_id === channel.id ? messageView(world, message, world.bot.id) : undefined
    }),
  }
  return Object.fromEntries(Object.entries(found).filter(([, objects]) => Object.keys(objects).length > 0))
}

const pick = (ids: ReadonlyArray<string>, find: (id: string) => unknown): Record<string, unknown> =>
  Object.fromEntries(
    ids.flatMap((id) => {
      const object = find(id)
      return object === undefined ? [] : [[id, object]]
    }),
  )
