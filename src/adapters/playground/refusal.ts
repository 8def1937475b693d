/**
 * What the local Discord answers when it refuses: an HTTP status with Discord's `{ message, code, errors? }`.
 * Codes: https://discord.com/developers/docs/topics/opcodes-and-status-codes#json
 */
import { RESTJSONErrorCodes as Codes } from "discord-api-types/v10"
import { Data } from "effect"

/** One complaint about one field, in Discord's words. */
export interface FieldError {
  readonly code: string
  readonly message: string
}

/** A complaint and the way to its field: `["embeds", 0, "title"]`; an empty path is the whole body. */
export interface FieldIssue extends FieldError {
  readonly path: ReadonlyArray<PropertyKey>
}

/** Discord's tree of complaints: each level is a key or an index, `_errors` holds the complaints of a level. */
export interface FieldErrors {
  [key: string]: FieldErrors | ReadonlyArray<FieldError>
}

/** The request was understood and refused. The caller must change the request (4xx) or wait (429, 5xx). */
export class Refusal extends Data.TaggedError("Refusal")<{
  readonly status: number
  readonly code: number
  readonly message: string
  readonly errors?: FieldErrors
}> {
  /** The body as Discord sends it. */
  override toJSON(): { message: string; code: number; errors?: FieldErrors } {
    return {
      message: this.message,
      code: this.code,
      ...(this.errors === undefined ? {} : { errors: this.errors }),
    }
  }
}

const refuse = (status: number, code: number, message: string) => (): Refusal =>
  new Refusal({ status, code, message })

export const notFound = refuse(404, 0, "404: Not Found")
export const unauthorized = refuse(401, 0, "401: Unauthorized")
export const unknownChannel = refuse(404, Codes.UnknownChannel, "Unknown Channel")
export const unknownGuild = refuse(404, Codes.UnknownGuild, "Unknown Guild")
export const unknownMember = refuse(404, Codes.UnknownMember, "Unknown Member")
export const unknownMessage = refuse(404, Codes.UnknownMessage, "Unknown Message")
export const unknownUser = refuse(404, Codes.UnknownUser, "Unknown User")
export const unknownEmoji = refuse(400, Codes.UnknownEmoji, "Unknown Emoji")
export const unknownWebhook = refuse(404, Codes.UnknownWebhook, "Unknown Webhook")
export const unknownInteraction = refuse(404, Codes.UnknownInteraction, "Unknown interaction")
export const unknownCommand = refuse(404, Codes.UnknownApplicationCommand, "Unknown application command")
export const tooManyWebhooks = refuse(
  400,
  Codes.MaximumNumberOfWebhooksReached,
  "Maximum number of webhooks reached (15)",
)
export const alreadyAcknowledged = refuse(
  400,
  Codes.InteractionHasAlreadyBeenAcknowledged,
  "Interaction has already been acknowledged.",
)
export const missingAccess = refuse(403, Codes.MissingAccess, "Missing Access")
export const missingPermissions = refuse(403, Codes.MissingPermissions, "Missing Permissions")
export const cannotEditOthers = refuse(
  403,
  Codes.CannotEditMessageAuthoredByAnotherUser,
  "Cannot edit a message authored by another user",
)
export const cannotSendToUser = refuse(
  400,
  Codes.CannotSendMessagesToThisUser,
  "Cannot send messages to this user",
)
export const cannotReplyWithoutHistory = refuse(
  403,
  Codes.CannotReplyWithoutPermissionToReadMessageHistory,
  "Cannot reply without permission to read message history",
)
export const emptyMessage = refuse(400, Codes.CannotSendAnEmptyMessage, "Cannot send an empty message")
export const notInThisChannel = refuse(
  400,
  Codes.CannotExecuteActionOnThisChannelType,
  "Cannot execute action on this channel type",
)
export const invalidWebhookToken = refuse(401, Codes.InvalidWebhookToken, "Invalid Webhook Token")
export const threadExists = refuse(
  400,
  Codes.ThreadAlreadyCreatedForMessage,
  "A thread has already been created for this message",
)
export const threadLocked = refuse(400, Codes.ThreadLocked, "This thread is locked")
export const tooOldToDelete = refuse(
  400,
  Codes.OneOfTheMessagesProvidedWasTooOldForBulkDelete,
  "You can only bulk delete messages that are under 14 days old.",
)
export const invalidJson = refuse(
  400,
  Codes.RequestBodyContainsInvalidJSON,
  "The request body contains invalid JSON.",
)
export const tooLarge = refuse(413, Codes.RequestEntityTooLarge, "Request entity too large")

/** 50035 with the tree that Discord builds from the complaints. */
export function invalidForm(...issues: ReadonlyArray<FieldIssue>): Refusal {
  // Without a prototype: a path has what the client called its fields, `__proto__` too.
  const node = () => Object.create(null) as FieldErrors
  const errors = node()
  for (const { path, code, message } of issues) {
    let level = errors
    for (const key of path) level = (level[String(key)] ??= node()) as FieldErrors
    level["_errors"] = [...((level["_errors"] as ReadonlyArray<FieldError>) ?? []), { code, message }]
  }
  return new Refusal({
    status: 400,
    code: Codes.InvalidFormBodyOrContentType,
    message: "Invalid Form Body",
    errors,
  })
}
