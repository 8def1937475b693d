import { ApplicationFlags } from "discord-api-types/v10"
import type { PrivilegedIntent } from "./gateway/intents.ts"

const FLAGS: Record<PrivilegedIntent, number> = {
  MESSAGE_CONTENT: ApplicationFlags.GatewayMessageContentLimited,
  GUILD_MEMBERS: ApplicationFlags.GatewayGuildMembersLimited,
  GUILD_PRESENCES: ApplicationFlags.GatewayPresenceLimited,
}

/** How an application tells which privileged intents are enabled for it. */
export const applicationFlags = (enabled: ReadonlyArray<PrivilegedIntent>): number =>
  enabled.reduce((flags, intent) => flags | FLAGS[intent], 0)
