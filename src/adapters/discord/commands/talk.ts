/** `/talk`: which agent listens in these direct messages, until another is chosen; a mention overrules it for once. */
import { ApplicationCommandOptionType as Option } from "discord-api-types/v10"
import { Effect } from "effect"
import { Roster } from "../../../actors/performing/roster.ts"
import { everywhere, personOf, tellConversation, type Command } from "./command.ts"
import { agentNamed, offerAgents } from "./named.ts"
import { CommandRefused } from "./refused.ts"
import { settledIn } from "./settled.ts"

/** What is typed to have the team listen again. */
const team = "team"

export const talk: Command = {
  data: {
    name: "talk",
    description: "Choose which agent listens in these direct messages",
    options: [
      {
        type: Option.String,
        name: "agent",
        description: "Who listens from now on; team: whoever fits each message (says who listens)",
        autocomplete: true,
        max_length: 100,
      },
    ],
    ...everywhere,
  },
  ephemeral: false,

  check: ({ guildId }) =>
    guildId === null
      ? Effect.void
      : Effect.fail(
          new CommandRefused({
            sentence:
              "In a server everybody hears the team: `/talk` is for our direct messages, and here you call an agent by its name.",
          }),
        ),

  run: Effect.fnUntraced(function* (interaction) {
    const typed = interaction.options.getString("agent")?.trim() ?? null
    if (typed === null) {
      const { settings } = yield* settledIn(interaction)
      return { content: yield* listener(settings.own.talk) }
    }
    const chosen = typed.toLowerCase() === team ? null : (yield* agentNamed(typed)).id
    yield* tellConversation(interaction, { type: "SET", by: personOf(interaction), talk: chosen })
    return { content: yield* listener(chosen ?? undefined) }
  }),

  complete: (typed) =>
    Effect.map(offerAgents(typed), (agents) => [
      ...(team.includes(typed.trim().toLowerCase())
        ? [{ name: "team: whoever fits each message", value: team }]
        : []),
      ...agents,
    ]),
}

const listener = Effect.fnUntraced(function* (talk: string | undefined) {
  const { agents } = yield* Roster
  const brain = agents.find(({ id }) => id === talk)
  return brain === undefined
    ? "👥 The team listens here: whoever fits a message answers it. `/talk agent` chooses one of them."
    : `💬 **${brain.name}** listens here: ${brain.role}. Mention another, and that one answers this once; \`/talk agent:team\` lets the whole team listen again.`
})
