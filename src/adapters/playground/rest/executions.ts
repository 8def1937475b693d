/** `/webhooks/:webhook/:token…` speaks for a webhook or, under the application's id, for an interaction. */
import {
  deleteInteractionMessage,
  editInteractionMessage,
  followUpInteraction,
  readInteractionMessage,
} from "./interactions.ts"
import { open, type Route } from "./route.ts"
import {
  deleteWebhookMessage,
  editWebhookMessage,
  executeWebhook,
  readWebhookMessage,
} from "./webhook-messages.ts"

const either =
  (forWebhook: Route["handle"], forInteraction: Route["handle"]): Route["handle"] =>
  (api, request) =>
    request.params["webhook"] === api.world.bot.id ? forInteraction(api, request) : forWebhook(api, request)

const MESSAGE = "/webhooks/:webhook/:token/messages/:message"

export const executionRoutes: ReadonlyArray<Route> = [
  open("POST", "/webhooks/:webhook/:token", either(executeWebhook, followUpInteraction)),
  open("GET", MESSAGE, either(readWebhookMessage, readInteractionMessage)),
  open("PATCH", MESSAGE, either(editWebhookMessage, editInteractionMessage)),
  open("DELETE", MESSAGE, either(deleteWebhookMessage, deleteInteractionMessage)),
]
