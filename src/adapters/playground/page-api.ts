/**
 * The contract between the chat page and the playground: what the page may ask over `/page/*`, what it is
 * answered, and what arrives live. Both halves speak Discord's own object shapes (API v10), so that the page
 * shows what a bot really sent.
 *
 * - Answers are JSON. A refusal has Discord's shape `{ message, code, errors? }` and an HTTP status of 4xx.
 * - Every call names the person who acts (`as`, a user id); people are those of the sample world.
 * - `GET /avatars/<key>.svg?name=<name>` draws an avatar for any key (colours from the key, initials from the
 *   name; the name may be left out for a known user id). `GET /avatars/<user id>/<hash>.<ext>` answers the
 *   avatar that a message author has in `author.avatar`: 204 if it is one of another machine, which is not shown.
 * - The page is served under `default-src 'none'` with scripts, styles, images, fonts and connections of its own
 *   origin only (`data:` images too): no inline scripts, no `style="…"` attributes, no CDN.
 */
import type {
  APIApplicationCommand,
  APIApplicationCommandOptionChoice,
  APIDMChannel,
  APIGuildMember,
  APIMessage,
  APIModalInteractionResponseCallbackData,
  APITextChannel,
  APIThreadChannel,
  APIUser,
  GatewayMessageDeleteBulkDispatchData,
  GatewayMessageDeleteDispatchData,
  GatewayMessageReactionAddDispatchData,
  GatewayMessageReactionRemoveAllDispatchData,
  GatewayMessageReactionRemoveDispatchData,
  GatewayMessageReactionRemoveEmojiDispatchData,
  GatewayTypingStartDispatchData,
} from "discord-api-types/v10"
import { Schema } from "effect"

/** A Discord id: a decimal number in a string, of 17 to 19 digits. */
export const Snowflake = Schema.String.check(Schema.isPattern(/^\d{17,19}$/))
export type Snowflake = typeof Snowflake.Type

/** Query of `GET /page/state`: the first of the people when left out. */
export const StateQuery = Schema.Struct({ as: Schema.optionalKey(Snowflake) })

/** Query of reactions and of the live socket. */
export const AsPerson = Schema.Struct({ as: Snowflake })

/** Query of `GET /page/channels/:id/messages`. Newest first; `before` pages back. */
export const HistoryQuery = Schema.Struct({
  as: Snowflake,
  limit: Schema.optionalKey(
    Schema.NumberFromString.check(Schema.isInt(), Schema.isBetween({ minimum: 1, maximum: 100 })),
  ),
  before: Schema.optionalKey(Snowflake),
})

/** Body of `POST /page/channels/:id/messages`, answered with the APIMessage. */
export const PostMessage = Schema.Struct({
  as: Snowflake,
  content: Schema.String,
  reply_to: Schema.optionalKey(Snowflake),
})

/** Body of `PATCH /page/channels/:id/messages/:mid`, answered with the APIMessage. */
export const EditMessage = Schema.Struct({ as: Snowflake, content: Schema.String })

/** Body of `DELETE /page/channels/:id/messages/:mid`, `POST …/typing` and `POST /page/dms` (answer: APIDMChannel). */
export const Acting = Schema.Struct({ as: Snowflake })

/** Body of `POST /page/channels/:id/threads`, answered with the APIThreadChannel. */
export const OpenThread = Schema.Struct({
  as: Snowflake,
  name: Schema.String,
  message_id: Schema.optionalKey(Snowflake),
})

/**
 * Body of `POST /page/interactions`. `data` is Discord's `APIInteraction["data"]`; the playground adds `resolved`.
 *
 * | type | is | `data` | `message_id` |
 * |---|---|---|---|
 * | 2 | command | `{ id, name, type: 1\|2\|3, options?, target_id? }` | - |
 * | 3 | component pressed | `{ custom_id, component_type, values? }` | the message that holds it |
 * | 4 | autocomplete | as 2, one option with `focused: true` | - |
 * | 5 | modal submitted | `{ custom_id, components }` | as the interaction that opened it |
 *
 * Answer: `{ choices }` for 4 (when the bot has answered; after 3 s an empty list), `{ id }` for the others, whose
 * outcome arrives live: a message, `MODAL`, or `INTERACTION_FAILED` after 3 s of silence.
 */
