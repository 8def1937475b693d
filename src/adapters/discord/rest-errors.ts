/** What Discord's REST API refuses with, and what a person should be told of it. No token and no address is in it. */
import { DiscordAPIError, HTTPError, RESTJSONErrorCodes as Code } from "discord.js"
import { Data, Predicate } from "effect"
import { VoiceFailed } from "../../actors/performing/voice.ts"

/** `status` is null when there was no answer; `code` is Discord's, or the network's such as `ECONNREFUSED`. */
export class RestFailed extends Data.TaggedError("RestFailed")<{
  readonly status: number | null
  readonly code: number | string | null
  readonly message: string
}> {}

/** Reads what discord.js throws. */
export const restFailed = (thrown: unknown): RestFailed => {
  if (thrown instanceof DiscordAPIError)
    return new RestFailed({ status: thrown.status, code: thrown.code, message: thrown.message })
  if (thrown instanceof HTTPError)
    return new RestFailed({ status: thrown.status, code: null, message: `HTTP ${thrown.status}` })
  if (Predicate.isError(thrown) && thrown.message.startsWith("Expected token to be set"))
    return new RestFailed({ status: 401, code: null, message: "the token was refused" })
  if (Predicate.isError(thrown) && thrown.name === "AbortError")
    return new RestFailed({ status: null, code: "ETIMEDOUT", message: "no answer in time" })
  const code = Predicate.hasProperty(thrown, "code") && typeof thrown.code === "string" ? thrown.code : null
  return new RestFailed({ status: null, code, message: code ?? "the connection failed" })
}

/** What was not asked, since the webhooks of the server are left alone for a while. */
export const leftAlone = (why: string): RestFailed =>
  new RestFailed({ status: null, code: "LEFT_ALONE", message: why })

const isLeftAlone = ({ code }: RestFailed): boolean => code === "LEFT_ALONE"

/** Nobody knows whether it was done: Discord did not answer, or broke while it answered. */
export const isUncertain = (failed: RestFailed): boolean =>
  !isLeftAlone(failed) && (failed.status === null || failed.status >= 500)

/** The bot may not do it, here and now. */
export const isForbidden = ({ code, status }: RestFailed): boolean =>
  code === Code.MissingPermissions || code === Code.MissingAccess || status === 403

type Remedy = VoiceFailed["remedy"]

/** The port's error; `reason` is for who reads why nobody spoke. */
export const refusal = (remedy: Remedy, reason: string): VoiceFailed => new VoiceFailed({ reason, remedy })

export const voiceFailed = (failed: RestFailed): VoiceFailed => {
  if (isLeftAlone(failed))
    return refusal("retry", `Webhooks of this server are left alone for a while: ${failed.message}.`)
  if (isUncertain(failed)) return refusal("retry", `Discord is not there now (${failed.message}).`)
  if (failed.status === 401)
    return refusal("fix", "Discord refuses the bot's token: DISCORD_TOKEN must be renewed.")
  const known = sentences.get(failed.code)
  return known === undefined ? refusal("stop", `Discord refused it: ${failed.message}.`) : refusal(...known)
}

/** By Discord's code, which is whatever an answer has there. */
const sentences = new Map<RestFailed["code"], readonly [Remedy, string]>([
  [Code.UnknownChannel, ["stop", "The channel is gone."]],
  [Code.MissingAccess, ["fix", "The bot cannot see the channel: give its role the permission View Channel."]],
  [
    Code.MissingPermissions,
    [
      "fix",
      "The bot may not speak here: give its role the permissions Send Messages, Send Messages in Threads and Read Message History.",
    ],
  ],
  [Code.CannotSendMessagesToThisUser, ["stop", "This person takes no direct messages from the bot."]],
  [Code.ThreadLocked, ["stop", "The thread is locked."]],
  [Code.InvalidActionOnArchivedThread, ["stop", "The thread is archived."]],
  [
    Code.MessageWasBlockedByAutomaticModeration,
    ["stop", "The server's AutoMod did not let the message through."],
  ],
])
