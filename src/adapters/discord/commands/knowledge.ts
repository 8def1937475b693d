/** `/knowledge`: what a channel knows, lent to every agent that answers in it. */
import { ApplicationCommandOptionType as Option } from "discord-api-types/v10"
import type { ChatInputCommandInteraction } from "discord.js"
import { Effect, Schema } from "effect"
import { address } from "../../../machines/address.ts"
import {
  charactersAtMost,
  factAtMost,
  factsAtMost,
  fits,
  isLabelled,
  labelAtMost,
  sizeOf,
} from "../../../machines/memory/knowledge.ts"
import { Fact, Person } from "../../../machines/values.ts"
import { search } from "../../routing/full-text.ts"
import { everywhere, personOf, tellActor, type Command } from "./command.ts"
import { ago, cut, lookAt } from "./looked.ts"
import { mayChange } from "./policy.ts"
import { CommandRefused } from "./refused.ts"

const sub = { type: Option.Subcommand } as const
const text = { type: Option.String, required: true } as const
const label = { ...text, name: "label", autocomplete: true, max_length: labelAtMost } as const
/** Facts that one search shows. */
const shownAtMost = 10

export const knowledge: Command = {
  data: {
    name: "knowledge",
    description: "What this channel knows: every agent here reads it",
    options: [
      {
        ...sub,
        name: "set",
        description: "Let every agent here know something",
        options: [
          { ...label, description: "What it is about, such as launch" },
          { ...text, name: "text", description: "What they are to know", max_length: factAtMost },
        ],
      },
      { ...sub, name: "list", description: "All that this channel knows" },
      {
        ...sub,
        name: "search",
        description: "Find what this channel knows by its words",
        options: [{ ...text, name: "words", description: "Words of it", max_length: 200 }],
      },
      {
        ...sub,
        name: "forget",
        description: "Let the agents know it no more",
        options: [{ ...label, description: "Which" }],
      },
    ],
    ...everywhere,
  },
  ephemeral: ({ options }) => ["list", "search"].includes(options.getSubcommand()),

  check: Effect.fnUntraced(function* (interaction) {
    const command = interaction.options.getSubcommand()
    if (command === "set") yield* settable(interaction)
    if (command === "forget") yield* own(interaction)
  }),

  run: Effect.fnUntraced(function* (interaction) {
    const facts = yield* knownIn(interaction)
    switch (interaction.options.getSubcommand()) {
      case "set": {
        const fact = yield* settable(interaction)
        yield* tellActor(interaction, placeOf(interaction), {
          type: "LEARN",
          ...fact,
          by: personOf(interaction),
        })
        return { content: cut(`📌 Every agent here knows now: **${fact.label}**: ${fact.text}`, 2000) }
      }
      case "forget": {
        const { label } = yield* own(interaction)
        yield* tellActor(interaction, placeOf(interaction), {
          type: "UNLEARN",
          label,
          by: personOf(interaction),
        })
        return { content: `🗑️ **${label}** is forgotten here.` }
      }
      case "search": {
        const words = interaction.options.getString("words", true)
        const hits = search(facts, ({ label, text }) => `${label} ${text}`, words, shownAtMost)
        return {
          content:
            hits.length === 0
              ? `This channel knows nothing with the words “${cut(words, 100)}”. \`/knowledge list\` shows all.`
              : overview(hits),
        }
      }
      default:
        return {
          content:
            facts.length === 0
              ? "This channel knows nothing yet: `/knowledge set` tells every agent here something."
              : `${overview(facts)}\n-# ${facts.length} of ${factsAtMost} facts, ${sizeOf(facts)} of ${charactersAtMost} characters`,
        }
    }
  }),

  complete: (typed, interaction) =>
    knownIn(interaction).pipe(
      Effect.map((facts) =>
        facts
          .filter((fact) => `${fact.label} ${fact.text}`.toLowerCase().includes(typed.trim().toLowerCase()))
          .map(({ label, text }) => ({ name: cut(`${label}: ${text}`, 100), value: label })),
      ),
      Effect.catch(() => Effect.succeed([])),
    ),
}

const Kept = Schema.Struct({
  facts: Schema.Array(Schema.Struct({ ...Fact.fields, by: Person, at: Schema.Number })),
})
type Known = (typeof Kept.Type)["facts"][number]

interface Place {
  readonly channelId: string | null
}

const placeOf = ({ channelId }: Place) => address("knowledge", channelId ?? "0")

const knownIn = (place: Place) =>
  Effect.map(lookAt(placeOf(place), Kept, "what this channel knows"), ({ facts }) => facts)

/** What is to be set, if it says something and finds room. */
const settable = Effect.fnUntraced(function* (interaction: ChatInputCommandInteraction) {
  const fact = {
    label: interaction.options.getString("label", true).trim().replace(/\s+/g, " "),
    text: interaction.options.getString("text", true).trim(),
  }
  if (fact.label === "" || fact.text === "")
    return yield* new CommandRefused({ sentence: "A label and a text are needed: one of them is empty." })
  const facts = yield* knownIn(interaction)
  const known = facts.find(isLabelled(fact.label))
  if (known !== undefined) yield* changeable(interaction, known)
  if (!fits(facts, fact))
    return yield* new CommandRefused({
      sentence: `This channel knows as much as it may, ${factsAtMost} facts and ${charactersAtMost} characters: \`/knowledge forget\` makes room.`,
    })
  return known === undefined ? fact : { ...fact, label: known.label }
})

const own = Effect.fnUntraced(function* (interaction: ChatInputCommandInteraction) {
  const label = interaction.options.getString("label", true).trim()
  const known = (yield* knownIn(interaction)).find(isLabelled(label))
  if (known === undefined)
    return yield* new CommandRefused({
      sentence: `This channel knows nothing under “${cut(label, 60)}”: choose one of those that are offered while you type.`,
    })
  yield* changeable(interaction, known)
  return known
})

const changeable = (interaction: ChatInputCommandInteraction, { label, by }: Known) =>
  mayChange(interaction, by)
    ? Effect.void
    : Effect.fail(
        new CommandRefused({
          sentence: `**${label}** was set by ${by.name}: only ${by.name}, or who may manage messages here, changes it.`,
        }),
      )

const overview = (facts: ReadonlyArray<Known>): string => {
  const each = Math.max(60, Math.floor(1700 / facts.length) - 60)
  return cut(
    facts
      .map(({ label, text, by, at }) => `- **${label}**: ${cut(text, each)} (${by.name}, ${ago(at)})`)
      .join("\n"),
    1900,
  )
}
