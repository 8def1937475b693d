/** `/forget-me`: shows what goes, asks, has all of it deleted, and says what was looked for afterwards and found. */
import { ButtonStyle, ComponentType } from "discord-api-types/v10"
import type { ButtonInteraction, InteractionEditReplyOptions } from "discord.js"
import { Effect, Option, Schedule, Schema } from "effect"
import { Constellations } from "../../../actors/constellations/constellations.ts"
import type { Part } from "../../../actors/forgetting/belongings.ts"
import { Mail } from "../../../actors/mail.ts"
import { address, kindOf, type Address } from "../../../machines/address.ts"
import { confirm, decline, Progress } from "../../../machines/departure/events.ts"
import { customIdOf } from "../custom-id.ts"
import { everywhere, personOf, tellActor, type Command } from "./command.ts"
import { keptOf } from "./export-me.ts"
import { sent } from "./sent.ts"

const counted = (parts: ReadonlyArray<Part>): string =>
  parts
    .filter(({ part, items }) => items.length > 0 && part !== "elsewhere")
    .map(({ what, items }) => `- ${what}: **${items.length}**`)
    .join("\n")

const buttons = (of: Address) => [
  {
    type: ComponentType.ActionRow,
    components: [
      {
        type: ComponentType.Button,
        style: ButtonStyle.Danger,
        label: "Forget me",
        custom_id: customIdOf(of, confirm),
      },
      {
        type: ComponentType.Button,
        style: ButtonStyle.Secondary,
        label: "Keep it all",
        custom_id: customIdOf(of, decline),
      },
    ],
  },
]

export const forgetMe: Command = {
  data: {
    name: "forget-me",
    description: "See what is kept about you, and have all of it deleted",
    ...everywhere,
  },
  ephemeral: true,
  run: Effect.fnUntraced(function* (interaction) {
    const parts = yield* keptOf(interaction.user.id)
    if (parts.every(({ items }) => items.length === 0)) return { content: "Nothing is kept about you." }
    const departure = address("departure", interaction.id)
    yield* tellActor(interaction, departure, { type: "ASK", by: personOf(interaction) })
    return {
      content: [
        "**This goes, everywhere, for good**, and cannot be brought back (`/export-me` gives you a copy first):",
        counted(parts) || "- your id, where it stands",
        "What you share with others stays theirs, without your words and your name; of those conversations, the detailed record goes. Messages in Discord itself are yours to delete. What you write afterwards begins anew.",
        "You have 15 minutes.",
      ].join("\n"),
      components: buttons(departure),
    } as InteractionEditReplyOptions
  }),
}

/** What is read of a departure. */
const Standing = Schema.Struct({
  value: Schema.Json,
  context: Progress,
})
type Standing = typeof Standing.Type
const decode = Schema.decodeUnknownOption(Standing)

const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`

const outcome = ({ found, unread = [] }: Standing["context"]): string => {
  if (found.length > 0) return "**Not all of it is gone.**"
  return unread.length > 0 ? "**All that could be read of yours is gone.**" : "**You are forgotten.**"
}

const proof = (context: Standing["context"]): string => {
  const { erased, rewritten, archived, looked, found, unread = [] } = context
  return [
    outcome(context),
    `Deleted: ${count(erased, "record")} of yours alone. Rewritten without you: ${count(rewritten, "record")} that you shared. Taken out of the archive: ${count(archived, "log")}.`,
    `Then all that is stored was read, ${count(looked, "piece")}, and looked through for your id, your messages and the answers to them: **${found.length === 0 ? "nothing" : count(found.length, "place")}** found.`,
    ...(found.length === 0
      ? []
      : ["You may have written meanwhile: give `/forget-me` again, or ask the operator, who sees where."]),
    ...(unread.length === 0
      ? []
      : [
          `Of ${count(unread.length, "archived log")} I cannot tell whether something of yours is in it, for it does not read. The operator has been told which; give \`/forget-me\` again once it is mended.`,
        ]),
  ].join("\n")
}

/** What the question becomes; null: it stands still. */
const answerTo = ({ value, context }: Standing): string | null => {
  if (value === "gone") return proof(context)
  if (value === "stayed" || value === "available") return "Nothing was deleted. All that is yours stays."
  return null
}

/** As long as Discord lets an answer be changed. */
const patience = Schedule.spaced("500 millis").pipe(Schedule.upTo({ times: 1600 }))

/** After a button under the question was pressed: the question becomes what came of it. Never fails. */
export const showDeparture = (interaction: ButtonInteraction, of: Address) =>
  Effect.gen(function* () {
    if (kindOf(of) !== "departure") return
    const show = (content: string) =>
      sent("/forget-me", () => interaction.editReply({ content, components: [] }))
    const mail = yield* Mail
    const look = Effect.gen(function* () {
      const standing = Option.getOrNull(decode(yield* mail.peek(of)))
      return yield* Effect.fromNullishOr(standing === null ? null : answerTo(standing))
    })
    const soon = yield* Effect.option(look)
    if (Option.isNone(soon)) yield* show("Deleting what is yours. This goes on even if this bot restarts…")
    const said = yield* look.pipe(Effect.retry(patience), Effect.option)
    const known = Option.getOrNull(yield* Effect.serviceOption(Constellations))
    if (known !== null) yield* known.forget(interaction.user.id)
    yield* show(
      Option.getOrElse(
        said,
        () => "It takes longer than I can tell you here, and goes on. Give `/forget-me` again later.",
      ),
    )
  })
