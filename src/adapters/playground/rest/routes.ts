import { applicationRoutes } from "./applications.ts"
import { channelRoutes } from "./channels.ts"
import { commandRoutes } from "./commands.ts"
import { executionRoutes } from "./executions.ts"
import { gatewayRoutes } from "./gateway.ts"
import { guildRoutes } from "./guilds.ts"
import { interactionRoutes } from "./interactions.ts"
import { messageRoutes } from "./messages.ts"
import { reactionRoutes } from "./reactions.ts"
import type { Route } from "./route.ts"
import { threadRoutes } from "./threads.ts"
import { userRoutes } from "./users.ts"
import { webhookRoutes } from "./webhooks.ts"

/** Everything below `/api/v10`. */
export const routes: ReadonlyArray<Route> = [
  ...gatewayRoutes,
  ...applicationRoutes,
  ...userRoutes,
  ...guildRoutes,
  ...channelRoutes,
  ...messageRoutes,
  ...reactionRoutes,
  ...threadRoutes,
  ...webhookRoutes,
  ...executionRoutes,
  ...commandRoutes,
  ...interactionRoutes,
]
