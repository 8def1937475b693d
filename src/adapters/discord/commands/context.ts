/** `/context`: how much of this channel is remembered and lent to agents, what that is now, and to have it forgotten. */
import { ApplicationCommandOptionType as Option } from "discord-api-types/v10"
import type { ChatInputCommandInteraction } from "discord.js"
import { Effect } from "effect"
import { Roster } from "../../../actors/performing/roster.ts"
import {
  bounds,
  inForce,
  lentTo,
  listens,
  set,
  type Change,
} from "../../../machines/conversation/settings.ts"
import type { Line } from "../../../machines/values.ts"
import { everywhere, personOf, tellConversation, type Command } from "./command.ts"
import { cut } from "./looked.ts"
import { CommandRefused } from "./refused.ts"
import { mayChangeChannel, setBy, settledIn } from "./settled.ts"

const sub = { type: Option.Subcommand } as const

const isShow = ({ options }: Pick<ChatInputCommandInteraction, "options">): boolean =>
  options.getSubcommand() === "show"

export const context: Command = {
  data: {
    name: "context",
    description: "How much of this channel agents are lent for an answer",
    options: [
      { ...sub, name: "show", description: "What is kept of this channel, and lent" },
      {
        ...sub,
        name: "set",
        description: "How many lines are kept, and lent",
        options: [
          {
            type: Option.Integer,
            name: "keep",
            description: "The last lines of the channel that are kept",
            min_value: bounds.kept[0],
            max_value: bounds.kept[1],
          },
          {
            type: Option.Integer,
            name: "lend",
            description: "Of these, the lines that an agent is lent for an answer, at most",
            min_value: bounds.lent[0],
            max_value: bounds.lent[1],
          },
        ],
      },
      { ...sub, name: "reset", description: "As many lines as the operator laid down" },
      { ...sub, name: "clear", description: "Forget the lines that are kept" },
    ],
    ...everywhere,
  },
  ephemeral: isShow,

  check: Effect.fnUntraced(function* (interaction) {
    if (isShow(interaction)) return
    yield* mayChangeChannel(interaction)
    if (interaction.options.getSubcommand() === "set" && Object.keys(sizesIn(interaction)).length === 0)
      yield* new CommandRefused({ sentence: "Say how many lines to `keep`, or to `lend`." })
  }),

  run: Effect.fnUntraced(function* (interaction) {
    const by = personOf(interaction)
    switch (interaction.options.getSubcommand()) {
      case "clear":
        yield* tellConversation(interaction, { type: "CLEAR", by })
        return {
          content: `🧹 **${by.name}** had the lines of this channel forgotten: agents are lent nothing that was said until now. What each remembers of its own talks stays.`,
        }
      case "set":
      case "reset":
        return yield* resize(interaction)
      default:
        return { content: yield* overview(interaction) }
    }
  }),
}

const sizesIn = ({ options }: ChatInputCommandInteraction): Change => {
  if (options.getSubcommand() === "reset") return { kept: null, lent: null }
  const [kept, lent] = [options.getInteger("keep"), options.getInteger("lend")]
  return { ...(kept !== null && { kept }), ...(lent !== null && { lent }) }
}

const resize = Effect.fnUntraced(function* (interaction: ChatInputCommandInteraction) {
  const by = personOf(interaction)
  const change = sizesIn(interaction)
  const { settings } = yield* settledIn(interaction)
  const { kept, lent } = inForce(set(settings, change, { by, at: interaction.createdTimestamp }))
  yield* tellConversation(interaction, { type: "SET", by, ...change })
  return {
    content: `📏 **${by.name}** has set what is remembered here: the last ${lines(kept)} are kept, and at most ${lent} of them lent for an answer.`,
  }
})

const lines = (count: number): string => `${count} ${count === 1 ? "line" : "lines"}`

const overview = Effect.fnUntraced(function* (interaction: ChatInputCommandInteraction) {
  const { settings, recent, parent } = yield* settledIn(interaction)
  const { agents } = yield* Roster
  const { kept, lent } = inForce(settings)
  const others = agents
    .filter(({ id }) => listens(settings, id) && lentTo(settings, id) !== lent)
    .map(({ id, name }) => `${name} ${lentTo(settings, id)}`)
  const nameOf = ({ brain, author }: Line) => agents.find(({ id }) => id === brain)?.name ?? author
  const shown = [...(parent ?? []), ...recent].slice(
    Math.max(0, (parent?.length ?? 0) + recent.length - lent),
  )
  return [
    `**Context** (${setBy(settings, "kept", "lent")}): the last ${lines(kept)} are kept, at most ${lent} of them lent for an answer${others.length === 0 ? "" : `; ${others.join(", ")}`}.`,
    `Kept now: ${lines(recent.length)}${parent === null || parent.length === 0 ? "" : `, and ${parent.length} that this thread began with`}.`,
    ...shown.map((line) => `> ${nameOf(line)}: ${flat(line.text)}`),
  ].join("\n")
})

/** One line of a line, in characters. */
const longest = 120
const flat = (text: string): string => cut(text.replace(/\s+/g, " "), longest)
