/** Guilds, their channels and members: what an administrator does by hand on the real Discord. */
import { ChannelType, RoleFlags, type APIRole } from "discord-api-types/v10"
import type { PageGuild } from "../page-api.ts"
import { BOT_PERMISSIONS, canSee, EVERYONE_PERMISSIONS } from "./permissions.ts"
import type { GuildRecord, MemberRecord, TextChannelRecord } from "./records.ts"
import { makeUser, type UserSeed } from "./users.ts"
import { gatewayGuild } from "./views/guild.ts"
import { channelView } from "./views/channel.ts"
import { memberView } from "./views/member.ts"
import type { World } from "./world.ts"

/** A guild to be: who is listed as a member and is not known yet becomes a user. */
export interface GuildSeed {
  readonly id: string
  readonly name: string
  readonly channels: ReadonlyArray<{ readonly id: string; readonly name: string; readonly topic?: string }>
  readonly members: ReadonlyArray<UserSeed>
}

/**
 * Makes the guild, or adds to an existing one the channels and members that it lacks. The first member owns it.
 * The bot is a member with a role of its own.
 */
export function ensureGuild(world: World, seed: GuildSeed): GuildRecord {
  const existing = world.guilds.get(seed.id)
  if (existing === undefined) return createGuild(world, seed)
  for (const member of seed.members) addMember(world, seed.id, member)
  for (const channel of seed.channels) {
    if (world.channels.get(channel.id) === undefined) createChannel(world, seed.id, channel)
  }
  return existing
}

function createGuild(world: World, seed: GuildSeed): GuildRecord {
  const botRole = world.newId()
  const guild = world.guilds.put({
    id: seed.id,
    name: seed.name,
    owner_id: seed.members[0]?.id ?? world.bot.id,
    joined_at: world.timestamp(),
    roles: [
      role(seed.id, "@everyone", EVERYONE_PERMISSIONS, 0),
      role(botRole, world.bot.global_name ?? world.bot.username, BOT_PERMISSIONS, 1, world.bot.id),
    ],
  })
  for (const member of seed.members) putMember(world, seed.id, member, [])
  putMember(world, seed.id, world.bot, [botRole])
  for (const channel of seed.channels) putChannel(world, seed.id, channel)
  world.emit({
    t: "GUILD_CREATE",
    d: gatewayGuild(world, guild),
    audience: { in: "guild", guildId: guild.id },
    as: (personId) => pageGuild(world, guild, personId),
  })
  return guild
}

/** Adds a member; one who is there already stays as is. */
export function addMember(world: World, guildId: string, seed: UserSeed): MemberRecord {
  const known = world.members.get(`${guildId}.${seed.id}`)
  if (known !== undefined) return known
  const member = putMember(world, guildId, seed, [])
  world.emit({
    t: "GUILD_MEMBER_ADD",
    d: { ...memberView(world, member), guild_id: guildId },
    audience: { in: "guild", guildId },
  })
  return member
}

/** Makes a text channel. */
export function createChannel(
  world: World,
  guildId: string,
  seed: { readonly id?: string; readonly name: string; readonly topic?: string | null },
): TextChannelRecord {
  const channel = putChannel(world, guildId, seed)
  world.emit({
    t: "CHANNEL_CREATE",
    d: channelView(world, channel),
    audience: { in: "guild", guildId, channelId: channel.id },
  })
  return channel
}

/** Stores a changed channel and tells so. */
export function changeChannel(world: World, channel: TextChannelRecord): TextChannelRecord {
  world.channels.put(channel)
  world.emit({
    t: "CHANNEL_UPDATE",
    d: channelView(world, channel),
    audience: { in: "guild", guildId: channel.guild_id, channelId: channel.id },
  })
  return channel
}

/** The guild as the page lists it for a person: the channels that they may look into. */
export const pageGuild = (world: World, guild: GuildRecord, personId: string): PageGuild => ({
  id: guild.id,
  name: guild.name,
  channels: world.channels
    .in(guild.id)
    .filter((channel) => canSee(world, channel, personId))
    .map((channel) => channelView(world, channel)) as unknown as PageGuild["channels"],
  members: world.members.in(guild.id).map((member) => world.users.get(member.user_id)!),
})

function putMember(
  world: World,
  guildId: string,
  seed: UserSeed,
  roles: ReadonlyArray<string>,
): MemberRecord {
  if (world.users.get(seed.id) === undefined) world.users.put(makeUser(seed))
  return world.members.put({
    id: `${guildId}.${seed.id}`,
    guild_id: guildId,
    user_id: seed.id,
    nick: null,
    roles,
    joined_at: world.timestamp(),
  })
}

const putChannel = (
  world: World,
  guildId: string,
  seed: { readonly id?: string; readonly name: string; readonly topic?: string | null },
): TextChannelRecord =>
  world.channels.put({
    id: seed.id ?? world.newId(),
    type: ChannelType.GuildText,
    guild_id: guildId,
    name: seed.name,
    topic: seed.topic ?? null,
    position: world.channels.in(guildId).length,
    permission_overwrites: [],
  }) as TextChannelRecord

const role = (id: string, name: string, permissions: bigint, position: number, botId?: string): APIRole => ({
  id,
  name,
  permissions: permissions.toString(),
  position,
  color: 0,
  colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
  hoist: false,
  managed: botId !== undefined,
  mentionable: false,
  icon: null,
  unicode_emoji: null,
  flags: 0 as RoleFlags,
  ...(botId === undefined ? {} : { tags: { bot_id: botId } }),
})
