/** Whether Discord takes the bot as it is: token, intents, what it may do in its servers, how often it may still start. */
import { ApplicationFlags, PermissionFlagsBits } from "discord-api-types/v10"
import { Routes } from "discord.js"
import { Effect, Schema, type Redacted } from "effect"
import { switchOn, type DiscordStartError } from "../discord/gateway-errors.ts"
import { DiscordRest, layer } from "../discord/rest.ts"
import { about, type Finding } from "./finding.ts"

const { fine, advice, trouble } = about("Discord")

const Application = Schema.Struct({ flags: Schema.optionalKey(Schema.Int) })
const Guilds = Schema.Array(
  Schema.Struct({ id: Schema.String, name: Schema.String, permissions: Schema.optionalKey(Schema.String) }),
)
const Gateway = Schema.Struct({
  shards: Schema.Int,
  session_start_limit: Schema.Struct({ total: Schema.Int, remaining: Schema.Int, reset_after: Schema.Int }),
})

/** What Orrery does in a server, and what is lost without the permission. */
const wanted = {
  ViewChannel: "it sees no channel",
  SendMessages: "nobody can answer",
  ReadMessageHistory: "what was missed is not read, and an answer may be said twice after a crash",
  ManageWebhooks: "agents speak as the bot, signed, instead of under their own names",
  SendMessagesInThreads: "nobody can answer in threads",
  AddReactions: "signs under messages do not work",
} as const satisfies Partial<Record<keyof typeof PermissionFlagsBits, string>>

/** Servers that are named one by one. */
const named = 5

export interface Bot {
  readonly token: Redacted.Redacted
  readonly base: string | undefined
}

/** Asks as the bot, changes nothing, opens no gateway. */
export const discordFindings = ({ token, base }: Bot): Effect.Effect<ReadonlyArray<Finding>> =>
  Effect.gen(function* () {
    const { api, self } = yield* DiscordRest
    const application = yield* api(Application, "GET", Routes.currentApplication())
    const guilds = yield* api(Guilds, "GET", Routes.userGuilds(), { query: { limit: "200" } })
    const gateway = yield* api(Gateway, "GET", Routes.gatewayBot())
    return [
      fine(
        `the token is ${self.name}'s, which is in ${guilds.length === 200 ? "200 or more" : guilds.length} servers`,
      ),
      ...intentFindings(application.flags ?? 0),
      ...permissionFindings(guilds),
      ...startFindings(gateway),
    ]
  }).pipe(
    Effect.provide(layer({ token, base })),
    Effect.catch((failed: DiscordStartError | { readonly message: string }) =>
      Effect.succeed([trouble(failed.message)]),
    ),
  )

/** https://discord.com/developers/docs/resources/application#application-object-application-flags */
const intentFindings = (flags: number): ReadonlyArray<Finding> => {
  const content = ApplicationFlags.GatewayMessageContent | ApplicationFlags.GatewayMessageContentLimited
  return (flags & content) === 0
    ? [
        advice(
          `it is not shown what messages say: mentions work, trigger words and the manager do not; ${switchOn}`,
        ),
      ]
    : [fine("it may read what messages say")]
}

export const permissionFindings = (guilds: typeof Guilds.Type): ReadonlyArray<Finding> => {
  if (guilds.length === 0)
    return [
      advice(
        "it is in no server yet: set discord.application_id, and npm run orrery -- config check prints the link that invites it",
      ),
    ]
  const lacking = Object.entries(wanted).flatMap(([name, without]) => {
    const bit = PermissionFlagsBits[name as keyof typeof wanted] | PermissionFlagsBits.Administrator
    const where = guilds.filter(
      ({ permissions }) => permissions !== undefined && (BigInt(permissions) & bit) === 0n,
    )
    return where.length === 0 ? [] : [{ name, without, where: where.map((guild) => guild.name) }]
  })
  return lacking.length === 0
    ? [fine("its role may do in every server what Orrery does; single channels may still take it away")]
    : lacking.map(({ name, without, where }) => {
        const more = where.length > named ? ` and ${where.length - named} more` : ""
        const say = name === "ViewChannel" || name === "SendMessages" ? trouble : advice
        return say(
          `${name} is missing in ${where.slice(0, named).join(", ")}${more}, so ${without}: give it to the bot's role`,
        )
      })
}

/** Discord renews a token that identifies too often. https://discord.com/developers/docs/events/gateway#session-start-limit-object */
const startFindings = ({
  shards,
  session_start_limit: { total, remaining, reset_after },
}: typeof Gateway.Type) =>
  remaining >= shards
    ? [fine(`${remaining} of ${total} starts are left today, each takes ${shards}`)]
    : [
        trouble(
          `only ${remaining} of ${total} starts are left, and a start takes ${shards}: wait ${Math.ceil(reset_after / 60_000)} min`,
        ),
      ]
