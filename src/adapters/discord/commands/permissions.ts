/** `/permissions`: what was said about tools for good, and taking it back: one's own for everybody, the server's for who manages it. */
import { ApplicationCommandOptionType as Option } from "discord-api-types/v10"
import type { AutocompleteInteraction, ChatInputCommandInteraction } from "discord.js"
import { Effect, Schema } from "effect"
import { nameOf, Roster } from "../../../actors/performing/roster.ts"
import { address, type Address } from "../../../machines/address.ts"
import type { Team } from "../../../machines/agent/brain.ts"
import { Ruling } from "../../../machines/tools/ruling.ts"
import { guildOf } from "./agreed.ts"
import { everywhere, personOf, tellActor, type Command } from "./command.ts"
import { ago, cut, lookAt } from "./looked.ts"
import { managesMessages, managesServer } from "./policy.ts"
import { CommandRefused } from "./refused.ts"

const sub = { type: Option.Subcommand } as const

export const permissions: Command = {
  data: {
    name: "permissions",
    description: "What you, and this server, have said about the tools of agents",
    options: [
      { ...sub, name: "list", description: "What agents may do without asking, and what they may not" },
      {
        ...sub,
        name: "forget",
        description: "Take something back: then it is asked again",
        options: [
          {
            type: Option.String,
            name: "rule",
            description: "Which",
            required: true,
            autocomplete: true,
            max_length: 100,
          },
        ],
      },
    ],
    ...everywhere,
  },
  ephemeral: true,

  run: Effect.fnUntraced(function* (interaction) {
    const kept = yield* keptFor(interaction)
    const team = yield* Roster
    if (interaction.options.getSubcommand() !== "forget") return { content: overview(kept, team) }
    const typed = interaction.options.getString("rule", true)
    const found = kept.find((one) => idOf(one) === typed)
    if (found === undefined)
      return yield* new CommandRefused({
        sentence:
          "There is no such rule, or it is not yours to take back: `/permissions list` shows those that are.",
      })
    const { rule, channel } = found.ruling
    yield* tellActor(interaction, found.of, { type: "REPEAL", rule, channel, by: personOf(interaction) })
    return { content: `🗑️ Taken back: ${sentence(found, team)}. The next time somebody is asked.` }
  }),

  complete: (typed, interaction) =>
    Effect.gen(function* () {
      const team = yield* Roster
      const wanted = typed.trim().toLowerCase()
      return (yield* keptFor(interaction))
        .map((one) => ({ name: cut(plain(sentence(one, team)), 100), value: idOf(one) }))
        .filter(({ name }) => name.toLowerCase().includes(wanted))
        .slice(0, 25)
    }).pipe(Effect.catch(() => Effect.succeed([]))),
}

interface Kept {
  readonly of: Address
  readonly whose: "own" | "server"
  readonly ruling: Ruling
}

const Keeper = Schema.Struct({ rulings: Schema.optionalKey(Schema.Array(Ruling)) })

type Asked = ChatInputCommandInteraction | AutocompleteInteraction

/** What is one's own, and what one manages; the newest first. In direct messages all of it is one's own. */
const keptFor = Effect.fnUntraced(function* (interaction: Asked) {
  const look = (of: Address, whose: Kept["whose"]) =>
    Effect.map(lookAt(of, Keeper, "what was said about tools"), ({ rulings = [] }) =>
      rulings.map((ruling): Kept => ({ of, whose, ruling })),
    )
  const own = yield* look(address("constellation", interaction.user.id), "own")
  if (!managesMessages(interaction) && !managesServer(interaction)) return newestFirst(own)
  const all = yield* look(guildOf(interaction), "server")
  const isAll = interaction.guildId === null || managesServer(interaction)
  const managed = isAll ? all : all.filter(({ ruling }) => ruling.channel === interaction.channelId)
  return newestFirst([...own, ...managed])
})

const newestFirst = (kept: ReadonlyArray<Kept>): ReadonlyArray<Kept> =>
  kept.toSorted((one, other) => other.ruling.at - one.ruling.at)

/** Tells it from the others when it is chosen. */
const idOf = ({ whose, ruling: { at, rule } }: Kept): string => `${whose} ${at} ${rule.pattern}`.slice(0, 100)

const whom = ({ whose, ruling: { channel } }: Kept): string => {
  if (whose === "own") return channel === null ? "for you" : `for you in <#${channel}>`
  return channel === null ? "for everybody in this server" : `for everybody in <#${channel}>`
}

/** `**Blender** may use blender.render, for you`. */
const sentence = (kept: Kept, team: Team): string => {
  const { verdict, pattern, agent } = kept.ruling.rule
  const who = agent === undefined ? "Every agent" : `**${nameOf(agent, team)}**`
  const may = verdict === "allow" ? "may use" : verdict === "deny" ? "may not use" : "has to ask about"
  const what = `\`${cut(pattern.replace(/\s+/g, " ").replaceAll("`", "'"), 120)}\``
  return `${who} ${may} ${what}, ${whom(kept)}`
}

const plain = (text: string): string => text.replaceAll(/[*`]/g, "").replaceAll(/<#\d+>/g, "a channel")

const marks = { allow: "✅", ask: "❔", deny: "🚫" } as const

const footnote =
  "-# The operator of this bot has rules, too: what those deny, nobody here can allow. `/permissions forget` takes back what stands above."

const overview = (kept: ReadonlyArray<Kept>, team: Team): string => {
  if (kept.length === 0)
    return "Nothing was said for good: agents ask before they use a tool that changes something, and you answer with the buttons."
  const lines = kept.map(
    (one) =>
      `${marks[one.ruling.rule.verdict]} ${sentence(one, team)} · said by ${cut(one.ruling.by.name, 32)} ${ago(one.ruling.at)}`,
  )
  let room = 2000 - footnote.length - 40
  const shown = lines.filter((line) => (room -= line.length + 1) >= 0)
  const more = lines.length - shown.length
  return [...shown, ...(more > 0 ? [`and ${more} more`] : []), footnote].join("\n")
}
