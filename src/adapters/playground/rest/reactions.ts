import { Schema } from "effect"
import { form, Id, queryInteger } from "../validate/form.ts"
import { addReaction, clearReactions, parseEmoji, reactorsOf, removeReaction } from "../world/reactions.ts"
import { requirePermission } from "../world/permissions.ts"
import { target } from "./messages.ts"
import { bot, done, ok, type Route } from "./route.ts"

const reactorQuery = form(
  Schema.Struct({ limit: Schema.optional(queryInteger(1, 100)), after: Schema.optional(Id) }),
)

const ALL = "/channels/:channel/messages/:message/reactions"
const OF_EMOJI = `${ALL}/:emoji` as const
const OF_USER = `${OF_EMOJI}/:user` as const

export const reactionRoutes: ReadonlyArray<Route> = [
  bot("PUT", OF_USER, ({ world }, request) => {
    const { channel, message } = target(world, request)
    requirePermission(world, channel, world.bot.id, "ReadMessageHistory")
    const isNew = reactorsOf(message, parseEmoji(request.params["emoji"]!)).length === 0
    if (isNew) requirePermission(world, channel, world.bot.id, "AddReactions")
    addReaction(world, message, request.params["emoji"]!, world.bot.id)
    return done
  }),
  bot("DELETE", OF_USER, ({ world }, request) => {
    const { channel, message } = target(world, request)
    const user = request.params["user"] === "@me" ? world.bot.id : request.params["user"]!
    if (user !== world.bot.id) requirePermission(world, channel, world.bot.id, "ManageMessages")
    removeReaction(world, message, request.params["emoji"]!, user)
    return done
  }),
  bot("GET", OF_EMOJI, ({ world }, request) => {
    const { message } = target(world, request)
    const { limit = 25, after = "0" } = reactorQuery(request.query)
    const users = reactorsOf(message, parseEmoji(request.params["emoji"]!))
      .filter((id) => BigInt(id) > BigInt(after))
      .slice(0, limit)
    return ok(users.flatMap((id) => world.users.get(id) ?? []))
  }),
  bot("DELETE", OF_EMOJI, ({ world }, request) => {
    const { channel, message } = target(world, request)
    requirePermission(world, channel, world.bot.id, "ManageMessages")
    clearReactions(world, message, parseEmoji(request.params["emoji"]!))
    return done
  }),
  bot("DELETE", ALL, ({ world }, request) => {
    const { channel, message } = target(world, request)
    requirePermission(world, channel, world.bot.id, "ManageMessages")
    clearReactions(world, message)
    return done
  }),
]
