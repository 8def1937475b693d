/** The two ways to say something in a channel: through its webhook under an agent's name, or as the bot. */
import { hash } from "node:crypto"
import { RESTJSONErrorCodes, Routes, type RouteLike } from "discord.js"
import { Effect, Schema } from "effect"
import type { Brain } from "../../machines/agent/brain.ts"
import { personaName, signatureLength, signed, speakerOf } from "./persona.ts"
import type { RestFailed } from "./rest-errors.ts"
import type { Call, DiscordRest } from "./rest.ts"
import { Sent, type Message } from "./shapes.ts"
import { messageLimit } from "./split.ts"
import type { Hook, Place } from "./webhooks.ts"

export interface Speaker {
  /** How many characters of a text go into one message. */
  readonly room: number
  /** What the message says in which a piece of the text goes out. */
  readonly content: (piece: string) => string
  /** Sends the piece of that index; the message's id. */
  readonly send: (piece: string, index: number) => Effect.Effect<string, RestFailed>
  /** Lets a message say something else; null: lets it be no more. */
  readonly change: (message: string, piece: string | null) => Effect.Effect<void, RestFailed>
  /** Whether a message of the channel is this speaker's. */
  readonly said: (message: Message) => boolean
}

export interface Speech {
  readonly key: string
  readonly brain: Brain
  readonly answers: string
  readonly pingable: ReadonlyArray<string>
}

type Rest = DiscordRest["Service"]

/** Pings the people named here and nobody else: no role, not everyone, not who is replied to. */
const pinging = (users: ReadonlyArray<string>) => ({
  parse: [],
  users: [...new Set(users)].slice(0, 100),
  replied_user: false,
})

/** Under the agent's own name and face. Executing a webhook takes no nonce and no reply reference. */
export const throughWebhook = (
  { self, hooks, drawnAvatar }: Rest,
  place: Place,
  hook: Hook,
  { brain, pingable }: Speech,
  avatar: number,
): Speaker => ({
  room: messageLimit,
  content: (piece) => piece,
  change: (message, piece) =>
    changed(hooks, Routes.webhookMessage(hook.id, hook.token, message), piece, pingable, {
      query: place.thread ? { thread_id: place.channel } : {},
    }),
  send: (piece) =>
    hooks(Sent, "POST", Routes.webhook(hook.id, hook.token), {
      query: { wait: "true", ...(place.thread ? { thread_id: place.channel } : {}) },
      body: {
        content: piece,
        username: personaName(brain.name),
        avatar_url: brain.avatar ?? drawnAvatar(avatar),
        allowed_mentions: pinging(pingable),
      },
    }).pipe(Effect.map(({ id }) => id)),
  said: (message) => message.webhook_id !== undefined && speakerOf(message, self, [brain]) !== null,
})

/** As the bot, signed with the agent's name. The first message is a reply to what it answers, where the bot may reply. */
export const asBot = ({ self, api }: Rest, channel: string, speech: Speech): Speaker => {
  const post = (piece: string, index: number, reply: object) =>
    api(Sent, "POST", Routes.channelMessages(channel), {
      body: {
        ...botMessage(nonceOf(speech.key, index), signed(speech.brain, piece), speech.pingable),
        ...reply,
      },
    }).pipe(Effect.map(({ id }) => id))
  const reply = { message_reference: { message_id: speech.answers, fail_if_not_exists: false } }
  return {
    room: messageLimit - signatureLength(speech.brain),
    content: (piece) => signed(speech.brain, piece),
    change: (message, piece) =>
      changed(
        api,
        Routes.channelMessage(channel, message),
        piece === null ? null : signed(speech.brain, piece),
        speech.pingable,
      ),
    send: (piece, index) =>
      post(piece, index, index === 0 ? reply : {}).pipe(
        Effect.catchIf(mayNotReply, () => post(piece, index, {})),
      ),
    said: (message) => message.webhook_id === undefined && speakerOf(message, self, [speech.brain]) !== null,
  }
}

/** Who is named in a message that is changed is marked there, and hears nothing of it. */
const changed = (
  call: Call,
  route: RouteLike,
  content: string | null,
  pingable: ReadonlyArray<string>,
  request: { readonly query?: Readonly<Record<string, string>> } = {},
): Effect.Effect<void, RestFailed> =>
  Effect.asVoid(
    content === null
      ? call(Schema.Unknown, "DELETE", route, request)
      : call(Sent, "PATCH", route, { ...request, body: { content, allowed_mentions: pinging(pingable) } }),
  )

/** To reply, one must be allowed to read what is replied to. */
const mayNotReply = ({ code }: RestFailed): boolean =>
  code === RESTJSONErrorCodes.CannotReplyWithoutPermissionToReadMessageHistory

/** What the bot says for itself: Discord sends one message for one nonce, however often it is asked within minutes. */
export const botMessage = (nonce: string, content: string, pingable: ReadonlyArray<string> = []) => ({
  content,
  nonce,
  enforce_nonce: true,
  allowed_mentions: pinging(pingable),
})

/** At most 25 characters, as Discord asks for. */
export const nonceOf = (key: string, index: number): string =>
  index === 0 ? key.slice(0, 25) : hash("sha256", `${key}.${index}`, "base64url").slice(0, 25)

/** The webhook was deleted, or its token renewed. */
export const hookIsGone = ({ code }: RestFailed): boolean =>
  code === RESTJSONErrorCodes.UnknownWebhook || code === RESTJSONErrorCodes.InvalidWebhookToken
