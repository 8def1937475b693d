/** `/ask agent text`: asks one agent. The question stands in the channel, and the agent answers it there. */
import { ApplicationCommandOptionType as Option } from "discord-api-types/v10"
import type { ChatInputCommandInteraction } from "discord.js"
import { Effect } from "effect"
import { inForce, listens } from "../../../machines/conversation/settings.ts"
import { bounded, textLimit } from "../readable.ts"
import { everywhere, personOf, tellConversation, type Command } from "./command.ts"
import { agentNamed, offerAgents } from "./named.ts"
import { CommandRefused } from "./refused.ts"
import { settledIn } from "./settled.ts"

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
    const { id, name } = yield* chosen(interaction)
    // Who cannot look asks all the same: the conversation decides.
    const kept = yield* settledIn(interaction).pipe(Effect.catch(() => Effect.succeed(null)))
    if (kept !== null && inForce(kept.settings).mode === "off")
      yield* new CommandRefused({
        sentence:
          "Agents are off in this channel: `/mode` says so, and who may manage the channel lets them answer again.",
      })
    if (kept !== null && !listens(kept.settings, id))
      yield* new CommandRefused({
        sentence: `${name} does not listen in this channel: \`/team show\` says who does.`,
      })
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

  complete: offerAgents,
}

const questionOf = (interaction: ChatInputCommandInteraction): string =>
  bounded(interaction.options.getString("text", true).trim())

const chosen = (interaction: ChatInputCommandInteraction) =>
  agentNamed(interaction.options.getString("agent", true))

/** The longest quotation, in characters: it has to fit into a message with the agent's name. */
const quotable = 1500

const quoted = (text: string): string => {
  const lines = text.replace(/^/gm, "> ")
  return lines.length <= quotable ? lines : `${lines.slice(0, quotable).replace(/[\uD800-\uDBFF]$/, "")} …`
}
