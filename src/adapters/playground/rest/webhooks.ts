import { Predicate, Schema } from "effect"
import { invalidWebhookToken, unknownGuild, unknownWebhook } from "../refusal.ts"
import { storeAvatar } from "../avatars.ts"
import { form, Id, maybe } from "../validate/form.ts"
import { WebhookName } from "../validate/names.ts"
import { requirePermission, visibleChannel } from "../world/permissions.ts"
import type { WebhookRecord } from "../world/records.ts"
import { createWebhook, deleteWebhook, updateWebhook, webhookById, webhookView } from "../world/webhooks.ts"
import type { World } from "../world/world.ts"
import { bot, done, ok, open, type Api, type ApiRequest, type Route } from "./route.ts"

const newWebhook = form(Schema.Struct({ name: WebhookName, avatar: maybe(Schema.String) }))
const changedWebhook = form(
  Schema.Struct({ name: Schema.optional(WebhookName), avatar: maybe(Schema.String) }),
)
const movedWebhook = form(
  Schema.Struct({
    name: Schema.optional(WebhookName),
    avatar: maybe(Schema.String),
    channel_id: maybe(Id),
  }),
)

/** Webhooks themselves; what they say is in webhook-messages.ts. */
export const webhookRoutes: ReadonlyArray<Route> = [
  bot("GET", "/channels/:channel/webhooks", (api, request) => {
    const channel = manageable(api.world, request.params["channel"]!)
    return ok(api.world.webhooks.in(channel.id).map((webhook) => view(api, request, webhook)))
  }),
  bot("POST", "/channels/:channel/webhooks", (api, request) => {
    const { name, avatar } = newWebhook(request.body)
    const channel = manageable(api.world, request.params["channel"]!)
    const hash = Predicate.isNullish(avatar) ? null : storeAvatar(api.world, avatar)
    const seed = { name, avatar: hash, userId: api.world.bot.id }
    return ok(view(api, request, createWebhook(api.world, channel, seed)))
  }),
  bot("GET", "/guilds/:guild/webhooks", (api, request) => {
    const { world } = api
    const guildId = request.params["guild"]!
    if (world.guilds.get(guildId) === undefined) throw unknownGuild()
    const webhooks = world.webhooks.all().filter((webhook) => webhook.guild_id === guildId)
    for (const webhook of webhooks) manageable(world, webhook.channel_id)
    return ok(webhooks.map((webhook) => view(api, request, webhook)))
  }),
  bot("GET", "/webhooks/:webhook", (api, request) => ok(view(api, request, managed(api.world, request)))),
  bot("PATCH", "/webhooks/:webhook", (api, request) => {
    const { channel_id, ...changes } = movedWebhook(request.body)
    const webhook = managed(api.world, request)
    const moved = Predicate.isNullish(channel_id) ? {} : { channel_id: manageable(api.world, channel_id).id }
    return ok(
      view(api, request, updateWebhook(api.world, webhook, { ...toChanges(api.world, changes), ...moved })),
    )
  }),
  bot("DELETE", "/webhooks/:webhook", ({ world }, request) => {
    deleteWebhook(world, managed(world, request))
    return done
  }),
  open("GET", "/webhooks/:webhook/:token", (api, request) =>
    ok(webhookView(api.world, tokenWebhook(api.world, request), request.origin, false)),
  ),
  open("PATCH", "/webhooks/:webhook/:token", (api, request) => {
    const changes = changedWebhook(request.body)
    const changed = updateWebhook(api.world, tokenWebhook(api.world, request), toChanges(api.world, changes))
    return ok(webhookView(api.world, changed, request.origin, false))
  }),
  open("DELETE", "/webhooks/:webhook/:token", ({ world }, request) => {
    deleteWebhook(world, tokenWebhook(world, request))
    return done
  }),
]

/** The webhook in a path with its token. Refuses with 10015 or 50027. */
export function tokenWebhook(world: World, { params }: ApiRequest): WebhookRecord {
  const webhook = webhookById(world, params["webhook"]!)
  if (webhook.token !== params["token"]) throw invalidWebhookToken()
  return webhook
}

/** A webhook for the bot, which may know its maker. */
const view = ({ world }: Api, { origin }: ApiRequest, webhook: WebhookRecord) =>
  webhookView(world, webhook, origin, true)

function manageable(world: World, channelId: string) {
  const channel = visibleChannel(world, channelId, world.bot.id)
  requirePermission(world, channel, world.bot.id, "ManageWebhooks")
  return channel
}

function managed(world: World, { params }: ApiRequest): WebhookRecord {
  const webhook = webhookById(world, params["webhook"]!)
  if (world.channels.get(webhook.channel_id) === undefined) throw unknownWebhook()
  manageable(world, webhook.channel_id)
  return webhook
}

const toChanges = (
  world: World,
  changes: { readonly name?: string | undefined; readonly avatar?: string | null | undefined },
) => ({
  ...(changes.name === undefined ? {} : { name: changes.name }),
  ...(changes.avatar === undefined
    ? {}
    : { avatar: changes.avatar === null ? null : storeAvatar(world, changes.avatar) }),
})
