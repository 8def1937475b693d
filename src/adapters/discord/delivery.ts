/**
 * Says a text in as many messages as it takes, each of them once, even when nobody knows whether Discord took one: after
 * a crash, and when an answer is lost, the channel itself tells what has been said.
 */
import { Routes } from "discord.js"
import { Effect, Schedule } from "effect"
import { isUncertain, type RestFailed } from "./rest-errors.ts"
import type { DiscordRest } from "./rest.ts"
import { Messages, type Message } from "./shapes.ts"
import type { Speaker } from "./speakers.ts"

/** How many pages of a hundred messages are searched: more than is said while an answer is under way. */
const pages = 5

/** Four more attempts in about fifteen seconds. */
const patience = Schedule.exponential("1 second").pipe(Schedule.jittered, Schedule.upTo({ times: 3 }))

/** The ids of the messages, in order. `look`: some may have been sent before, after the message `since`. */
export const deliver = Effect.fnUntraced(function* (
  rest: DiscordRest["Service"],
  channel: string,
  speaker: Speaker,
  pieces: ReadonlyArray<string>,
  since: string,
  look: boolean,
) {
  const taken = new Set<string>()
  const find = (piece: string): Effect.Effect<string | undefined, RestFailed> =>
    messagesAfter(rest, channel, since).pipe(
      Effect.map(
        (messages) =>
          messages.find((message) => !taken.has(message.id) && isSaid(speaker, message, piece))?.id,
      ),
    )
  const ids: Array<string> = []
  for (const [index, piece] of pieces.entries()) {
    const lookThenSend = Effect.flatMap(find(piece), (found) =>
      found === undefined ? speaker.send(piece, index) : Effect.succeed(found),
    )
    const id = yield* (look ? lookThenSend : speaker.send(piece, index)).pipe(
      Effect.catchIf(isUncertain, () =>
        Effect.sleep("1 second").pipe(
          Effect.andThen(lookThenSend),
          Effect.retry({ schedule: patience, while: isUncertain }),
        ),
      ),
    )
    taken.add(id)
    ids.push(id)
  }
  return ids
})

/** Discord trims what it is given. */
const isSaid = (speaker: Speaker, message: Message, piece: string): boolean =>
  speaker.said(message) && message.content.trim() === speaker.content(piece).trim()

/** What was said in a channel since a message, oldest first. */
export const messagesAfter = Effect.fnUntraced(function* (
  { api }: DiscordRest["Service"],
  channel: string,
  since: string,
) {
  const messages: Array<Message> = []
  for (let page = 0, after = since; page < pages; page++) {
    const found = yield* api(Messages, "GET", Routes.channelMessages(channel), {
      query: { after, limit: "100" },
    })
    messages.push(...found.toReversed())
    if (found.length < 100) break
    after = found[0]?.id ?? after
  }
  return messages
})
