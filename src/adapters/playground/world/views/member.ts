import type { APIGuildMember, APIThreadMember, ThreadMemberFlags } from "discord-api-types/v10"
import type { MemberRecord, ThreadRecord } from "../records.ts"
import type { World } from "../world.ts"

/** A member as it stands in a message or an interaction beside its user. */
export const memberWithoutUser = (member: MemberRecord) => ({
  nick: member.nick,
  avatar: null,
  banner: null,
  roles: [...member.roles],
  joined_at: member.joined_at,
  premium_since: null,
  communication_disabled_until: null,
  deaf: false,
  mute: false,
  pending: false,
  flags: 0,
})

/** A member as Discord lists it. */
export const memberView = (world: World, member: MemberRecord): APIGuildMember => ({
  ...memberWithoutUser(member),
  user: world.users.get(member.user_id)!,
})

export const threadMembers = (thread: ThreadRecord): ReadonlyArray<APIThreadMember> =>
  thread.members.map((member) => ({
    id: thread.id,
    user_id: member.user_id,
    join_timestamp: member.join_timestamp,
    flags: 0 as ThreadMemberFlags,
  }))
