/** How a channel's conversation goes, as commands read it and change it. */
import type { ChatInputCommandInteraction } from "discord.js"
import { Effect, Schema } from "effect"
import { House, standardOf } from "../../../actors/performing/house.ts"
import { Mail } from "../../../actors/mail.ts"
import { Roster } from "../../../actors/performing/roster.ts"
import { address } from "../../../machines/address.ts"
import { Settings, type Own } from "../../../machines/conversation/settings.ts"
import { Choice, Correction, Line, Person } from "../../../machines/values.ts"
import { isOpen, managesChannel } from "./policy.ts"
import { CommandRefused } from "./refused.ts"

/** Of the 3 s in which Discord wants an answer. */
const patience = "2 seconds"

const Kept = Schema.Struct({
  settings: Settings,
  lastInOrder: Schema.NullOr(Schema.String),
  recent: Schema.Array(Line),
  parent: Schema.NullOr(Schema.Array(Line)),
  corrections: Schema.Array(Correction),
  choices: Schema.Array(Choice),
  halted: Schema.NullOr(Schema.Struct({ by: Person, at: Schema.Number })),
})

/** What a conversation keeps, under what the operator has laid down by now: it may not have been told yet. */
export const settledIn = ({ channelId }: { readonly channelId: string | null }) =>
  Effect.gen(function* () {
    const { context } = yield* (yield* Mail).peek(address("conversation", channelId ?? "0"))
    const kept = yield* Schema.decodeUnknownEffect(Kept)(context)
    const standard = standardOf(yield* House, yield* Roster)
    return { ...kept, settings: { ...kept.settings, standard } }
  }).pipe(
    Effect.timeout(patience),
    Effect.mapError(
      () =>
        new CommandRefused({
          sentence: "I cannot look up at the moment how this channel is set. Try again in a minute.",
        }),
    ),
  )

/** How a channel goes is for those to change who may manage it. */
export const mayChangeChannel = (
  interaction: ChatInputCommandInteraction,
): Effect.Effect<void, CommandRefused> =>
  managesChannel(interaction)
    ? isOpen(interaction)
    : Effect.fail(
        new CommandRefused({ sentence: "Only who may manage this channel changes how agents behave in it." }),
      )

/** `, set by Ada <t:…:R>`, or that it is what the operator laid down. */
export const setBy = ({ setBy }: Settings, ...names: ReadonlyArray<keyof Own>): string => {
  const newest = names.flatMap((name) => setBy[name] ?? []).toSorted((a, b) => b.at - a.at)[0]
  return newest === undefined
    ? "as the operator laid down"
    : `set by ${newest.by.name} <t:${Math.floor(newest.at / 1000)}:R>`
}
