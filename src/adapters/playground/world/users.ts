import type { APIUser, UserFlags } from "discord-api-types/v10"

/** What a caller must know to describe a user. */
export interface UserSeed {
  readonly id: string
  /** Lower-case account name. */
  readonly username: string
  /** The name that people see. */
  readonly name?: string
  readonly bot?: boolean
}

const NO_FLAGS = 0 as UserFlags

/** A user as Discord shows it to others. */
export const makeUser = ({ id, username, name, bot }: UserSeed): APIUser => ({
  id,
  username,
  discriminator: "0",
  global_name: name ?? null,
  avatar: null,
  banner: null,
  accent_color: null,
  avatar_decoration_data: null,
  collectibles: null,
  primary_guild: null,
  flags: NO_FLAGS,
  public_flags: NO_FLAGS,
  ...(bot === true ? { bot: true } : {}),
})