export const StartInteraction = Schema.Struct({
  as: Snowflake,
  channel_id: Snowflake,
  type: Schema.Literals([2, 3, 4, 5]),
  data: Schema.Record(Schema.String, Schema.Unknown),
  message_id: Schema.optionalKey(Snowflake),
})
export type StartInteraction = typeof StartInteraction.Type

/** A guild as the page lists it. Threads stand among the channels, with `parent_id`. */
export interface PageGuild {
  readonly id: string
  readonly name: string
  readonly channels: ReadonlyArray<APITextChannel | APIThreadChannel>
  readonly members: ReadonlyArray<APIUser>
}

/** Answer of `GET /page/state?as=USER`: what that person may see. */
export interface PageState {
  readonly notice: string | null
  readonly bot: APIUser
  readonly people: ReadonlyArray<APIUser>
  readonly guilds: ReadonlyArray<PageGuild>
  readonly dms: ReadonlyArray<{ readonly person: APIUser; readonly channel: APIDMChannel }>
  readonly commands: ReadonlyArray<APIApplicationCommand>
}

/** Answer of `POST /page/interactions`. */
export type InteractionStarted =
  | { readonly id: string }
  | { readonly choices: ReadonlyArray<APIApplicationCommandOptionChoice> }

/** Pushed to a person whose interaction got no answer: `reason` is a sentence to show. */
export interface InteractionFailed {
  readonly id: string
  readonly reason: string
}

/** The answer to an autocomplete, which its request gets too. */
export interface AutocompleteChoices {
  readonly id: string
  readonly choices: ReadonlyArray<APIApplicationCommandOptionChoice>
}

/** Pushed to a person for whom the bot opens a modal; submit it as an interaction of type 5. */
export interface ModalOpened extends APIModalInteractionResponseCallbackData {
  readonly id: string
  readonly channel_id: string
  readonly message_id?: string
}

/** A message as the gateway sends it: with the guild it is in. */
export type LiveMessage = APIMessage & {
  readonly guild_id?: string
  readonly member?: Omit<APIGuildMember, "user">
}

/**
 * What `WebSocket /page/live?as=USER` pushes, one JSON text frame each. Other dispatches of Discord come too
 * (GUILD_MEMBER_ADD, THREAD_MEMBERS_UPDATE, WEBHOOKS_UPDATE); a page passes over what it does not know.
 */
export type LiveEvent =
  | { readonly t: "MESSAGE_CREATE" | "MESSAGE_UPDATE"; readonly d: LiveMessage }
  | { readonly t: "MESSAGE_REACTION_REMOVE_ALL"; readonly d: GatewayMessageReactionRemoveAllDispatchData }
  | { readonly t: "MESSAGE_REACTION_REMOVE_EMOJI"; readonly d: GatewayMessageReactionRemoveEmojiDispatchData }
  | { readonly t: "MESSAGE_DELETE"; readonly d: GatewayMessageDeleteDispatchData }
  | { readonly t: "MESSAGE_DELETE_BULK"; readonly d: GatewayMessageDeleteBulkDispatchData }
  | { readonly t: "MESSAGE_REACTION_ADD"; readonly d: GatewayMessageReactionAddDispatchData }
  | { readonly t: "MESSAGE_REACTION_REMOVE"; readonly d: GatewayMessageReactionRemoveDispatchData }
  | { readonly t: "TYPING_START"; readonly d: GatewayTypingStartDispatchData }
  | { readonly t: "THREAD_CREATE" | "THREAD_UPDATE"; readonly d: APIThreadChannel }
  | { readonly t: "CHANNEL_CREATE" | "CHANNEL_UPDATE"; readonly d: APITextChannel | APIDMChannel }
  | { readonly t: "GUILD_CREATE"; readonly d: PageGuild }
  | { readonly t: "COMMANDS_UPDATE"; readonly d: ReadonlyArray<APIApplicationCommand> }
  | { readonly t: "INTERACTION_FAILED"; readonly d: InteractionFailed }
  | { readonly t: "MODAL"; readonly d: ModalOpened }
  | { readonly t: "AUTOCOMPLETE"; readonly d: AutocompleteChoices }
  | { readonly t: "NOTICE"; readonly d: { readonly notice: string | null } }
