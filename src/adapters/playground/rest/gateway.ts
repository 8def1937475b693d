import { bot, ok, open, type Api, type Route } from "./route.ts"

const url = (api: Api): string => `${api.origin.replace("http", "ws")}/gateway`

export const gatewayRoutes: ReadonlyArray<Route> = [
  open("GET", "/gateway", (api) => ok({ url: url(api) })),
  bot("GET", "/gateway/bot", (api) =>
    ok({
      url: url(api),
      shards: Math.max(1, Math.ceil(api.world.guilds.all().length / 1000)),
      session_start_limit: api.identifies.sessionStartLimit,
    }),
  ),
]
