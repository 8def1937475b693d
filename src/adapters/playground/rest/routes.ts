import { applicationRoutes } from "./applications.ts"
import { channelRoutes } from "./channels.ts"
import { executionRoutes } from "./executions.ts"
import { gatewayRoutes } from "./gateway.ts"
import { guildRoutes } from "./guilds.ts"
import { messageRoutes } from "./messages.ts"
import type { Route } from "./route.ts"
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
  ...webhookRoutes,
  ...executionRoutes,
]
