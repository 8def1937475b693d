/** What a channel's past says, by REST. https://discord.com/developers/docs/resources/message#get-channel-messages */
import { Routes } from "discord.js"
import { Effect } from "effect"
import type { DiscordRest } from "./rest.ts"
import { Messages, type Message } from "./shapes.ts"

/** As many as Discord gives at once. */
const page = 100

/**
 * The newest messages after an id, oldest first, at most `most`; `more`: there are others between. Few are one request; many
 * are read from the newest back, so that none is read in vain.
 */
export const newestAfter = Effect.fnUntraced(function* (
  { api }: DiscordRest["Service"],
  channel: string,
  after: string,
  most: number,
) {
  const read = (query: Readonly<Record<string, string>>, limit: number) =>
    api(Messages, "GET", Routes.channelMessages(channel), { query: { ...query, limit: String(limit) } })

  const enough = Math.min(page, most + 1)
  const first = yield* read({ after }, enough)
  if (first.length < enough) return { messages: first.toReversed(), more: false }

  const found: Array<Message> = []
  while (found.length <= most) {
    const limit = Math.min(page, most + 1 - found.length)
    const oldest = found.at(-1)
    const older = yield* read(oldest === undefined ? {} : { before: oldest.id }, limit)
    const wanted = older.filter(({ id }) => BigInt(id) > BigInt(after))
    found.push(...wanted)
    if (wanted.length < limit) break
  }
  return { messages: found.slice(0, most).toReversed(), more: found.length > most }
})
