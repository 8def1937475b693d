/** What each route of simulated Discord does: only those that Orrery asks for. */
import { RESTJSONErrorCodes as Code } from "discord-api-types/v10"
import { Schema } from "effect"
import { self, type Guilds, type Message, type Webhook } from "./guilds.ts"

export interface Request {
  readonly method: string
  readonly route: string
  readonly body: unknown
  readonly query: Readonly<Record<string, string>>
}

export type Answer =
  | { readonly body: unknown }
  | { readonly status: number; readonly code: number; readonly message: string }

const Said = Schema.Struct({
  content: Schema.String,
  nonce: Schema.optionalKey(Schema.String),
  username: Schema.optionalKey(Schema.String),
})
const said = Schema.decodeUnknownSync(Said)

const refuse = (status: number, code: number, message: string): Answer => ({ status, code, message })

type Handler = (guilds: Guilds, request: Request, ...ids: ReadonlyArray<string>) => Answer

const showHook = ({ id, token }: Webhook) => ({
  id,
  token,
  name: "Orrery",
  application_id: self.application,
})

const mayHook = (guilds: Guilds, channel: string): boolean => guilds.channels.get(channel)?.hooked === true

/** Lets a message say something else, or be no more. */
const change = (guilds: Guilds, { method, body }: Request, message: Message | undefined): Answer => {
  if (message === undefined) return refuse(404, Code.UnknownMessage, "Unknown Message")
  if (method === "DELETE") {
    guilds.remove(message)
    return { body: null }
  }
  const { content } = said(body)
  return content.trim() === "" || content.length > 2000
    ? refuse(400, Code.CannotSendAnEmptyMessage, "Invalid content")
    : { body: guilds.edit(message, content) }
}

/** Its own, and of others only to delete it: it may manage messages. */
const changeAsBot: Handler = (guilds, request, channel, id) => {
  const message = guilds.messageIn(channel!, id!)
  return request.method === "PATCH" && message !== undefined && message.author.id !== self.id
    ? refuse(
        403,
        Code.CannotEditMessageAuthoredByAnotherUser,
        "Cannot edit a message authored by another user",
      )
    : change(guilds, request, message)
}

const changeThroughHook: Handler = (guilds, request, id, token, of) => {
  const hook = guilds.webhooks.get(id!)
  if (hook === undefined || hook.token !== token) return refuse(404, Code.UnknownWebhook, "Unknown Webhook")
  const message = guilds.messageIn(request.query["thread_id"] ?? hook.channel, of!)
  return change(guilds, request, message?.webhook_id === hook.id ? message : undefined)
}

const table: ReadonlyArray<readonly [method: string, pattern: RegExp, handler: Handler]> = [
  [
    "GET",
    /^\/channels\/(\d+)$/,
    (guilds, _, id) => {
      const channel = guilds.channels.get(id!)
      if (channel === undefined) return refuse(404, Code.UnknownChannel, "Unknown Channel")
      const { type, guild, parent } = channel
      return { body: { id, type, parent_id: parent, ...(guild === null ? {} : { guild_id: guild }) } }
    },
  ],
  [
    "GET",
    /^\/channels\/(\d+)\/webhooks$/,
    (guilds, _, channel) =>
      mayHook(guilds, channel!)
        ? { body: [...guilds.webhooks.values()].filter((it) => it.channel === channel).map(showHook) }
        : refuse(403, Code.MissingPermissions, "Missing Permissions"),
  ],
  [
    "POST",
    /^\/channels\/(\d+)\/webhooks$/,
    (guilds, _, channel) =>
      mayHook(guilds, channel!)
        ? { body: showHook(guilds.newWebhook(channel!)) }
        : refuse(403, Code.MissingPermissions, "Missing Permissions"),
  ],
  [
    "GET",
    /^\/channels\/(\d+)\/messages$/,
    (guilds, { query }, channel) => {
      const limit = Number(query["limit"] ?? 50)
      const { after, before } = query
      const said = guilds.said(channel!)
      const all = before === undefined ? said : said.filter(({ id }) => BigInt(id) < BigInt(before))
      const page =
        after === undefined
          ? all.slice(-limit)
          : all.filter(({ id }) => BigInt(id) > BigInt(after)).slice(0, limit)
      return { body: page.toReversed() }
    },
  ],
  [
    "POST",
    /^\/channels\/(\d+)\/messages$/,
    (guilds, { body }, channel) => {
      const { content, nonce } = said(body)
      if (content.trim() === "" || content.length > 2000)
        return refuse(400, Code.CannotSendAnEmptyMessage, "Invalid content")
      const author = { id: self.id, username: self.name, bot: true } as const
      return { body: guilds.post({ channel_id: channel!, content, author, mentions: [] }, nonce) }
    },
  ],
  ["POST", /^\/channels\/\d+\/typing$/, () => ({ body: null })],
  ["PATCH", /^\/channels\/(\d+)\/messages\/(\d+)$/, changeAsBot],
  ["DELETE", /^\/channels\/(\d+)\/messages\/(\d+)$/, changeAsBot],
  ["PATCH", /^\/webhooks\/(\d+)\/([\w-]+)\/messages\/(\d+)$/, changeThroughHook],
  ["DELETE", /^\/webhooks\/(\d+)\/([\w-]+)\/messages\/(\d+)$/, changeThroughHook],
  [
    "POST",
    /^\/webhooks\/(\d+)\/([\w-]+)$/,
    (guilds, { body, query }, id, token) => {
      const hook = guilds.webhooks.get(id!)
      if (hook === undefined || hook.token !== token)
        return refuse(404, Code.UnknownWebhook, "Unknown Webhook")
      const { content, username } = said(body)
      if (content.trim() === "" || content.length > 2000)
        return refuse(400, Code.CannotSendAnEmptyMessage, "Invalid content")
      const author = { id: hook.id, username: username ?? "Orrery", bot: true } as const
      const message = guilds.post({
        channel_id: query["thread_id"] ?? hook.channel,
        content,
        author,
        webhook_id: hook.id,
        application_id: self.application,
        mentions: [],
      })
      return { body: message }
    },
  ],
]

export const routes = (guilds: Guilds, request: Request): Answer => {
  for (const [method, pattern, handler] of table) {
    const match = method === request.method ? pattern.exec(request.route) : null
    if (match !== null) return handler(guilds, request, ...match.slice(1))
  }
  return refuse(404, Code.GeneralError, `simulated Discord has no ${request.method} ${request.route}`)
}
