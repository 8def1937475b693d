import { Schema } from "effect"
import { cannotSendToUser, unknownUser } from "../refusal.ts"
import { form, Id } from "../validate/form.ts"
import { openDm } from "../world/conversation.ts"
import { guildPermissions } from "../world/permissions.ts"
import { channelView } from "../world/views/channel.ts"
import { bot, ok, type Route } from "./route.ts"

const recipient = form(Schema.Struct({ recipient_id: Id }))

export const userRoutes: ReadonlyArray<Route> = [
  bot("GET", "/users/:user", ({ world }, { params }) => {
    if (params["user"] === "@me") {
      return ok({ ...world.bot, verified: true, email: null, mfa_enabled: false, locale: "en-US" })
    }
    const user = world.users.get(params["user"]!)
    if (user === undefined) throw unknownUser()
    return ok(user)
  }),
  bot("GET", "/users/@me/guilds", ({ world }) =>
    ok(
      world.guilds.all().map((guild) => ({
        id: guild.id,
        name: guild.name,
        icon: null,
        banner: null,
        owner: guild.owner_id === world.bot.id,
        permissions: guildPermissions(world, guild.id, world.bot.id).toString(),
        features: [],
        approximate_member_count: world.members.in(guild.id).length,
      })),
    ),
  ),
  bot("POST", "/users/@me/channels", ({ world }, { body }) => {
    const person = world.users.get(recipient(body).recipient_id)
    if (person === undefined) throw unknownUser()
    if (person.bot === true) throw cannotSendToUser()
    return ok(channelView(world, openDm(world, person)))
  }),
]
