/** `/route test`: who would answer a message here and why, without a model and without a trace. */
import { ApplicationCommandOptionType as Option } from "discord-api-types/v10"
import type { ChatInputCommandInteraction } from "discord.js"
import { Effect } from "effect"
import { named, Roster } from "../../../actors/performing/roster.ts"
import type { Team } from "../../../machines/agent/brain.ts"
import { linesBefore, newestOf, open, type Floor } from "../../../machines/conversation/floor.ts"
import { calledIn } from "../../../machines/conversation/routing.ts"
import { inForce, listens } from "../../../machines/conversation/settings.ts"
import type { Line, Message } from "../../../machines/values.ts"
import { withoutMarkup } from "../../model/offline/decide.ts"
import { explain, type Explained } from "../../model/offline/explain.ts"
import { matchedIn } from "../../routing/triggers.ts"
import { bounded, textLimit } from "../readable.ts"
import { everywhere, personOf, type Command } from "./command.ts"
import { cut } from "./looked.ts"
import { CommandRefused } from "./refused.ts"
import { setBy, settledIn } from "./settled.ts"

export const route: Command = {
  data: {
    name: "route",
    description: "Who would answer a message here, and why",
    options: [
      {
        type: Option.Subcommand,
        name: "test",
        description: "Who would answer, and why not the others; no model is asked, nobody answers",
        options: [
          {
            type: Option.String,
            name: "text",
            description: "What somebody might say here",
            required: true,
            max_length: textLimit,
          },
        ],
      },
    ],
    ...everywhere,
  },
  ephemeral: true,

  check: (interaction) =>
    textOf(interaction) === ""
      ? Effect.fail(new CommandRefused({ sentence: "The message is empty. Say what somebody might say." }))
      : Effect.void,

  run: Effect.fnUntraced(function* (interaction) {
    const team = yield* Roster
    const kept = yield* settledIn(interaction)
    const message = messageOf(interaction, team)
    const floor: Floor = {
      ...open(message.channel),
      ...kept,
      halted: kept.halted && { ...kept.halted, manages: false, told: true },
      inbox: [message],
    }
    const { mode, lent } = inForce(kept.settings)
    const lines = newestOf(linesBefore(floor, message), lent)
    const { corrections, choices } = kept
    const listening = team.agents.filter(({ id }) => listens(kept.settings, id))
    const lead = listening.includes(team.lead) ? team.lead : (listening[0] ?? team.lead)
    const question = {
      team: { ...team, agents: listening, lead },
      message,
      lent: named(lines, team),
      corrections,
      choices,
      sessions: [],
    }
    const explained = explain({ team, floor, question })
    return { content: report(message.text, `${mode}, ${setBy(kept.settings, "mode")}`, explained) }
  }),
}

const textOf = (interaction: ChatInputCommandInteraction): string =>
  bounded(interaction.options.getString("text", true).trim())

const messageOf = (interaction: ChatInputCommandInteraction, { agents }: Team): Message => {
  const text = textOf(interaction)
  const self = interaction.client.user.id
  const mentioned = [...text.matchAll(/<@!?(\d{1,20})>/g)].map(([, id]) => id!)
  const spoken = withoutMarkup(text)
  return {
    id: interaction.id,
    channel: interaction.channelId,
    guild: interaction.guildId,
    author: personOf(interaction),
    text,
    pinged: mentioned.filter((id) => id !== self),
    called: [...calledIn(spoken, agents)],
    matched: [...matchedIn(spoken, agents)],
    toTeam: interaction.guildId === null || mentioned.includes(self),
    via: null,
  }
}

const report = (text: string, mode: string, { decision, answering, others }: Explained): string => {
  const names = decision.responders.flatMap(
    (id) => answering.find(({ brain }) => brain.id === id)?.brain.name ?? [],
  )
  const who = names.length === 0 ? "nobody" : names.map((name) => `**${name}**`).join(", ")
  return [
    `> ${clipped(text, 300)}`,
    `**Mode**: ${mode}`,
    `**Route**: ${decision.route} → ${who}: ${decision.reason}`,
    ...(decision.route === "manager"
      ? ["No model was asked: one that manages this team may choose otherwise."]
      : []),
    ...answering.map(({ brain, lent }) => `**${brain.name}** would be lent ${lentOf(lent)}`),
    ...others.map(({ brain, why }) => `- ${brain.name}: ${why}`),
  ].join("\n")
}

const lentOf = (lent: ReadonlyArray<Line>): string => {
  const last = lent.at(-1)
  return last === undefined
    ? "no lines"
    : `${lent.length} ${lent.length === 1 ? "line" : "lines"}, the last: “${clipped(last.text, 60)}”`
}

const clipped = (text: string, longest: number): string => cut(text.replace(/\s+/g, " "), longest)
