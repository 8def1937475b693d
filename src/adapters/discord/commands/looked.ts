/** What an actor keeps, as commands read it. */
import { Effect, Schema } from "effect"
import { Mail } from "../../../actors/mail.ts"
import type { Address } from "../../../machines/address.ts"
import { CommandRefused } from "./refused.ts"

/** Of the 3 s in which Discord wants an answer. */
const patience = "2 seconds"

/** `what` stands in the sentence for who cannot be told: `what you have in memory`. */
export const lookAt = <A>(
  of: Address,
  shape: Schema.Decoder<A>,
  what: string,
): Effect.Effect<A, CommandRefused, Mail> =>
  Effect.gen(function* () {
    const { context } = yield* (yield* Mail).peek(of)
    return yield* Schema.decodeUnknownEffect(shape)(context)
  }).pipe(
    Effect.timeout(patience),
    Effect.mapError(
      () =>
        new CommandRefused({ sentence: `I cannot look up at the moment ${what}. Try again in a minute.` }),
    ),
  )

/** A text in so many characters, on one line where it is to be one. */
export const cut = (text: string, most: number): string => {
  const whole = text.toWellFormed()
  return whole.length <= most ? whole : `${whole.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, "")}…`
}

/** Text of somebody's in a block where nothing is markup. */
export const fenced = (text: string, most: number): string =>
  `\`\`\`\n${cut(text.replaceAll("```", "'''"), most)}\n\`\`\``

/** How people read a time: `3 days ago`. https://discord.com/developers/docs/reference#message-formatting */
export const ago = (at: number): string => `<t:${Math.floor(at / 1000)}:R>`
