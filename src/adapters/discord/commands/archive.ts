/** `/archive`: what somebody said to agents long ago, found by its words. One's own, and for one's own eyes. */
import { ApplicationCommandOptionType as Option } from "discord-api-types/v10"
import type { ChatInputCommandInteraction } from "discord.js"
import { Effect, Schema } from "effect"
import { Roster } from "../../../actors/performing/roster.ts"
import { address } from "../../../machines/address.ts"
import { charactersAtMost, exchangesAtMost } from "../../../machines/memory/archive.ts"
import { Exchange } from "../../../machines/values.ts"
import { search } from "../../routing/full-text.ts"
import { everywhere, personOf, tellActor, type Command } from "./command.ts"
import { ago, cut, lookAt } from "./looked.ts"

const sub = { type: Option.Subcommand } as const
/** Exchanges that one search shows. */
const shownAtMost = 5

export const archive: Command = {
  data: {
    name: "archive",
    description: "What you and the agents said long ago",
    options: [
      {
        ...sub,
        name: "search",
        description: "Find what you and the agents said, by its words",
        options: [
          {
            type: Option.String,
            name: "words",
            description: "Words that were said",
            required: true,
            max_length: 200,
          },
        ],
      },
      { ...sub, name: "about", description: "How much is kept, and since when" },
      { ...sub, name: "empty", description: "Forget all of it" },
    ],
    ...everywhere,
  },
  ephemeral: true,

  run: Effect.fnUntraced(function* (interaction) {
    switch (interaction.options.getSubcommand()) {
      case "search":
        return yield* found(interaction)
      case "empty":
        yield* tellActor(interaction, address("archive", interaction.user.id), {
          type: "EMPTY",
          by: personOf(interaction),
        })
        return { content: "🗑️ Your archive is empty. What agents still have in mind is in `/memory`." }
      default:
        return { content: about(yield* keptOf(interaction)) }
    }
  }),
}

const Kept = Schema.Struct({
  exchanges: Schema.Array(Schema.Struct({ ...Exchange.fields, brain: Schema.String })),
  dropped: Schema.Int,
})
type Kept = typeof Kept.Type

const keptOf = ({ user }: ChatInputCommandInteraction) =>
  lookAt(address("archive", user.id), Kept, "what is in your archive")

const about = ({ exchanges, dropped }: Kept): string => {
  const bounds = `The newest ${exchangesAtMost} exchanges are kept, at most ${charactersAtMost} characters of them.`
  const first = exchanges[0]
  return first === undefined
    ? `Nothing is in your archive yet: it holds what you and an agent said once your talk with that agent has grown long. ${bounds}`
    : `**${exchanges.length}** exchanges, the oldest ${ago(first.at)}${dropped === 0 ? "" : `; ${dropped} older ones are gone`}. ${bounds}`
}

const found = Effect.fnUntraced(function* (interaction: ChatInputCommandInteraction) {
  const kept = yield* keptOf(interaction)
  const words = interaction.options.getString("words", true).trim()
  if (kept.exchanges.length === 0) return { content: about(kept) }
  const { agents } = yield* Roster
  const nameOf = (brain: string) => agents.find(({ id }) => id === brain)?.name ?? brain
  const hits = search(kept.exchanges, ({ asked, answered }) => `${asked}\n${answered}`, words, shownAtMost)
  if (hits.length === 0)
    return {
      content: `Nothing in your archive has the words “${cut(words, 100)}”. ${about(kept)}`,
    }
  return {
    embeds: hits.map(({ brain, asked, answered, at }) => ({
      description: `**You** ${ago(at)}\n${cut(asked, 450)}\n**${nameOf(brain)}**\n${cut(answered, 450)}`,
    })),
  }
})
