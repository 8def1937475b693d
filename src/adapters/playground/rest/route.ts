/** What a REST route is made of. The handlers stand beside this file, one area each. */
import type { APIAttachment, APIMessage } from "discord-api-types/v10"
import type { IdentifyBudget } from "../gateway/identify-budget.ts"
import { withoutContent, type PrivilegedIntent } from "../gateway/intents.ts"
import { isDm, type MessageRecord } from "../world/records.ts"
import { messageView } from "../world/views/message.ts"
import type { World } from "../world/world.ts"

/** What handlers work with. */
export interface Api {
  readonly world: World
  readonly identifies: IdentifyBudget
  /** The privileged intents that are enabled for the bot. */
  readonly enabled: ReadonlyArray<PrivilegedIntent>
}

export interface ApiRequest {
  /** Under which the client reaches this server: `http://127.0.0.1:4010` */
  readonly origin: string
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly body: unknown
  /** Files of a multipart body, stored and described. */
  readonly attachments: ReadonlyArray<APIAttachment>
}

export interface Reply {
  readonly status: number
  readonly body?: unknown
}

export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE"
  /** Below `/api/v10`, parameters as `:name`. */
  readonly path: `/${string}`
  /** Whether the bot's token is asked for; the others carry a token of their own in the path. */
  readonly authorized: boolean
  readonly handle: (api: Api, request: ApiRequest) => Reply
}

/** A route for the bot. */
export const bot = (method: Route["method"], path: Route["path"], handle: Route["handle"]): Route => ({
  method,
  path,
  authorized: true,
  handle,
})

/** A route for whoever knows the token in its path. */
export const open = (method: Route["method"], path: Route["path"], handle: Route["handle"]): Route => ({
  method,
  path,
  authorized: false,
  handle,
})

export const ok = (body: unknown): Reply => ({ status: 200, body })
export const created = (body: unknown): Reply => ({ status: 201, body })
export const done: Reply = { status: 204 }

/** A message as the bot gets it: without MESSAGE_CONTENT, REST hides the content as the gateway does. */
export function shown(api: Api, record: MessageRecord): APIMessage {
  const message = messageView(api.world, record, api.world.bot.id)
  if (api.enabled.includes("MESSAGE_CONTENT")) return message
  const channel = api.world.channels.get(record.channel_id)
  return withoutContent(api.world, message, channel === undefined || !isDm(channel))
}
