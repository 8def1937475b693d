import { applicationFlags } from "../application.ts"
import type { World } from "../world/world.ts"
import { bot, ok, type Api, type Route } from "./route.ts"

/** The bot's application: its id is the bot's. */
const application = ({ world, enabled }: Api) => {
  const flags = applicationFlags(enabled)
  return {
    id: world.bot.id,
    name: world.bot.global_name ?? world.bot.username,
    icon: null,
    description: "",
    summary: "",
    type: null,
    bot: world.bot,
    bot_public: false,
    bot_require_code_grant: false,
    verify_key: "0".repeat(64),
    flags,
    flags_new: String(flags),
    redirect_uris: [],
    interactions_endpoint_url: null,
    role_connections_verification_url: null,
    owner: ownerOf(world),
    approximate_guild_count: world.guilds.all().length,
    approximate_user_install_count: 0,
    approximate_user_authorization_count: 0,
    explicit_content_filter: 0,
    team: null,
    eligible_oauth2_scopes: [],
  }
}

const ownerOf = (world: World) => world.users.all().find((user) => user.bot !== true) ?? world.bot

export const applicationRoutes: ReadonlyArray<Route> = [
  bot("GET", "/oauth2/applications/@me", (api) => ok(application(api))),
  bot("GET", "/applications/@me", (api) => ok(application(api))),
]
