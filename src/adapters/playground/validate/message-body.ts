/** What a client may send as a message. */
import { MessageFlags, MessageReferenceType } from "discord-api-types/v10"
import { Schema } from "effect"
import { emptyMessage } from "../refusal.ts"
import { Layout, Rows } from "./components.ts"
import { Embeds } from "./embeds.ts"
import { WebhookName } from "./names.ts"
import { form, Id, integer, list, maybe, rule, text } from "./form.ts"

const AllowedMentions = Schema.Struct({
  parse: maybe(Schema.Array(Schema.Literals(["users", "roles", "everyone"]))),
  users: maybe(list(Id, 0, 100)),
  roles: maybe(list(Id, 0, 100)),
  replied_user: maybe(Schema.Boolean),
}).check(
  rule(
    "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
    `parse:["users"] and users: [ids...] are mutually exclusive.`,
    (allowed) => !(allowed.parse?.includes("users") && (allowed.users?.length ?? 0) > 0),
  ),
)
export type AllowedMentions = typeof AllowedMentions.Type

/** A reply. Forwarding (type 1) is not known here, and refused rather than taken for a reply. */
const Reference = Schema.Struct({
  type: maybe(Schema.Literal(MessageReferenceType.Default)),
  message_id: Id,
  channel_id: maybe(Id),
  guild_id: maybe(Id),
  fail_if_not_exists: maybe(Schema.Boolean),
})

const Attachment = Schema.Struct({
  id: Schema.Union([Id, integer(0, Number.MAX_SAFE_INTEGER)]),
  filename: maybe(text(1, 1024)),
  description: maybe(text(0, 1024)),
})

const shared = {
  content: maybe(text(0, 2000)),
  embeds: maybe(Embeds),
  allowed_mentions: maybe(AllowedMentions),
  attachments: maybe(list(Attachment, 0, 10)),
  flags: maybe(integer(0, Number.MAX_SAFE_INTEGER)),
}
const sent = { ...shared, tts: maybe(Schema.Boolean) }
const created = {
  ...sent,
  nonce: maybe(Schema.Union([text(0, 25), integer(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)])),
  enforce_nonce: maybe(Schema.Boolean),
  message_reference: maybe(Reference),
}
const refused = maybe(
  Schema.Unknown.check(
    rule("BASE_TYPE_UNSUPPORTED", "Executing a webhook does not take this field.", () => false),
  ),
)
const executed = {
  ...sent,
  username: maybe(WebhookName),
  avatar_url: maybe(text(0, 2048)),
  nonce: refused,
  message_reference: refused,
}

/** A layout says everything in components: Discord refuses text and embeds beside it. */
function legacyFieldsRefused() {
  const code = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"
  const words = "The 'content' and 'embeds' fields cannot be used when using MessageFlags.IS_COMPONENTS_V2"
  return {
    content: maybe(Schema.String.check(rule<string>(code, words, (content) => content === ""))),
    embeds: maybe(Embeds.check(rule<ReadonlyArray<unknown>>(code, words, (embeds) => embeds.length === 0))),
  }
}

const rows = { components: maybe(Rows) }
const layout = { ...legacyFieldsRefused(), components: maybe(Layout) }

/**
 * Two kinds of messages: rows of components beside text, or a layout in place of it. A flag tells, of the body or
 * (`flags`) of the message that is edited.
 */
const either =
  <A, B>(plain: (body: unknown) => A, laidOut: (body: unknown) => B) =>
  (body: unknown, flags = 0): A | B =>
    usesLayout(body, flags) ? laidOut(body) : plain(body)

const usesLayout = (body: unknown, flags: number): boolean => {
  const given = (body as { flags?: unknown } | null)?.flags
  return (((typeof given === "number" ? given : 0) | flags) & MessageFlags.IsComponentsV2) !== 0
}

/** Body of `POST /channels/:id/messages`. */
export const createdMessage = either(
  form(Schema.Struct({ ...created, ...rows })),
  form(Schema.Struct({ ...created, ...layout })),
)
/** Body of `POST /webhooks/:id/:token`. Discord has no nonce and no reply there; here they are refused aloud. */
export const executedMessage = either(
  form(Schema.Struct({ ...executed, ...rows })),
  form(Schema.Struct({ ...executed, ...layout })),
)
/** Body of every `PATCH …/messages/:id`: a field left out stays as it is, null clears it. */
export const editedMessage = either(
  form(Schema.Struct({ ...shared, ...rows })),
  form(Schema.Struct({ ...shared, ...layout })),
)
/** `data` of an interaction's answer, and its follow-ups. */
export const answeredMessage = either(
  form(Schema.Struct({ ...sent, ...rows })),
  form(Schema.Struct({ ...sent, ...layout })),
)

export type EditedMessage = ReturnType<typeof editedMessage>
export type AnsweredMessage = ReturnType<typeof answeredMessage>

/** Refuses with 50006 a message in which there is nothing to see. */
export function requireSubstance(message: {
  readonly content: string
  readonly embeds: ReadonlyArray<unknown>
  readonly components: ReadonlyArray<unknown>
  readonly attachments: ReadonlyArray<unknown>
}): void {
  const { content, embeds, components, attachments } = message
  if (content === "" && embeds.length + components.length + attachments.length === 0) throw emptyMessage()
}
