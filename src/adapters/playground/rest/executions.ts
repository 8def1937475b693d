/** `/webhooks/:webhook/:token…` speaks for a webhook, or, under the application's id, for an interaction. */
import { open, type Route } from "./route.ts"
import {
  deleteWebhookMessage,
  editWebhookMessage,
  executeWebhook,
  readWebhookMessage,
} from "./webhook-messages.ts"

export const executionRoutes: ReadonlyArray<Route> = [
  open("POST", "/webhooks/:webhook/:token", executeWebhook),
  open("GET", "/webhooks/:webhook/:token/messages/:message", readWebhookMessage),
  open("PATCH", "/webhooks/:webhook/:token/messages/:message", editWebhookMessage),
  open("DELETE", "/webhooks/:webhook/:token/messages/:message", deleteWebhookMessage),
]
