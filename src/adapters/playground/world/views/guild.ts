import {
  Locale,
  type APIGuild,
  type APITextChannel,
  type GatewayGuildCreateDispatchData,
  type GuildSystemChannelFlags,
} from "discord-api-types/v10"
import { canSee } from "../permissions.ts"
import { isText, type GuildRecord } from "../records.ts"
import type { World } from "../world.ts"
import { channelView, threadView } from "./channel.ts"
import { memberView } from "./member.ts"

/** From this many members on, a guild is "large" and its members are asked for. */
const LARGE_GUILD = 250

/** A guild as REST answers it. */
export const guildView = (guild: GuildRecord): APIGuild & Record<string, unknown> => ({
  id: guild.id,
  name: guild.name,
  owner_id: guild.owner_id,
  roles: [...guild.roles],
  icon: null,
  description: null,
  home_header: null,
  splash: null,
  discovery_splash: null,
  banner: null,
  application_id: null,
  features: [],
  emojis: [],
  stickers: [],
  region: "us-central",
  afk_channel_id: null,
  afk_timeout: 300,
  system_channel_id: null,
  system_channel_flags: 0 as GuildSystemChannelFlags,
  widget_enabled: false,
  widget_channel_id: null,
  verification_level: 0,
  default_message_notifications: 0,
  mfa_level: 0,
  explicit_content_filter: 0,
  max_presences: null,
  max_members: 500_000,
  max_video_channel_users: 25,
  max_stage_video_channel_users: 50,
  vanity_url_code: null,
  premium_tier: 0,
  premium_subscription_count: 0,
  premium_progress_bar_enabled: false,
  preferred_locale: Locale.EnglishUS,
  rules_channel_id: null,
  public_updates_channel_id: null,
  safety_alerts_channel_id: null,
  nsfw: false,
  nsfw_level: 0,
  hub_type: null,
  incidents_data: null,
})

/**
 * A guild as GUILD_CREATE brings it: every channel, also those that the bot may not look into; of the threads
 * the ones it may; of the members, without presences, itself alone.
 */
export function gatewayGuild(world: World, guild: GuildRecord): GatewayGuildCreateDispatchData {
  const members = world.members.in(guild.id)
  const channels = world.channels.in(guild.id).filter((channel) => isText(channel))
  const threads = world
    .threadsIn(guild.id)
    .filter((thread) => !thread.archived && canSee(world, thread, world.bot.id))
  return {
    ...guildView(guild),
    joined_at: guild.joined_at,
    large: members.length > LARGE_GUILD,
    unavailable: false,
    member_count: members.length,
    voice_states: [],
    members: members
      .filter((member) => member.user_id === world.bot.id)
      .map((member) => memberView(world, member)),
    channels: channels.map((channel) => channelView(world, channel) as APITextChannel),
    threads: threads.map((thread) => threadView(world, thread)),
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  }
}
