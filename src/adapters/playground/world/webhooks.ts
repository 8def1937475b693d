/** Incoming webhooks: https://discord.com/developers/docs/resources/webhook */
import { WebhookType, type APIUser, type APIWebhook } from "discord-api-types/v10"
import { createHash, randomBytes } from "node:crypto"
import { notInThisChannel, tooManyWebhooks, unknownWebhook } from "../refusal.ts"
import { channelAudience } from "./audience.ts"
import { isDm, isText, type ChannelRecord, type WebhookRecord } from "./records.ts"
import { makeUser } from "./users.ts"
import type { World } from "./world.ts"

/** Webhooks that a channel may have. */
const PER_CHANNEL = 15

export function createWebhook(
  world: World,
  channel: ChannelRecord,
  seed: { readonly name: string; readonly avatar: string | null; readonly userId: string },
): WebhookRecord {
  if (!isText(channel)) throw notInThisChannel()
  if (world.webhooks.in(channel.id).length >= PER_CHANNEL) throw tooManyWebhooks()
  const webhook = world.webhooks.put({
    id: world.newId(),
    token: randomBytes(51).toString("base64url"),
    channel_id: channel.id,
    guild_id: channel.guild_id,
    name: seed.name,
    avatar: seed.avatar,
    application_id: world.bot.id,
    user_id: seed.userId,
  })
  announce(world, channel)
  return webhook
}

export function updateWebhook(
  world: World,
  webhook: WebhookRecord,
  changes: Partial<Pick<WebhookRecord, "name" | "avatar" | "channel_id">>,
): WebhookRecord {
  world.webhooks.remove(webhook.id)
  const changed = world.webhooks.put({ ...webhook, ...changes })
  announce(world, world.channels.get(changed.channel_id))
  return changed
}

export function deleteWebhook(world: World, webhook: WebhookRecord): void {
  world.webhooks.remove(webhook.id)
  announce(world, world.channels.get(webhook.channel_id))
}

/** Refuses with 10015. */
export function webhookById(world: World, id: string): WebhookRecord {
  const webhook = world.webhooks.get(id)
  if (webhook === undefined) throw unknownWebhook()
  return webhook
}

/** A webhook as Discord shows it; its maker is left out for who has the token only. */
export const webhookView = (
  world: World,
  webhook: WebhookRecord,
  origin: string,
  withUser: boolean,
): APIWebhook => ({
  id: webhook.id,
  type: WebhookType.Incoming,
  application_id: webhook.application_id,
  channel_id: webhook.channel_id,
  guild_id: webhook.guild_id,
  name: webhook.name,
  avatar: webhook.avatar,
  token: webhook.token,
  url: `${origin}/api/webhooks/${webhook.id}/${webhook.token}`,
  ...(withUser ? { user: world.users.get(webhook.user_id)! } : {}),
})

/** Under which name and face a webhook speaks this time. */
export const webhookAuthor = (
  webhook: WebhookRecord,
  as: { readonly username?: string | null | undefined; readonly avatar_url?: string | null | undefined },
): APIUser => ({
  ...makeUser({ id: webhook.id, username: as.username ?? webhook.name, bot: true }),
  discriminator: "0000",
  avatar: as.avatar_url ? avatarHash(as.avatar_url) : webhook.avatar,
})

/** Discord copies an avatar and names the copy by a hash. */
export const avatarHash = (source: string): string =>
  createHash("sha256").update(source).digest("hex").slice(0, 32)

function announce(world: World, channel: ChannelRecord | undefined): void {
  if (channel === undefined || isDm(channel)) return
  world.emit({
    t: "WEBHOOKS_UPDATE",
    d: { guild_id: channel.guild_id, channel_id: channel.id },
    audience: channelAudience(channel),
  })
}
