import { PermissionFlagsBits, type APIUser } from "discord-api-types/v10"
import { Predicate } from "effect"
import type { AllowedMentions } from "../validate/message-body.ts"
import { channelPermissions } from "./permissions.ts"
import { isDm, type ChannelRecord } from "./records.ts"
import type { World } from "./world.ts"

export interface Mentions {
  readonly mentions: Array<APIUser>
  readonly mention_roles: Array<string>
  readonly mention_everyone: boolean
}

/** Whom a text mentions, as far as `allowed_mentions` lets it; the author of the message replied to, too. */
export function mentionsIn(
  world: World,
  draft: {
    readonly channel: ChannelRecord
    readonly authorId: string
    readonly content: string
    readonly allowed?: AllowedMentions | null | undefined
    readonly repliedTo?: APIUser | undefined
  },
): Mentions {
  const { allowed, channel, content } = draft
  const parses = (kind: "users" | "roles" | "everyone") =>
    allowed === undefined || allowed === null || (allowed.parse ?? []).includes(kind)
  const users = idsIn(content, /<@!?(\d{1,19})>/g).filter(
    (id) => parses("users") || allowed?.users?.includes(id),
  )
  const roles = idsIn(content, /<@&(\d{1,19})>/g).filter(
    (id) => parses("roles") || allowed?.roles?.includes(id),
  )
  const replied = draft.repliedTo !== undefined && (allowed?.replied_user ?? Predicate.isNullish(allowed))
  const mayCallAll =
    (channelPermissions(world, channel, draft.authorId) & PermissionFlagsBits.MentionEveryone) !== 0n
  return {
    mentions: [...new Set([...(replied ? [draft.repliedTo!.id] : []), ...users])].flatMap(
      (id) => world.users.get(id) ?? [],
    ),
    mention_roles: isDm(channel) ? [] : roles.filter((id) => hasRole(world, channel.guild_id, id)),
    mention_everyone: /@(everyone|here)\b/.test(content) && parses("everyone") && mayCallAll,
  }
}

const idsIn = (content: string, pattern: RegExp): ReadonlyArray<string> => [
  ...new Set([...content.matchAll(pattern)].map((match) => match[1]!)),
]

const hasRole = (world: World, guildId: string, roleId: string): boolean =>
  world.guilds.get(guildId)?.roles.some((role) => role.id === roleId) ?? false
