/** `/permissions`: what was said about tools for good, saying more, taking it back, and what comes of a call. */
import {
  ApplicationCommandOptionType as Option,
  type APIApplicationCommandSubcommandOption,
} from "discord-api-types/v10"
import type { ChatInputCommandInteraction } from "discord.js"
import { Effect } from "effect"
import { Roster } from "../../../actors/performing/roster.ts"
import { everywhere, personOf, tellActor, type Command } from "./command.ts"
import { cut } from "./looked.ts"
import { offerAgents } from "./named.ts"
import { checked } from "./permissions-check.ts"
import { idOf, keptFor, overview, plain, sentence, type Asked } from "./permissions-kept.ts"
import { longest, offerTools, reaches, said } from "./permissions-said.ts"
import { CommandRefused } from "./refused.ts"

const sub = { type: Option.Subcommand } as const
const text = { type: Option.String } as const

const agent = {
  ...text,
  name: "agent",
  description: "Which agent (default: every one)",
  autocomplete: true,
  max_length: 100,
} as const

const says = (name: "allow" | "deny", description: string): APIApplicationCommandSubcommandOption => ({
  ...sub,
  name,
  description,
  options: [
    {
      ...text,
      name: "tool",
      description: "A tool, or a tool, a colon, and what it is called with; * is any text",
      required: true,
      autocomplete: true,
      max_length: longest,
    },
    { ...text, name: "for", description: "For whom (default: for me)", choices: [...reaches] },
    agent,
  ],
})

export const permissions: Command = {
  data: {
    name: "permissions",
    description: "What you, and this server, have said about the tools of agents",
    options: [
      { ...sub, name: "list", description: "What agents may do without asking, and what they may not" },
      says("allow", "Lets agents use a tool without asking"),
      says("deny", "Lets agents use a tool no more"),
      {
        ...sub,
        name: "forget",
        description: "Take something back: then it is asked again",
        options: [
          {
            ...text,
            name: "rule",
            description: "Which",
            required: true,
            autocomplete: true,
            max_length: 100,
          },
        ],
      },
      {
        ...sub,
        name: "check",
        description: "What comes of a call here, for you, and why",
        options: [
          {
            ...text,
            name: "tool",
            description: "A tool, or a tool, a colon, and what it is called with",
            required: true,
            autocomplete: true,
            max_length: longest,
          },
          { ...agent, description: "Which agent", required: true },
        ],
      },
    ],
    ...everywhere,
  },
  ephemeral: true,

  run: (interaction) => {
    const chosen = interaction.options.getSubcommand()
    if (chosen === "allow" || chosen === "deny") return said(interaction, chosen)
    if (chosen === "forget") return forgotten(interaction)
    if (chosen === "check") return checked(interaction)
    return Effect.gen(function* () {
      return { content: overview(yield* keptFor(interaction), yield* Roster) }
    })
  },

  complete: (typed, interaction) => {
    const { name } = interaction.options.getFocused(true)
    if (name === "tool") return offerTools(typed)
    return name === "agent" ? offerAgents(typed) : offerRules(typed, interaction)
  },
}

const forgotten = Effect.fnUntraced(function* (interaction: ChatInputCommandInteraction) {
  const team = yield* Roster
  const typed = interaction.options.getString("rule", true)
  const found = (yield* keptFor(interaction)).find((one) => idOf(one) === typed)
  if (found === undefined)
    return yield* new CommandRefused({
      sentence:
        "There is no such rule, or it is not yours to take back: `/permissions list` shows those that are.",
    })
  const { rule, channel } = found.ruling
  yield* tellActor(interaction, found.of, { type: "REPEAL", rule, channel, by: personOf(interaction) })
  return { content: `🗑️ Taken back: ${sentence(found, team)}. The next time somebody is asked.` }
})

const offerRules = (typed: string, interaction: Asked) =>
  Effect.gen(function* () {
    const team = yield* Roster
    const wanted = typed.trim().toLowerCase()
    return (yield* keptFor(interaction))
      .map((one) => ({ name: cut(plain(sentence(one, team)), 100), value: idOf(one) }))
      .filter(({ name }) => name.toLowerCase().includes(wanted))
      .slice(0, 25)
  }).pipe(Effect.catch(() => Effect.succeed([])))
