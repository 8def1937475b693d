/** `/assign`: hands a task to an agent, or has the manager choose one; it reports back to who assigned it. */
import { ApplicationCommandOptionType as Option } from "discord-api-types/v10"
import type { ChatInputCommandInteraction } from "discord.js"
import { Effect } from "effect"
import { Roster } from "../../../actors/performing/roster.ts"
import { address } from "../../../machines/address.ts"
import { mayBegin } from "./begin.ts"
import { everywhere, personOf, tellActor, type Command } from "./command.ts"
import { agentNamed, offerAgents } from "./named.ts"
import { CommandRefused } from "./refused.ts"

export const assign: Command = {
  data: {
    name: "assign",
    description: "Hand a task to an agent, which reports back to you here",
    options: [
      {
        type: Option.String,
        name: "task",
        description: "What is to be done",
        required: true,
        max_length: 2000,
      },
      {
        type: Option.String,
        name: "agent",
        description: "Who does it (the manager chooses)",
        autocomplete: true,
        max_length: 100,
      },
    ],
    ...everywhere,
  },
  ephemeral: true,

  check: Effect.fnUntraced(function* (interaction) {
    yield* agentOf(interaction)
    if (taskOf(interaction) === "")
      yield* new CommandRefused({ sentence: "The task is empty. Say what is to be done." })
    yield* mayBegin(interaction)
  }),

  run: Effect.fnUntraced(function* (interaction) {
    const agent = yield* agentOf(interaction)
    const { agents } = yield* Roster
    yield* tellActor(interaction, address("assignment", interaction.id), {
      type: "ASSIGN",
      task: taskOf(interaction),
      agent,
      agents: agents.map(({ id, name }) => ({ id, name })),
      by: personOf(interaction),
      channel: interaction.channelId,
      guild: interaction.guildId,
    })
    const who = agent === null ? "The manager chooses who does it" : `${agent.name} works on it`
    return {
      content: `${who}, and you are called here when there is a report. You may stop it with its button, and so may who manages messages here.`,
    }
  }),

  complete: offerAgents,
}

const taskOf = ({ options }: ChatInputCommandInteraction): string => options.getString("task", true).trim()

const agentOf = Effect.fnUntraced(function* ({ options }: ChatInputCommandInteraction) {
  const named = options.getString("agent")
  if (named === null) return null
  const { id, name } = yield* agentNamed(named)
  return { id, name }
})
