/** `/team`: which agents listen in this channel. */
import { ApplicationCommandOptionType as Option } from "discord-api-types/v10"
import type { AutocompleteInteraction, ChatInputCommandInteraction } from "discord.js"
import { Effect } from "effect"
import { Roster } from "../../../actors/performing/roster.ts"
import {
  inForce,
  listens,
  set,
  type Change,
  type Coordination,
  type Settings,
} from "../../../machines/conversation/settings.ts"
import { everywhere, personOf, tellConversation, type Command } from "./command.ts"
import { cut } from "./looked.ts"
import { agentNamed, choicesOf } from "./named.ts"
import { CommandRefused } from "./refused.ts"
import { mayChangeChannel, setBy, settledIn } from "./settled.ts"

/** What is typed to have it as the operator laid it down. */
const standard = "standard"

const sub = { type: Option.Subcommand } as const
const agent = {
  type: Option.String,
  name: "agent",
  description: "Which agent",
  required: true,
  autocomplete: true,
  max_length: 100,
} as const

const isShow = ({ options }: Pick<ChatInputCommandInteraction, "options">): boolean =>
  options.getSubcommand() === "show"

export const team: Command = {
  data: {
    name: "team",
    description: "Which agents listen in this channel",
    options: [
      { ...sub, name: "show", description: "Which agents listen here" },
      { ...sub, name: "add", description: "Let an agent listen here", options: [agent] },
      { ...sub, name: "remove", description: "Let an agent listen here no more", options: [agent] },
      { ...sub, name: "reset", description: "Let every agent listen here" },
      {
        ...sub,
        name: "coordination",
        description: "How the team works together here when nobody is called by name",
        options: [
          {
            type: Option.String,
            name: "how",
            description: "How",
            required: true,
            choices: [
              { name: "hybrid: words and the manager decide", value: "hybrid" },
              { name: "round robin: one agent after the other, in order", value: "round_robin" },
              { name: "supervisor: the lead, who may hand parts on and concludes", value: "supervisor" },
              { name: "pipeline: all in order, each reads the one before it", value: "pipeline" },
              { name: "sleep time: as hybrid, and memory is tidied while nobody talks", value: "sleep_time" },
              { name: "standard: as the operator laid down", value: standard },
            ],
          },
        ],
      },
    ],
    ...everywhere,
  },
  ephemeral: isShow,

  check: Effect.fnUntraced(function* (interaction) {
    if (isShow(interaction)) return
    yield* mayChangeChannel(interaction)
    yield* changed(interaction)
  }),

  run: Effect.fnUntraced(function* (interaction) {
    const { settings } = yield* settledIn(interaction)
    if (isShow(interaction)) return { content: yield* overview(settings) }
    const by = personOf(interaction)
    const change = yield* changed(interaction)
    yield* tellConversation(interaction, { type: "SET", by, ...change })
    const now = set(settings, change, { by, at: interaction.createdTimestamp })
    return {
      content: `👥 **${by.name}** has set ${change.coordination === undefined ? "who listens here" : "how the team works together here"}.\n${yield* overview(now)}`,
    }
  }),

  complete: (typed, interaction) => offered(typed, interaction),
}

/** What the command makes of the team, or why not. */
const changed = Effect.fnUntraced(function* (interaction: ChatInputCommandInteraction) {
  const command = interaction.options.getSubcommand()
  if (command === "reset") return { team: null } satisfies Change
  if (command === "coordination") {
    const how = interaction.options.getString("how", true)
    return { coordination: how === standard ? null : (how as Coordination) } satisfies Change
  }
  const { settings } = yield* settledIn(interaction)
  const { agents } = yield* Roster
  const { id, name } = yield* agentNamed(interaction.options.getString("agent", true))
  const ids = agents.map((brain) => brain.id).filter((brain) => listens(settings, brain))
  const after = command === "add" ? [...ids.filter((it) => it !== id), id] : ids.filter((it) => it !== id)
  if (ids.includes(id) === (command === "add"))
    return yield* new CommandRefused({
      sentence: `${name} ${command === "add" ? "listens here already" : "does not listen here anyway"}.`,
    })
  if (after.length === 0)
    return yield* new CommandRefused({
      sentence: `${name} is the last agent that listens here: \`/mode off\` silences the channel.`,
    })
  return { team: after } satisfies Change
})

const overview = Effect.fnUntraced(function* (settings: Settings) {
  const { agents, lead } = yield* Roster
  const lines = agents.map(({ id, name, role, autoRespond }) => {
    const marks = [...(id === lead.id ? ["lead"] : []), ...(autoRespond ? ["answers every message"] : [])]
    const more = marks.length === 0 ? "" : ` (${marks.join(", ")})`
    return listens(settings, id) ? `- **${name}**${more}: ${role}` : `- ~~${name}~~ does not listen here`
  })
  const text = [
    `**Team** (${setBy(settings, "team")}):`,
    ...lines,
    `**Together**: ${inForce(settings).coordination.replaceAll("_", " ")} (${setBy(settings, "coordination")}).`,
  ].join("\n")
  return cut(text, 1800)
})

/** For `add` those that do not listen here, for `remove` those that do. */
const offered = (typed: string, interaction: AutocompleteInteraction) =>
  Effect.gen(function* () {
    const { settings } = yield* settledIn(interaction)
    const adds = interaction.options.getSubcommand() === "add"
    return yield* choicesOf(typed, ({ id }) => listens(settings, id) !== adds)
  }).pipe(Effect.catch(() => choicesOf(typed)))
