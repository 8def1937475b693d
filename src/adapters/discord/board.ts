/**
 * Boards: an actor's one message of the bot's own in a channel, with buttons under it, changed as the actor goes on.
 * https://discord.com/developers/docs/components/reference#button
 */
import { ButtonStyle, ComponentType } from "discord-api-types/v10"
import { RESTJSONErrorCodes, Routes } from "discord.js"
import { Effect, Option, Schema } from "effect"
import type { Board } from "../../actors/performing/voice.ts"
import { Snowflake, type Button } from "../../machines/values.ts"
import { customIdOf, readCustomId } from "./buttons.ts"
import { isForbidden, type RestFailed } from "./rest-errors.ts"
import type { DiscordRest } from "./rest.ts"
import { Sent } from "./shapes.ts"
import { botMessage, nonceOf } from "./speakers.ts"
import { messageLimit } from "./split.ts"

/** Buttons in a row, and rows under a message, at most. */
const inRow = 5
const rowsAtMost = 5

const styles = {
  primary: ButtonStyle.Primary,
  secondary: ButtonStyle.Secondary,
  success: ButtonStyle.Success,
  danger: ButtonStyle.Danger,
} as const

const chunks = (buttons: ReadonlyArray<Button>): ReadonlyArray<ReadonlyArray<Button>> =>
  Array.from({ length: Math.ceil(buttons.length / inRow) }, (_, row) =>
    buttons.slice(row * inRow, (row + 1) * inRow),
  )

/** What does not fit into one row: those of the first one's style, as a vote's options, and below them the others. */
const arranged = (all: ReadonlyArray<Button>): ReadonlyArray<ReadonlyArray<Button>> => {
  const buttons = all.slice(0, inRow * rowsAtMost)
  const others = buttons.findIndex(({ style }) => style !== buttons[0]?.style)
  if (others === -1 || buttons.length <= inRow) return chunks(buttons)
  const apart = [...chunks(buttons.slice(0, others)), ...chunks(buttons.slice(others))]
  return apart.length <= rowsAtMost ? apart : chunks(buttons)
}

const rowsOf = ({ by, buttons }: Board): ReadonlyArray<object> =>
  arranged(buttons).map((row) => ({
    type: ComponentType.ActionRow,
    components: row.map(({ id, label, style }) => ({
      type: ComponentType.Button,
      style: styles[style],
      label: label.slice(0, 80),
      custom_id: customIdOf(by, id),
    })),
  }))

const shortened = (text: string): string =>
  text.length <= messageLimit ? text : `${text.slice(0, messageLimit - 2).replace(/[\uD800-\uDBFF]$/, "")} …`

const Made = Schema.Struct({ id: Snowflake, content: Schema.String })

/** A message that may be the board: what it says, and whose its first button is. */
const Found = Schema.Struct({
  id: Snowflake,
  author: Schema.Struct({ id: Snowflake }),
  components: Schema.optionalKey(
    Schema.Array(Schema.Struct({ components: Schema.optionalKey(Schema.Array(Schema.Unknown)) })),
  ),
})
const Pressable = Schema.Struct({ custom_id: Schema.String })
const ownerOf = (component: unknown): string | undefined =>
  Schema.decodeUnknownOption(Pressable)(component).pipe(
    Option.flatMap(({ custom_id }) => readCustomId(custom_id)),
    Option.getOrUndefined,
  )?.by

/** An earlier attempt's message among the newest of the channel, for when Discord remembers its nonce no more. */
const findBoard = ({ api, self }: DiscordRest["Service"], { by, channel }: Board) =>
  api(Schema.Array(Found), "GET", Routes.channelMessages(channel), { query: { limit: "100" } }).pipe(
    Effect.map((messages) =>
      messages.find(
        ({ author, components = [] }) =>
          author.id === self.id &&
          components.some((row) => (row.components ?? []).some((one) => ownerOf(one) === by)),
      ),
    ),
    // Who may not read the channel's history makes a board without having looked.
    Effect.catchIf(isForbidden, () => Effect.succeed(undefined)),
  )

const isDeleted = ({ code }: RestFailed): boolean => code === RESTJSONErrorCodes.UnknownMessage

/**
 * The id of the message. It is made once, whoever attempts it: Discord knows a nonce for some minutes, and after that the
 * channel is looked through. A board that somebody deleted is made anew, since its actor goes on.
 */
export const showBoard = Effect.fnUntraced(function* (rest: DiscordRest["Service"], board: Board) {
  const { api } = rest
  const { key, channel, message } = board
  const content = shortened(board.text)
  const components = rowsOf(board)
  const change = (id: string) =>
    api(Sent, "PATCH", Routes.channelMessage(channel, id), {
      body: { content, components, allowed_mentions: { parse: [] } },
    })
  const make = (nonce: string) =>
    Effect.gen(function* () {
      const made = yield* api(Made, "POST", Routes.channelMessages(channel), {
        body: { ...botMessage(nonce, content), components },
      })
      // An attempt before this one has made it, with other words: Discord answers with that message.
      return made.content.trim() === content.trim() ? made : yield* change(made.id)
    })
  if (message !== null) {
    const anew = make(nonceOf(`${key} ${message}`, 1))
    return (yield* change(message).pipe(Effect.catchIf(isDeleted, () => anew))).id
  }
  const found = board.again ? yield* findBoard(rest, board) : undefined
  return (yield* found === undefined ? make(nonceOf(key, 0)) : change(found.id)).id
})

/** Whoever deleted it before has done the same. */
export const unshowBoard = ({ api }: DiscordRest["Service"], channel: string, message: string) =>
  api(Schema.Unknown, "DELETE", Routes.channelMessage(channel, message)).pipe(
    Effect.catchIf(isDeleted, () => Effect.void),
    Effect.asVoid,
  )
