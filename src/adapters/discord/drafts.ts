/**
 * How an answer looks while it is written: its beginning, in one message, and below it a line that says that it is not done,
 * with a link to what it answers. By that line a draft is told from an answer, and from the drafts of other turns.
 */
import { hash } from "node:crypto"
import { Routes } from "discord.js"
import { Effect, Schema } from "effect"
import type { Sketch } from "../../actors/performing/voice.ts"
import { messagesAfter, type Finish } from "./delivery.ts"
import { fencesIn } from "./fences.ts"
import type { Recent } from "./recent.ts"
import { isForbidden, isUncertain, type RestFailed } from "./rest-errors.ts"
import type { DiscordRest } from "./rest.ts"
import { hookIsGone, type Speaker } from "./speakers.ts"
import { cut } from "./split.ts"

type Whose = Pick<Sketch, "turn" | "channel" | "guild" | "answers">

/** At its end. https://discord.com/developers/docs/reference#message-formatting */
const mark = /\n-# ✍️ \[still writing]\(<https:\/\/discord\.com\/channels\/\S+\?draft=([\w-]+)>\)$/

/** Tells the drafts of a channel apart. */
export const draftKey = (turn: string): string => hash("sha256", turn, "base64url").slice(0, 12)

/** The line below a draft. */
const lineOf = ({ turn, channel, guild, answers }: Whose): string =>
  `\n-# ✍️ [still writing](<https://discord.com/channels/${guild ?? "@me"}/${channel}/${answers}?draft=${draftKey(turn)}>)`

/** Whether what a message says is a draft. */
export const isDraft = (content: string): boolean => mark.test(content)

const isDraftOf = (content: string, turn: string): boolean => mark.exec(content)?.[1] === draftKey(turn)

/** What a draft says; a code block that is open is closed for now. `room` is that of a message, in characters. */
export const draftOf = (sketch: Whose & { readonly text: string }, room: number): string => {
  const line = lineOf(sketch)
  // A mark that is half written would not open a block, or close it too early.
  const text = sketch.text.trimEnd().replace(/(?<!`)`{1,2}$/, "")
  const [first = { open: "", body: "", close: "" }, more] = cut(text, room - line.length - closing.length)
  const isOpen = more === undefined && fencesIn(first.body).at(-1)?.opens === true
  return `${first.open}${first.body.trimEnd()}${isOpen ? closing : first.close}${line}`
}

const closing = "\n```"

/** The message in which a turn's draft stands; undefined: there is none, or the channel's past may not be read. */
export const findDraft = (
  rest: DiscordRest["Service"],
  speaker: Speaker,
  { turn, channel, answers }: Pick<Whose, "turn" | "channel" | "answers">,
): Effect.Effect<string | undefined, RestFailed> =>
  messagesAfter(rest, channel, answers).pipe(
    Effect.map(
      (messages) => messages.find((message) => speaker.said(message) && isDraftOf(message.content, turn))?.id,
    ),
    Effect.catchIf(isForbidden, () => Effect.succeed(undefined)),
  )

/** Shows the text so far, in the message that is there already, or in a new one; its id. */
export const showDraft = (
  rest: DiscordRest["Service"],
  speaker: Speaker,
  own: Recent,
  sketch: Sketch & { readonly text: string; readonly again: boolean },
): Effect.Effect<string, RestFailed> =>
  Effect.gen(function* () {
    const { message, again } = sketch
    const standing = message ?? (again ? yield* findDraft(rest, speaker, sketch) : undefined)
    const content = draftOf(sketch, speaker.room)
    if (standing === undefined) {
      const made = yield* speaker.send(content, 0)
      own.add(made)
      return made
    }
    yield* speaker
      .change(standing, content)
      .pipe(Effect.tapError(() => Effect.sync(() => own.delete(standing))))
    return standing
  })

/**
 * A draft becomes the first message of its answer. One that another process made, or of which it is not known what it says,
 * is taken away instead, and the answer is sent like any other: a change that comes late must not make a draft of it again.
 */
export const finishDraft =
  (
    rest: DiscordRest["Service"],
    speaker: Speaker,
    own: Recent,
    whose: Pick<Sketch, "turn" | "channel" | "answers" | "message">,
  ): Finish =>
  (piece) =>
    Effect.gen(function* () {
      const { message } = whose
      if (message === null || !own.has(message)) {
        yield* removeDraft(rest, speaker, whose)
        return undefined
      }
      return yield* Effect.as(speaker.change(message, piece), message).pipe(
        Effect.catchIf(isRefused, () => Effect.as(removeAsBot(rest, whose.channel, message), undefined)),
      )
    })

/** Takes a draft away, if it is there. */
export const removeDraft = (
  rest: DiscordRest["Service"],
  speaker: Speaker,
  sketch: Pick<Sketch, "turn" | "channel" | "answers" | "message">,
): Effect.Effect<void, RestFailed> =>
  Effect.gen(function* () {
    const standing = sketch.message ?? (yield* findDraft(rest, speaker, sketch))
    if (standing === undefined) return
    yield* speaker
      .change(standing, null)
      .pipe(Effect.catchIf(isRefused, () => removeAsBot(rest, sketch.channel, standing)))
  })

/** It is not there any more, or it is of a webhook that is not: then the bot may be able to take it away. */
const isRefused = (failed: RestFailed): boolean => !isUncertain(failed) && !hookIsGone(failed)

/** Its own messages, and those of others where it may manage messages. */
const removeAsBot = ({ api }: DiscordRest["Service"], channel: string, message: string) =>
  Effect.ignore(api(Schema.Unknown, "DELETE", Routes.channelMessage(channel, message)))
