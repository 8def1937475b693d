/** Why Orrery could not start on Discord, each with the one thing that an operator does about it. */
import { GatewayCloseCodes } from "discord-api-types/v10"
import { Schema } from "effect"
import type { RestFailed } from "./rest-errors.ts"

/**
 * Discord would not have us. `token`, `intents`, `sharding` and `version`: somebody must change something, and `message` says what;
 * `unreachable` and `unavailable`: starting again later may work.
 */
export class DiscordStartError extends Schema.TaggedError<DiscordStartError>()("DiscordStartError", {
  problem: Schema.Literals(["token", "intents", "sharding", "version", "unreachable", "unavailable"]),
  message: Schema.String,
}) {
  /** Whether it stays so until a person has changed something. */
  get needsPerson(): boolean {
    return this.problem !== "unreachable" && this.problem !== "unavailable"
  }
}

const portal = "https://discord.com/developers/applications"

const badToken = new DiscordStartError({
  problem: "token",
  message: `Discord refused DISCORD_TOKEN: copy it again from ${portal} → Bot → Token (Reset Token shows a new one).`,
})

/** What to do about an intent that is not switched on. */
export const switchOn = `switch on "Message Content Intent" at ${portal} → Bot → Privileged Gateway Intents`

/** A REST call of the start failed. */
export const startError = (failed: RestFailed, base: string | undefined): DiscordStartError => {
  const host = base === undefined ? "discord.com" : hostOf(base)
  if (failed.status === 401) return badToken
  if (failed.status === null)
    return new DiscordStartError({
      problem: "unreachable",
      message: `Cannot reach Discord at ${host} (${failed.message}): check the network, and DISCORD_API_BASE if it is set.`,
    })
  return new DiscordStartError({
    problem: "unavailable",
    message:
      failed.status >= 500
        ? `Discord at ${host} answers with HTTP ${failed.status}: wait until https://discordstatus.com is green and start again.`
        : `Discord at ${host} refused to start the bot (${failed.message}): check DISCORD_API_BASE if it is set.`,
  })
}

/** The gateway closed for good, with one of the codes that Discord does not take a reconnection after. */
export const closedForGood = (code: number): DiscordStartError => {
  switch (code) {
    case GatewayCloseCodes.AuthenticationFailed:
      return badToken
    case GatewayCloseCodes.DisallowedIntents:
      return new DiscordStartError({ problem: "intents", message: `Discord refused an intent: ${switchOn}.` })
    case GatewayCloseCodes.InvalidShard:
    case GatewayCloseCodes.ShardingRequired:
      return new DiscordStartError({
        problem: "sharding",
        message: `Discord refused the gateway shard (${code}): a shard holds at most 2,500 servers, so raise the number of shards.`,
      })
    default:
      return new DiscordStartError({
        problem: "version",
        message: `Discord's gateway closed with ${code}, after which it takes no reconnection: upgrade Orrery.`,
      })
  }
}

/** The gateway did not say READY in time. */
export const noGateway = (seconds: number): DiscordStartError =>
  new DiscordStartError({
    problem: "unreachable",
    message: `Discord's gateway gave no answer in ${seconds} s: check that the network lets WebSockets through.`,
  })

/** An address without what may be secret in it. */
const hostOf = (base: string): string => (URL.canParse(base) ? new URL(base).host : "an address that is none")
