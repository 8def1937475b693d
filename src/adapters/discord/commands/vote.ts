/** `/vote`: puts a question to people and agents. The board that stands in the channel shows all that comes of it. */
import { ApplicationCommandOptionType as Option } from "discord-api-types/v10"
import type { ChatInputCommandInteraction } from "discord.js"
import { Effect } from "effect"
import { address } from "../../../machines/address.ts"
import type { Ballot, TieRule } from "../../../machines/team/ballot.ts"
import { labelsIn, weightsIn } from "./ballot-input.ts"
import { mayBegin } from "./begin.ts"
import { everywhere, mayShow, personOf, tellActor, type Command } from "./command.ts"
import { agentsNamed } from "./named.ts"

/** Until when a vote is open, in minutes, when nothing else is said, and at most. */
const usual = 60
const week = 7 * 24 * 60

export const vote: Command = {
  data: {
    name: "vote",
    description: "Put a question to the vote, with buttons, in public",
    options: [
      {
        type: Option.String,
        name: "question",
        description: "What is to be decided",
        required: true,
        max_length: 300,
      },
      {
        type: Option.String,
        name: "options",
        description: "2 to 10 options, separated by |: Tea | Coffee | Neither",
        required: true,
        max_length: 1000,
      },
      {
        type: Option.Integer,
        name: "minutes",
        description: `How long it is open (${usual})`,
        min_value: 1,
        max_value: week,
      },
      {
        type: Option.Integer,
        name: "quorum",
        description: "How many must vote for it to count (1)",
        min_value: 1,
        max_value: 1000,
      },
      {
        type: Option.String,
        name: "agents",
        description: "Agents that vote: names separated by commas, all, or none (none)",
        max_length: 300,
      },
      {
        type: Option.String,
        name: "weights",
        description: "What votes count: agents=1 people=2, or writer=3 @Ada=2 (each counts 1)",
        max_length: 300,
      },
      {
        type: Option.String,
        name: "tie",
        description: "What a tie decides (nothing)",
        choices: [
          { name: "the option listed first wins", value: "first" },
          { name: "nothing is decided", value: "none" },
          { name: "one more vote among the tied", value: "again" },
        ],
      },
    ],
    ...everywhere,
  },
  ephemeral: true,

  check: Effect.fnUntraced(function* (interaction) {
    const { agents } = yield* ballotOf(interaction)
    yield* agents.length === 0 ? mayShow(interaction) : mayBegin(interaction)
  }),

  run: Effect.fnUntraced(function* (interaction) {
    const ballot = yield* ballotOf(interaction)
    yield* tellActor(interaction, address("vote", interaction.id), { type: "OPEN_VOTE", ballot })
    const agents = ballot.agents.map(({ name }) => name).join(", ")
    return {
      content: `Your vote is open for ${ballot.minutes} min.${agents === "" ? "" : ` I ask ${agents}.`} You may close or cancel it with its buttons, and so may who manages messages here.`,
    }
  }),
}

const ties: Readonly<Record<string, TieRule>> = { first: "first", again: "again" }

const ballotOf = Effect.fnUntraced(function* (interaction: ChatInputCommandInteraction) {
  const { options } = interaction
  const agents = yield* agentsNamed(options.getString("agents") ?? "none")
  const ballot: Ballot = {
    question: options.getString("question", true).replace(/\s+/g, " ").trim(),
    options: yield* labelsIn(options.getString("options", true)),
    minutes: options.getInteger("minutes") ?? usual,
    quorum: options.getInteger("quorum") ?? 1,
    agents: agents.map(({ id, name }) => ({ brain: id, name })),
    weights: yield* weightsIn(options.getString("weights") ?? ""),
    tie: ties[options.getString("tie") ?? ""] ?? "none",
    by: personOf(interaction),
    channel: interaction.channelId,
    guild: interaction.guildId,
  }
  return ballot
})
