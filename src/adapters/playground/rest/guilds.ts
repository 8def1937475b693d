import { ChannelType } from "discord-api-types/v10"
import { Schema } from "effect"
import { missingAccess, missingPermissions, unknownGuild, unknownMember } from "../refusal.ts"
import { form, maybe, queryInteger, text, Id } from "../validate/form.ts"
import { createChannel } from "../world/guilds.ts"
import { canSee, guildPermissions } from "../world/permissions.ts"
import { PermissionFlagsBits } from "discord-api-types/v10"
import type { GuildRecord } from "../world/records.ts"
import { channelView, threadView } from "../world/views/channel.ts"
import { guildView } from "../world/views/guild.ts"
import { memberView, threadMembers } from "../world/views/member.ts"
import type { World } from "../world/world.ts"
import { bot, created, ok, type ApiRequest, type Route } from "./route.ts"

const guildQuery = form(Schema.Struct({ with_counts: Schema.optional(Schema.String) }))
const memberQuery = form(
  Schema.Struct({ limit: Schema.optional(queryInteger(1, 1000)), after: Schema.optional(Id) }),
)
const newChannel = form(
  Schema.Struct({
    name: text(1, 100),
    type: maybe(Schema.Literal(ChannelType.GuildText)),
    topic: maybe(text(0, 1024)),
  }),
)

function guildOf(world: World, { params }: ApiRequest): GuildRecord {
  const guild = world.guilds.get(params["guild"]!)
  if (guild === undefined) throw unknownGuild()
  return guild
}

export const guildRoutes: ReadonlyArray<Route> = [
  bot("GET", "/guilds/:guild", ({ world }, request) => {
    const guild = guildOf(world, request)
    const count = world.members.in(guild.id).length
    return ok({
      ...guildView(guild),
      ...(guildQuery(request.query).with_counts === "true"
        ? { approximate_member_count: count, approximate_presence_count: count }
        : {}),
    })
  }),
  bot("GET", "/guilds/:guild/roles", ({ world }, request) => ok(guildOf(world, request).roles)),
  bot("GET", "/guilds/:guild/channels", ({ world }, request) =>
    ok(
      world.channels
        .in(guildOf(world, request).id)
        .filter((channel) => channel.type === ChannelType.GuildText)
        .map((channel) => channelView(world, channel)),
    ),
  ),
  bot("POST", "/guilds/:guild/channels", ({ world }, request) => {
    const guild = guildOf(world, request)
    const { name, topic } = newChannel(request.body)
    const held = guildPermissions(world, guild.id, world.bot.id)
    if ((held & PermissionFlagsBits.ManageChannels) === 0n) throw missingPermissions()
    return created(channelView(world, createChannel(world, guild.id, { name, topic: topic ?? null })))
  }),
  bot("GET", "/guilds/:guild/threads/active", ({ world }, request) => {
    const threads = world
      .threadsIn(guildOf(world, request).id)
      .filter((thread) => !thread.archived && canSee(world, thread, world.bot.id))
    return ok({
      threads: threads.map((thread) => threadView(world, thread)),
      members: threads.flatMap(threadMembers).filter((member) => member.user_id === world.bot.id),
      has_more: false,
    })
  }),
  bot("GET", "/guilds/:guild/members", ({ world, enabled }, request) => {
    if (!enabled.includes("GUILD_MEMBERS")) throw missingAccess()
    const { limit = 1, after = "0" } = memberQuery(request.query)
    const members = world.members
      .in(guildOf(world, request).id)
      .toSorted((a, b) => (BigInt(a.user_id) < BigInt(b.user_id) ? -1 : 1))
      .filter((member) => BigInt(member.user_id) > BigInt(after))
    return ok(members.slice(0, limit).map((member) => memberView(world, member)))
  }),
  bot("GET", "/guilds/:guild/members/:user", ({ world }, request) => {
    const member = world.members.get(`${guildOf(world, request).id}.${request.params["user"]}`)
    if (member === undefined) throw unknownMember()
    return ok(memberView(world, member))
  }),
]
