/**
 * Whether a person is a member of a server and may write in a channel of it, and which roles they have, as Discord's REST API says. Permissions are
 * computed as Discord does: https://discord.com/developers/docs/topics/permissions#permission-overwrites
 */
import { PermissionFlagsBits as Bits, RESTJSONErrorCodes as Codes } from "discord-api-types/v10"
import { Routes } from "discord.js"
import { Cache, Effect, Exit, Layer, Schema } from "effect"
import { Membership, type Standing } from "../../actors/performing/membership.ts"
import { Roles } from "../../actors/performing/permitting.ts"
import { Snowflake } from "../../machines/values.ts"
import { DiscordRest, type Call } from "./rest.ts"

const Permissions = Schema.String.check(Schema.isPattern(/^\d{1,40}$/))
const Member = Schema.Struct({ roles: Schema.Array(Snowflake) })
const Guild = Schema.Struct({
  owner_id: Snowflake,
  roles: Schema.Array(Schema.Struct({ id: Snowflake, permissions: Permissions })),
})
const Overwrite = Schema.Struct({ id: Snowflake, allow: Permissions, deny: Permissions })
const Place = Schema.Struct({
  type: Schema.Int,
  parent_id: Schema.optionalKey(Schema.NullOr(Snowflake)),
  permission_overwrites: Schema.optionalKey(Schema.Array(Overwrite)),
})

/** Announcement, public and private threads. https://discord.com/developers/docs/resources/channel#channel-object-channel-types */
const isThread = (type: number): boolean => type >= 10 && type <= 12

const union = (all: ReadonlyArray<string>): bigint => all.reduce((sum, one) => sum | BigInt(one), 0n)

const overwritten = (
  base: bigint,
  overwrites: ReadonlyArray<typeof Overwrite.Type>,
  { guild, person, roles }: { guild: string; person: string; roles: ReadonlyArray<string> },
): bigint =>
  [[guild], roles, [person]].reduce((permissions, ids) => {
    const its = overwrites.filter(({ id }) => ids.includes(id))
    return (permissions & ~union(its.map(({ deny }) => deny))) | union(its.map(({ allow }) => allow))
  }, base)

const notThere = [Codes.UnknownMember, Codes.UnknownGuild, Codes.UnknownUser, Codes.MissingAccess]

const standing =
  (api: Call) =>
  ({ person, guild, channel }: Standing) =>
    Effect.gen(function* () {
      const { roles } = yield* api(Member, "GET", Routes.guildMember(guild, person))
      if (channel === null) return null
      const server = yield* api(Guild, "GET", Routes.guild(guild))
      if (server.owner_id === person) return null
      const place = yield* api(Place, "GET", Routes.channel(channel))
      const thread = isThread(place.type)
      const rules = thread ? yield* api(Place, "GET", Routes.channel(place.parent_id ?? channel)) : place
      const base = union(
        server.roles.flatMap(({ id, permissions }) =>
          id === guild || roles.includes(id) ? [permissions] : [],
        ),
      )
      if ((base & Bits.Administrator) !== 0n) return null
      const own = overwritten(base, rules.permission_overwrites ?? [], { guild, person, roles })
      const needed = Bits.ViewChannel | (thread ? Bits.SendMessagesInThreads : Bits.SendMessages)
      return (own & needed) === needed ? null : "may not write in that channel any more"
    }).pipe(
      Effect.catch((failed) =>
        typeof failed.code === "number" && notThere.includes(failed.code)
          ? Effect.succeed("is no member of that server any more")
          : Effect.as(
              Effect.logWarning(
                `Nobody could say whether ${person} may still write there: ${failed.message}`,
              ),
              null,
            ),
      ),
    )

const MembershipLayer = Layer.effect(
  Membership,
  Effect.map(DiscordRest, ({ api }) => standing(api)),
)

/** Discord is asked again after that. */
const rolesFor = "30 seconds"

/** Everybody has the role whose id is the server's. */
const RolesLayer = Layer.effect(
  Roles,
  Effect.gen(function* () {
    const { api } = yield* DiscordRest
    const known = yield* Cache.makeWith(
      (of: string) => {
        const [person = "", guild = ""] = of.split(" ")
        return Effect.map(api(Member, "GET", Routes.guildMember(guild, person)), ({ roles }) => [
          guild,
          ...roles,
        ])
      },
      { capacity: 10_000, timeToLive: (exit) => (Exit.isSuccess(exit) ? rolesFor : 0) },
    )
    return (person, guild) =>
      Cache.get(known, `${person} ${guild}`).pipe(
        Effect.catch(({ message }) =>
          Effect.as(Effect.logWarning(`Nobody could say which roles ${person} has: ${message}`), null),
        ),
      )
  }),
)

export const layer = Layer.merge(MembershipLayer, RolesLayer)
