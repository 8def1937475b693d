/**
 * Who may do what where, computed as Discord does: roles of the guild, then the overwrites of the channel for
 * @everyone, for roles, for the member. https://discord.com/developers/docs/topics/permissions
 */
import {
  InteractionContextType,
  PermissionFlagsBits as Bits,
  type APIApplicationCommand,
  type APIOverwrite,
} from "discord-api-types/v10"
import { missingAccess, missingPermissions, threadLocked, unknownChannel } from "../refusal.ts"
import { isDm, isText, isThread, type ChannelRecord, type TextChannelRecord } from "./records.ts"
import type { World } from "./world.ts"

export const ALL_PERMISSIONS: bigint = Object.values(Bits).reduce((all, bit) => all | bit, 0n)

/** What a new guild gives to everybody. */
export const EVERYONE_PERMISSIONS: bigint =
  Bits.ViewChannel |
  Bits.SendMessages |
  Bits.SendMessagesInThreads |
  Bits.CreatePublicThreads |
  Bits.ReadMessageHistory |
  Bits.AddReactions |
  Bits.EmbedLinks |
  Bits.AttachFiles |
  Bits.UseExternalEmojis |
  Bits.UseApplicationCommands

/** What the bot asks for when it is invited. */
export const BOT_PERMISSIONS: bigint =
  EVERYONE_PERMISSIONS | Bits.ManageWebhooks | Bits.ManageMessages | Bits.ManageThreads | Bits.ManageChannels

/** In a direct conversation there are no roles. */
const DM_PERMISSIONS: bigint =
  Bits.ViewChannel |
  Bits.SendMessages |
  Bits.ReadMessageHistory |
  Bits.AddReactions |
  Bits.EmbedLinks |
  Bits.AttachFiles |
  Bits.UseExternalEmojis |
  Bits.UseApplicationCommands

/** Permissions of a member in the whole guild; none for who is not in it. */
export function guildPermissions(world: World, guildId: string, userId: string): bigint {
  const guild = world.guilds.get(guildId)
  const member = world.members.get(`${guildId}.${userId}`)
  if (guild === undefined || member === undefined) return 0n
  if (guild.owner_id === userId) return ALL_PERMISSIONS
  const held = guild.roles
    .filter((role) => role.id === guildId || member.roles.includes(role.id))
    .reduce((sum, role) => sum | BigInt(role.permissions), 0n)
  return (held & Bits.Administrator) === 0n ? held : ALL_PERMISSIONS
}

/** Permissions of a user in a channel. A thread has those of its parent. */
export function channelPermissions(world: World, channel: ChannelRecord, userId: string): bigint {
  if (isDm(channel)) return userId === world.bot.id || userId === channel.person_id ? DM_PERMISSIONS : 0n
  const base = guildPermissions(world, channel.guild_id, userId)
  if (base === ALL_PERMISSIONS) return base
  const place = isText(channel) ? channel : (world.channels.get(channel.parent_id) as TextChannelRecord)
  const member = world.members.get(`${channel.guild_id}.${userId}`)
  const permissions = withOverwrites(base, place.permission_overwrites, {
    everyone: channel.guild_id,
    roles: member?.roles ?? [],
    userId,
  })
  return (permissions & Bits.ViewChannel) === 0n ? 0n : permissions
}

function withOverwrites(
  base: bigint,
  overwrites: ReadonlyArray<APIOverwrite>,
  who: { readonly everyone: string; readonly roles: ReadonlyArray<string>; readonly userId: string },
): bigint {
  const levels = [
    overwrites.filter((overwrite) => overwrite.id === who.everyone),
    overwrites.filter((overwrite) => who.roles.includes(overwrite.id)),
    overwrites.filter((overwrite) => overwrite.id === who.userId),
  ]
  return levels.reduce((permissions, level) => {
    const deny = level.reduce((sum, overwrite) => sum | BigInt(overwrite.deny), 0n)
    const allow = level.reduce((sum, overwrite) => sum | BigInt(overwrite.allow), 0n)
    return (permissions & ~deny) | allow
  }, base)
}

/** The channel, for someone who may see it. Refuses with 10003 or 50001. */
export function visibleChannel(world: World, channelId: string, userId: string): ChannelRecord {
  const channel = world.channels.get(channelId)
  if (channel === undefined) throw unknownChannel()
  if (!canSee(world, channel, userId)) throw missingAccess()
  return channel
}

/** The channel, for someone who may write in it. Refuses with 10003, 50001, 50013 or, when it is locked, 160005. */
export function writableChannel(world: World, channelId: string, userId: string): ChannelRecord {
  const channel = visibleChannel(world, channelId, userId)
  requirePermission(world, channel, userId, isThread(channel) ? "SendMessagesInThreads" : "SendMessages")
  if (isThread(channel) && channel.locked) throw threadLocked()
  return channel
}

export const canSee = (world: World, channel: ChannelRecord, userId: string): boolean =>
  (channelPermissions(world, channel, userId) & Bits.ViewChannel) !== 0n

/** Refuses with 50013 unless the user has the permission in the channel. */
export function requirePermission(
  world: World,
  channel: ChannelRecord,
  userId: string,
  permission: keyof typeof Bits,
): void {
  if ((channelPermissions(world, channel, userId) & Bits[permission]) === 0n) throw missingPermissions()
}

/**
 * Who may use a command: where it is offered at all (50001 elsewhere), who may use commands, and who has what the command
 * asks of members by default (50013). In direct messages nobody has permissions, and none is asked for.
 * https://discord.com/developers/docs/interactions/application-commands#permissions
 */
export function requireCommand(
  world: World,
  channel: ChannelRecord,
  userId: string,
  { contexts, default_member_permissions, guild_id }: APIApplicationCommand,
): void {
  const context = isDm(channel) ? InteractionContextType.BotDM : InteractionContextType.Guild
  if (contexts?.includes(context) === false) throw missingAccess()
  if (guild_id !== undefined && (isDm(channel) || channel.guild_id !== guild_id)) throw missingAccess()
  requirePermission(world, channel, userId, "UseApplicationCommands")
  const needed = BigInt(default_member_permissions ?? 0)
  const held = channelPermissions(world, channel, userId)
  // "0" is for administrators alone.
  const isAdministrator = (held & Bits.Administrator) !== 0n
  if (isDm(channel) || default_member_permissions === null || isAdministrator) return
  if (needed === 0n || (held & needed) !== needed) throw missingPermissions()
}
