import { missingAccess, unknownGuild } from "../refusal.ts"
import { commandList, newCommand } from "../validate/commands.ts"
import {
  commandById,
  commandsIn,
  registerCommand,
  removeCommand,
  replaceCommand,
  replaceCommands,
  type CommandScope,
} from "../world/commands.ts"
import { bot, created, done, ok, type Api, type ApiRequest, type Route } from "./route.ts"

/** The same five routes, once for all guilds and once for one. */
const routesAt = (path: Route["path"]): ReadonlyArray<Route> => [
  bot("GET", path, (api, request) => ok(commandsIn(api.world, scopeOf(api, request)))),
  bot("PUT", path, (api, request) =>
    ok(replaceCommands(api.world, scopeOf(api, request), commandList(request.body))),
  ),
  bot("POST", path, (api, request) => {
    const scope = scopeOf(api, request)
    const { command, isNew } = registerCommand(api.world, scope, newCommand(request.body))
    return isNew ? created(command) : ok(command)
  }),
  bot("GET", `${path}/:command`, (api, request) => ok(commandOf(api, request))),
  bot("PATCH", `${path}/:command`, (api, request) => {
    const command = commandOf(api, request)
    const seed = newCommand({ ...command, ...(request.body as object), type: command.type })
    return ok(replaceCommand(api.world, command, seed))
  }),
  bot("DELETE", `${path}/:command`, (api, request) => {
    removeCommand(api.world, commandOf(api, request))
    return done
  }),
]

export const commandRoutes: ReadonlyArray<Route> = [
  ...routesAt("/applications/:application/commands"),
  ...routesAt("/applications/:application/guilds/:guild/commands"),
]

/** Where the path points. A bot reaches its own application's commands only. */
function scopeOf({ world }: Api, { params }: ApiRequest): CommandScope {
  if (params["application"] !== world.bot.id) throw missingAccess()
  const guildId = params["guild"]
  if (guildId !== undefined && world.guilds.get(guildId) === undefined) throw unknownGuild()
  return guildId
}

const commandOf = (api: Api, request: ApiRequest) =>
  commandById(api.world, scopeOf(api, request), request.params["command"]!)
