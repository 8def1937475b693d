import { Schema } from "effect"
import { unknownChannel, unknownMessage } from "../refusal.ts"
import { rememberAvatarUrl } from "../avatars.ts"
import { form, Id } from "../validate/form.ts"
import { editedMessage, executedMessage } from "../validate/message-body.ts"
import { keptAttachments } from "../world/draft.ts"
import { deleteMessage, editMessage, messageIn, postMessage } from "../world/messages.ts"
import { isThread, type ChannelRecord, type MessageRecord, type WebhookRecord } from "../world/records.ts"
import { messageView } from "../world/views/message.ts"
import { webhookAuthor } from "../world/webhooks.ts"
import type { World } from "../world/world.ts"
import { done, ok, type Api, type ApiRequest, type Reply } from "./route.ts"
import { tokenWebhook } from "./webhooks.ts"

const query = form(Schema.Struct({ wait: Schema.optional(Schema.String), thread_id: Schema.optional(Id) }))

/** Speaks through a webhook. Without `wait=true` the answer is empty. */
export function executeWebhook({ world }: Api, request: ApiRequest): Reply {
  const webhook = tokenWebhook(world, request)
  const { wait, thread_id } = query(request.query)
  const { username, avatar_url, allowed_mentions, attachments: _, ...sent } = executedMessage(request.body)
  if (avatar_url) rememberAvatarUrl(world, avatar_url)
  const message = postMessage(world, {
    ...withoutRefused(sent),
    channel: placeOf(world, webhook, thread_id),
    author: webhookAuthor(webhook, { username, avatar_url }),
    allowed: allowed_mentions,
    attachments: request.attachments,
    webhookId: webhook.id,
    applicationId: webhook.application_id,
  })
  return wait === "true" ? ok(messageView(world, message, world.bot.id)) : done
}

export function readWebhookMessage({ world }: Api, request: ApiRequest): Reply {
  return ok(messageView(world, ownMessage(world, request), world.bot.id))
}

export function editWebhookMessage({ world }: Api, request: ApiRequest): Reply {
  const message = ownMessage(world, request)
  const { allowed_mentions, attachments: kept, ...changes } = editedMessage(request.body, message.flags)
  const attachments = keptAttachments(message, kept, request.attachments)
  const edited = editMessage(world, message, { ...changes, attachments, allowed: allowed_mentions })
  return ok(messageView(world, edited, world.bot.id))
}

export function deleteWebhookMessage({ world }: Api, request: ApiRequest): Reply {
  deleteMessage(world, ownMessage(world, request))
  return done
}

/** A message of this webhook, in its channel or in the thread that the query names. */
function ownMessage(world: World, request: ApiRequest): MessageRecord {
  const webhook = tokenWebhook(world, request)
  const place = placeOf(world, webhook, query(request.query).thread_id)
  const message = messageIn(world, place.id, request.params["message"]!)
  if (message.webhook_id !== webhook.id) throw unknownMessage()
  return message
}

function placeOf(world: World, webhook: WebhookRecord, threadId: string | undefined): ChannelRecord {
  const channel = world.channels.get(threadId ?? webhook.channel_id)
  const own = channel?.id === webhook.channel_id
  const thread = channel !== undefined && isThread(channel) && channel.parent_id === webhook.channel_id
  if (channel === undefined || !(own || thread)) throw unknownChannel()
  return channel
}

const withoutRefused = <T extends { nonce?: unknown; message_reference?: unknown }>({
  nonce: _,
  message_reference: __,
  ...rest
}: T) => rest
