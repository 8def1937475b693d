/** `/ask agent text`: asks one agent. The question stands in the channel, and the agent answers it there. */
import { ApplicationCommandOptionType as Option } from "discord-api-types/v10"
import type { ChatInputCommandInteraction } from "discord.js"
import { Effect } from "effect"
import { Roster } from "../../../actors/roster.ts"
import type { Brain } from "../../../machines/brain.ts"
import { bounded, textLimit } from "../readable.ts"
import { everywhere, personOf, tellConversation, type Command } from "./command.ts"
import { CommandRefused } from "./refused.ts"

export const ask: Command = {
  data: {
    name: "ask",
    description: "Ask one agent",
    options: [
      {
        type: Option.String,
        name: "agent",
        description: "Who should answer",
        required: true,
        autocomplete: true,
        max_length: 100,
      },
      {
        type: Option.String,
        name: "text",
        description: "What you want to know",
        required: true,
        max_length: textLimit,
      },
    ],
    ...everywhere,
  },
  ephemeral: false,

  check: Effect.fnUntraced(function* (interaction) {
    yield* chosen(interaction)
    if (questionOf(interaction) === "")
      yield* new CommandRefused({ sentence: "The question is empty. Say what you want to know." })
  }),

  run: Effect.fnUntraced(function* (interaction) {
    const brain = yield* chosen(interaction)
    const text = questionOf(interaction)
    yield* tellConversation(interaction, {
      type: "MESSAGE",
      message: {
        id: interaction.id,
        channel: interaction.channelId,
        guild: interaction.guildId,
        author: personOf(interaction),
        text,
        pinged: [],
        called: [brain.id],
        matched: [],
        toTeam: false,
        via: null,
      },
    })
    return { content: `${quoted(text)}\n— asked **${brain.name}**` }
  }),

  complete: Effect.fnUntraced(function* (typed) {
    const { agents } = yield* Roster
    const sought = typed.trim().toLowerCase()
    return agents
      .filter(({ id, name, role }) => `${id} ${name} ${role}`.toLowerCase().includes(sought))
      .slice(0, 25)
      .map(({ id, name, role }) => ({ name: `${name}: ${role}`.slice(0, 100), value: id }))
  }),
}

const questionOf = (interaction: ChatInputCommandInteraction): string =>
  bounded(interaction.options.getString("text", true).trim())

/** The agent of that id, or of that name: who does not wait for the choices types it. */
const chosen = Effect.fnUntraced(function* (interaction: ChatInputCommandInteraction) {
  const { agents } = yield* Roster
  const typed = interaction.options.getString("agent", true).trim().toLowerCase()
  const is = ({ id, name }: Brain) => id === typed || name.toLowerCase() === typed
  const brain = agents.find(is)
  if (brain !== undefined) return brain
  const names = agents.map(({ name }) => name).join(", ")
  return yield* new CommandRefused({
    sentence: `Nobody here is called "${typed.slice(0, 100)}". You can ask ${names}.`.slice(0, 2000),
  })
})

/** The longest quotation, in characters: it has to fit into a message with the agent's name. */
const quotable = 1500

const quoted = (text: string): string => {
  const lines = text.replace(/^/gm, "> ")
  return lines.length <= quotable ? lines : `${lines.slice(0, quotable).replace(/[\uD800-\uDBFF]$/, "")} …`
}
