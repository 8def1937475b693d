/** `/mode`: who answers in this channel, and whether side by side. Without an option it says how it is. */
import { ApplicationCommandOptionType as Option } from "discord-api-types/v10"
import type { ChatInputCommandInteraction } from "discord.js"
import { Effect } from "effect"
import {
  bounds,
  inForce,
  Mode,
  set,
  type Change,
  type Settings,
} from "../../../machines/conversation/settings.ts"
import { everywhere, personOf, tellConversation, type Command } from "./command.ts"
import { mayChangeChannel, setBy, settledIn } from "./settled.ts"

/** What is typed to have it as the operator laid it down. */
const standard = "standard"

const modes: Readonly<Record<Mode, string>> = {
  mentions: "who is called by name answers",
  keywords: "who is called by name answers, else who listens for a word of the message",
  manager:
    "who is called by name answers, else who listens for a word of the message, else whom the manager chooses",
  all: "every agent of the channel answers, but where one is called by name",
  off: "nobody answers, called or not; what is said is still remembered",
}

export const mode: Command = {
  data: {
    name: "mode",
    description: "Who answers in this channel, and whether side by side",
    options: [
      {
        type: Option.String,
        name: "mode",
        description: "Who answers",
        choices: [
          { name: "mentions: who is called by name", value: "mentions" },
          { name: "keywords: by name, else by a trigger word", value: "keywords" },
          { name: "manager: by name, by a word, else whom the manager chooses", value: "manager" },
          { name: "all: every agent answers every message", value: "all" },
          { name: "off: nobody", value: "off" },
          { name: "standard: as the operator laid down", value: standard },
        ],
      },
      {
        type: Option.String,
        name: "answers",
        description: "How the answers of one message come",
        choices: [
          { name: "together", value: "together" },
          { name: "in turn: each agent reads what the one before it said", value: "inTurn" },
          { name: "standard: as the operator laid down", value: standard },
        ],
      },
      {
        type: Option.Integer,
        name: "at_once",
        description: "Answers that are under way at once, at most",
        min_value: bounds.atOnce[0],
        max_value: bounds.atOnce[1],
      },
    ],
    ...everywhere,
  },
  ephemeral: (interaction) => Object.keys(changeIn(interaction)).length === 0,

  check: (interaction) =>
    Object.keys(changeIn(interaction)).length === 0 ? Effect.void : mayChangeChannel(interaction),

  run: Effect.fnUntraced(function* (interaction) {
    const change = changeIn(interaction)
    const { settings } = yield* settledIn(interaction)
    if (Object.keys(change).length === 0) return { content: overview(settings) }
    const by = personOf(interaction)
    yield* tellConversation(interaction, { type: "SET", by, ...change })
    const now = set(settings, change, { by, at: interaction.createdTimestamp })
    return { content: `⚙️ **${by.name}** has set how agents answer here.\n${overview(now)}` }
  }),
}

const changeIn = ({ options }: ChatInputCommandInteraction): Change => {
  const mode = options.getString("mode")
  const pace = options.getString("answers")
  const atOnce = options.getInteger("at_once")
  return {
    ...(mode !== null && { mode: mode === standard ? null : (mode as Mode) }),
    ...(pace !== null && {
      pace: pace === standard ? null : pace === "inTurn" ? ("inTurn" as const) : ("together" as const),
      ...(pace === standard && { atOnce: null }),
    }),
    ...(atOnce !== null && { atOnce }),
  }
}

const overview = (settings: Settings): string => {
  const { mode, pace, atOnce } = inForce(settings)
  const toTeam =
    mode === "mentions" || mode === "keywords"
      ? "; what mentions me is given to whom the manager chooses"
      : ""
  const answers =
    pace === "inTurn"
      ? "in turn, each agent after it has read what the one before it said"
      : `together, at most ${atOnce} under way`
  return [
    `**Mode**: ${mode} (${setBy(settings, "mode")}): ${modes[mode]}${toTeam}.`,
    `**Answers**: ${answers} (${setBy(settings, "pace", "atOnce")}).`,
  ].join("\n")
}
