/** op 8: https://discord.com/developers/docs/events/gateway-events#request-guild-members */
import { Option, Schema } from "effect"
import { memberView } from "../world/views/member.ts"
import type { World } from "../world/world.ts"
import type { Session } from "./session.ts"

const CHUNK = 1000

const Request = Schema.Struct({
  guild_id: Schema.String,
  query: Schema.optional(Schema.String),
  limit: Schema.optional(Schema.Int),
  user_ids: Schema.optional(Schema.Union([Schema.String, Schema.Array(Schema.String)])),
  nonce: Schema.optional(Schema.String),
})

/** Answers a request for members in chunks. */
export function sendMembers(world: World, session: Session, d: unknown): void {
  const decoded = Schema.decodeUnknownOption(Request)(d)
  if (Option.isNone(decoded)) return
  const { guild_id, query = "", limit = 0, user_ids, nonce } = decoded.value
  if (world.guilds.get(guild_id) === undefined || !session.holds(guild_id)) return
  const ids = user_ids === undefined ? undefined : [user_ids].flat()
  const all = world.members.in(guild_id).filter((member) => {
    if (ids !== undefined) return ids.includes(member.user_id)
    const { username = "" } = world.users.get(member.user_id) ?? {}
    return (member.nick ?? username).toLowerCase().startsWith(query.toLowerCase())
  })
  const found = limit > 0 ? all.slice(0, limit) : all
  const count = Math.max(1, Math.ceil(found.length / CHUNK))
  for (let index = 0; index < count; index++) {
    session.dispatch("GUILD_MEMBERS_CHUNK", {
      guild_id,
      members: found.slice(index * CHUNK, (index + 1) * CHUNK).map((member) => memberView(world, member)),
      chunk_index: index,
      chunk_count: count,
      not_found: (ids ?? []).filter((id) => !found.some((member) => member.user_id === id)),
      presences: [],
      ...(nonce === undefined ? {} : { nonce }),
    })
  }
}
