/**
 * Boards: an actor's one message of the bot's own in a channel, with buttons under it, changed as the actor goes on.
 * https://discord.com/developers/docs/components/reference#button
 */
import { ButtonStyle, ComponentType } from "discord-api-types/v10"
import { Routes } from "discord.js"
import { Effect } from "effect"
import type { Board } from "../../actors/voice.ts"
import type { Button } from "../../machines/values.ts"
import { customIdOf } from "./buttons.ts"
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

const rowsOf = (board: Board): ReadonlyArray<object> => {
  const buttons = board.buttons.slice(0, inRow * rowsAtMost).map((button: Button) => ({
    type: ComponentType.Button,
    style: styles[button.style],
    label: button.label.slice(0, 80),
    custom_id: customIdOf(board.by, button.id),
  }))
  const rows = Math.ceil(buttons.length / inRow)
  return Array.from({ length: rows }, (_, row) => ({
    type: ComponentType.ActionRow,
    components: buttons.slice(row * inRow, (row + 1) * inRow),
  }))
}

const shortened = (text: string): string =>
  text.length <= messageLimit ? text : `${text.slice(0, messageLimit - 2).replace(/[\uD800-\uDBFF]$/, "")} …`

/** The id of the message. Made once for one key within the minutes in which Discord knows a nonce, then changed. */
export const showBoard = Effect.fnUntraced(function* ({ api }: DiscordRest["Service"], board: Board) {
  const { key, channel, message, text } = board
  const content = shortened(text)
  const components = rowsOf(board)
  const change = (id: string) =>
    api(Sent, "PATCH", Routes.channelMessage(channel, id), {
      body: { content, components, allowed_mentions: { parse: [] } },
    })
  if (message !== null) return (yield* change(message)).id
  const made = yield* api(Sent, "POST", Routes.channelMessages(channel), {
    body: { ...botMessage(nonceOf(key, 0), content), components },
  })
  // An attempt before this one may have made it, with other words: Discord answers with that message.
  return board.again ? (yield* change(made.id)).id : made.id
})
