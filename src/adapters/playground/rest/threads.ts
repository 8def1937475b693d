import { ChannelType } from "discord-api-types/v10"
import { Schema } from "effect"
import { notInThisChannel, unknownMember, unknownUser } from "../refusal.ts"
import { form, maybe, text } from "../validate/form.ts"
import { requirePermission, visibleChannel } from "../world/permissions.ts"
import { isText, isThread, type ThreadRecord } from "../world/records.ts"
import { openThread, openThreadOn, setThreadMember } from "../world/threads.ts"
import { threadView } from "../world/views/channel.ts"
import { threadMembers } from "../world/views/member.ts"
import type { World } from "../world/world.ts"
import { bot, created, done, ok, type ApiRequest, type Route } from "./route.ts"

const shared = {
  name: text(1, 100),
  auto_archive_duration: maybe(Schema.Literals([60, 1440, 4320, 10080])),
}
const threadOnMessage = form(Schema.Struct(shared))
const threadAlone = form(Schema.Struct({ ...shared, type: maybe(Schema.Literal(ChannelType.PublicThread)) }))

export const threadRoutes: ReadonlyArray<Route> = [
  bot("POST", "/channels/:channel/messages/:message/threads", ({ world }, { params, body }) => {
    const seed = seedOf(world, threadOnMessage(body))
    const channel = threadableChannel(world, params["channel"]!)
    return created(threadView(world, openThreadOn(world, channel, params["message"]!, seed)))
  }),
  bot("POST", "/channels/:channel/threads", ({ world }, { params, body }) => {
    const seed = seedOf(world, threadAlone(body))
    return created(threadView(world, openThread(world, threadableChannel(world, params["channel"]!), seed)))
  }),
  bot("GET", "/channels/:channel/threads/archived/public", ({ world }, { params }) => {
    const channel = visibleChannel(world, params["channel"]!, world.bot.id)
    if (!isText(channel)) throw notInThisChannel()
    const threads = world
      .threadsIn(channel.guild_id)
      .filter((thread) => thread.parent_id === channel.id && thread.archived)
    return ok({
      threads: threads.map((thread) => threadView(world, thread)),
      members: threads.flatMap(threadMembers).filter((member) => member.user_id === world.bot.id),
      has_more: false,
    })
  }),
  bot("GET", "/channels/:channel/thread-members", ({ world }, request) =>
    ok(threadMembers(threadOf(world, request))),
  ),
  bot("GET", "/channels/:channel/thread-members/:user", ({ world }, request) => {
    const user = userOf(world, request)
    const member = threadMembers(threadOf(world, request)).find((one) => one.user_id === user)
    if (member === undefined) throw unknownMember()
    return ok(member)
  }),
  bot("PUT", "/channels/:channel/thread-members/:user", ({ world }, request) => {
    const thread = threadOf(world, request)
    const user = userOf(world, request)
    if (world.members.get(`${thread.guild_id}.${user}`) === undefined) throw unknownUser()
    setThreadMember(world, thread, user, true)
    return done
  }),
  bot("DELETE", "/channels/:channel/thread-members/:user", ({ world }, request) => {
    const thread = threadOf(world, request)
    const user = userOf(world, request)
    if (user !== world.bot.id && thread.owner_id !== world.bot.id) {
      requirePermission(world, thread, world.bot.id, "ManageThreads")
    }
    setThreadMember(world, thread, user, false)
    return done
  }),
]

function threadableChannel(world: World, channelId: string) {
  const channel = visibleChannel(world, channelId, world.bot.id)
  requirePermission(world, channel, world.bot.id, "CreatePublicThreads")
  return channel
}

function threadOf(world: World, { params }: ApiRequest): ThreadRecord {
  const channel = visibleChannel(world, params["channel"]!, world.bot.id)
  if (!isThread(channel)) throw notInThisChannel()
  return channel
}

const userOf = (world: World, { params }: ApiRequest): string =>
  params["user"] === "@me" ? world.bot.id : params["user"]!

const seedOf = (world: World, { name, auto_archive_duration }: ReturnType<typeof threadOnMessage>) => ({
  name,
  ownerId: world.bot.id,
  autoArchiveDuration: auto_archive_duration ?? undefined,
})
