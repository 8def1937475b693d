import { PermissionFlagsBits } from "discord-api-types/v10"
import { Predicate, Schema } from "effect"
import {
  cannotEditOthers,
  cannotReplyWithoutHistory,
  invalidForm,
  tooOldToDelete,
  unknownMessage,
} from "../refusal.ts"
import { timeOf } from "../snowflakes.ts"
import { form, Id, list, queryInteger } from "../validate/form.ts"
import { createdMessage, editedMessage } from "../validate/message-body.ts"
import { keptAttachments } from "../world/draft.ts"
import { deleteMessage, deleteMessages, editMessage, messageIn, postMessage } from "../world/messages.ts"
import {
  channelPermissions,
  requirePermission,
  visibleChannel,
  writableChannel,
} from "../world/permissions.ts"
import type { ChannelRecord, MessageRecord } from "../world/records.ts"
import type { World } from "../world/world.ts"
import { bot, done, ok, shown, type ApiRequest, type Route } from "./route.ts"

const history = form(
  Schema.Struct({
    limit: Schema.optional(queryInteger(1, 100)),
    before: Schema.optional(Id),
    after: Schema.optional(Id),
    around: Schema.optional(Id),
  }),
)
/** Older messages must be deleted one by one. Milliseconds. */
const TWO_WEEKS = 14 * 86_400_000

const bulk = form(Schema.Struct({ messages: list(Id, 2, 100) }))

export const messageRoutes: ReadonlyArray<Route> = [
  bot("GET", "/channels/:channel/messages", (api, { params, query }) => {
    const { world } = api
    const channel = visibleChannel(world, params["channel"]!, world.bot.id)
    const range = history(query)
    // Without the permission Discord answers an empty list, not an error.
    if (!mayReadHistory(world, channel)) return ok([])
    const messages = world.messages.history(channel.id, { ...range, limit: range.limit ?? 50 })
    return ok(messages.filter((message) => message.only_for === undefined).map((m) => shown(api, m)))
  }),
  bot("GET", "/channels/:channel/messages/:message", (api, request) => {
    const { channel, message } = target(api.world, request)
    requirePermission(api.world, channel, api.world.bot.id, "ReadMessageHistory")
    return ok(shown(api, message))
  }),
  bot("POST", "/channels/:channel/messages", (api, { params, body, attachments }) => {
    const { world } = api
    const channel = writableChannel(world, params["channel"]!, world.bot.id)
    const { allowed_mentions, message_reference, enforce_nonce, ...sent } = createdMessage(body)
    if (enforce_nonce === true && Predicate.isNotNullish(sent.nonce)) {
      const known = world.messages.withNonce(channel.id, world.bot.id, String(sent.nonce), world.now())
      if (known !== undefined) return ok(shown(api, known))
    }
    const message = postMessage(world, {
      ...sent,
      channel,
      author: world.bot,
      allowed: allowed_mentions,
      attachments,
      replyTo: repliedTo(world, channel, message_reference),
      rememberNonce: enforce_nonce === true,
    })
    return ok(shown(api, message))
  }),
  bot("PATCH", "/channels/:channel/messages/:message", (api, request) => {
    const { message } = target(api.world, request)
    if (message.author.id !== api.world.bot.id) throw cannotEditOthers()
    const { allowed_mentions, attachments: kept, ...changes } = editedMessage(request.body, message.flags)
    const attachments = keptAttachments(message, kept, request.attachments)
    return ok(
      shown(api, editMessage(api.world, message, { ...changes, attachments, allowed: allowed_mentions })),
    )
  }),
  bot("DELETE", "/channels/:channel/messages/:message", ({ world }, request) => {
    const { channel, message } = target(world, request)
    if (message.author.id !== world.bot.id) {
      requirePermission(world, channel, world.bot.id, "ManageMessages")
    }
    deleteMessage(world, message)
    return done
  }),
  bot("POST", "/channels/:channel/messages/bulk-delete", ({ world }, { params, body }) => {
    const channel = visibleChannel(world, params["channel"]!, world.bot.id)
    requirePermission(world, channel, world.bot.id, "ManageMessages")
    const { messages } = bulk(body)
    if (messages.some((id) => timeOf(id) < world.now() - TWO_WEEKS)) throw tooOldToDelete()
    deleteMessages(world, channel, messages)
    return done
  }),
]

/** The message that a path names, in a channel that the bot sees. */
export function target(world: World, { params }: ApiRequest) {
  const channel = visibleChannel(world, params["channel"]!, world.bot.id)
  return { channel, message: messageIn(world, channel.id, params["message"]!) }
}

function repliedTo(
  world: World,
  channel: ChannelRecord,
  reference:
    | { readonly message_id: string; readonly fail_if_not_exists?: boolean | null | undefined }
    | null
    | undefined,
): MessageRecord | undefined {
  if (Predicate.isNullish(reference)) return undefined
  if (!mayReadHistory(world, channel)) throw cannotReplyWithoutHistory()
  const message = world.messages.get(reference.message_id)
  if (message?.channel_id === channel.id && message.only_for === undefined) return message
  if (reference.fail_if_not_exists === false) return undefined
  throw invalidForm({
    path: ["message_reference"],
    code: "MESSAGE_REFERENCE_UNKNOWN_MESSAGE",
    message: unknownMessage().message,
  })
}

const mayReadHistory = (world: World, channel: ChannelRecord): boolean =>
  (channelPermissions(world, channel, world.bot.id) & PermissionFlagsBits.ReadMessageHistory) !== 0n
