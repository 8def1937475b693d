import { Schema } from "effect"
import { notInThisChannel } from "../refusal.ts"
import { form, maybe, text } from "../validate/form.ts"
import { startTyping } from "../world/conversation.ts"
import { changeChannel } from "../world/guilds.ts"
import { requirePermission, visibleChannel, writableChannel } from "../world/permissions.ts"
import { changeThread } from "../world/thread-state.ts"
import { channelView } from "../world/views/channel.ts"
import { bot, done, ok, type Route } from "./route.ts"
import { isDm, isThread } from "../world/records.ts"

const channelChanges = form(
  Schema.Struct({
    name: Schema.optional(text(1, 100)),
    topic: maybe(text(0, 1024)),
    archived: Schema.optional(Schema.Boolean),
    locked: Schema.optional(Schema.Boolean),
    auto_archive_duration: Schema.optional(Schema.Literals([60, 1440, 4320, 10080])),
  }),
)

export const channelRoutes: ReadonlyArray<Route> = [
  bot("GET", "/channels/:channel", ({ world }, { params }) =>
    ok(channelView(world, visibleChannel(world, params["channel"]!, world.bot.id))),
  ),
  bot("PATCH", "/channels/:channel", ({ world }, { params, body }) => {
    const channel = visibleChannel(world, params["channel"]!, world.bot.id)
    const { topic, ...changes } = channelChanges(body)
    if (isDm(channel)) throw notInThisChannel()
    if (isThread(channel)) {
      const mine = channel.owner_id === world.bot.id && changes.locked === undefined
      if (!mine) requirePermission(world, channel, world.bot.id, "ManageThreads")
      return ok(channelView(world, changeThread(world, channel, withoutUndefined(changes))))
    }
    requirePermission(world, channel, world.bot.id, "ManageChannels")
    const changed = changeChannel(world, {
      ...channel,
      name: changes.name ?? channel.name,
      topic: topic === undefined ? channel.topic : topic,
    })
    return ok(channelView(world, changed))
  }),
  bot("POST", "/channels/:channel/typing", ({ world }, { params }) => {
    startTyping(world, writableChannel(world, params["channel"]!, world.bot.id), world.bot.id)
    return done
  }),
]

const withoutUndefined = <T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as never
