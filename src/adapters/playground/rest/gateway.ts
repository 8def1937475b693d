import { bot, ok, open, type ApiRequest, type Route } from "./route.ts"

const url = ({ origin }: ApiRequest): string => `${origin.replace("http", "ws")}/gateway`

export const gatewayRoutes: ReadonlyArray<Route> = [
  open("GET", "/gateway", (_, request) => ok({ url: url(request) })),
  bot("GET", "/gateway/bot", (api, request) =>
    ok({
      url: url(request),
      shards: Math.max(1, Math.ceil(api.world.guilds.all().length / 1000)),
      session_start_limit: api.identifies.sessionStartLimit,
    }),
  ),
]
