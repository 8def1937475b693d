/**
 * `/agents`: who is on the team, for everybody; and the agents of the pool behind it, which operators look through, add and take
 * out. Where the configuration names no operators, administrators of a server do.
 */
import { ApplicationCommandOptionType as Option, ButtonStyle, ComponentType } from "discord-api-types/v10"
import { PermissionFlagsBits as Bits, type ChatInputCommandInteraction } from "discord.js"
import { Effect } from "effect"
import { Alerting } from "../../../actors/alerting/terms.ts"
import type { Refused } from "../../../actors/mail.ts"
import type { NoSuchAgent } from "../../../actors/pools.ts"
import { everywhere, markOf, type Command } from "./command.ts"
import { poolsHere, standingNow } from "./pool.ts"
import { lineOf, sentence } from "./pool-words.ts"
import { CommandRefused } from "./refused.ts"
import { teamList } from "./team-list.ts"

const sub = { type: Option.Subcommand } as const
const which = (description: string) =>
  ({
    type: Option.String,
    name: "agent",
    description,
    required: true,
    autocomplete: true,
    max_length: 64,
  }) as const

export const agents: Command = {
  data: {
    name: "agents",
    description: "Who is on the team, and the agents behind it",
    options: [
      { ...sub, name: "team", description: "Who is on the team, and what calls them" },
      { ...sub, name: "list", description: "The agents of the pool: what each does, where, and how it is" },
      {
        ...sub,
        name: "add",
        description: "More agents for the pool",
        options: [
          {
            type: Option.Integer,
            name: "count",
            description: "How many",
            required: true,
            min_value: 1,
            max_value: 1000,
          },
        ],
      },
      {
        ...sub,
        name: "drain",
        description: "Take an agent out: it ends what it does, and goes",
        options: [which("Which, such as 0-0001")],
      },
      {
        ...sub,
        name: "restore",
        description: "Let an agent in again that was taken out",
        options: [which("Which was taken out")],
      },
    ],
    ...everywhere,
  },
  ephemeral: ({ options }) => options.getSubcommand() !== "team",

  check: (interaction) =>
    interaction.options.getSubcommand() === "team" ? Effect.void : Effect.asVoid(mayManage(interaction)),

  run: (interaction) => {
    switch (interaction.options.getSubcommand()) {
      case "list":
        return list(interaction, 1)
      case "add":
        return add(interaction)
      case "drain":
        return change(interaction, "drain")
      case "restore":
        return change(interaction, "restore")
      default:
        return teamList
    }
  },

  press: (page, interaction) =>
    Effect.andThen(mayManage(interaction), list(interaction, Math.max(1, Number(page) || 1))),

  complete: (typed, interaction) =>
    Effect.gen(function* () {
      yield* mayManage(interaction)
      const { shards } = yield* standingNow
      const wantsOut = interaction.options.getSubcommand(false) === "restore"
      return shards
        .flatMap(({ members }) => members)
        .filter(({ state, draining }) => (state === "gone" || draining) === wantsOut)
        .filter(({ agent }) => agent.includes(typed.trim()))
        .slice(0, 25)
        .map(({ agent, state }) => ({ name: `${agent} (${state})`, value: agent }))
    }).pipe(Effect.orElseSucceed(() => [])),
}

type Given = Pick<ChatInputCommandInteraction, "user" | "guildId" | "memberPermissions">

/** Who changes the pool; true: an operator, whom the configuration names. */
const mayManage = ({ user, guildId, memberPermissions }: Given) =>
  Effect.gen(function* () {
    const { operators } = (yield* Alerting)()
    if (operators.includes(user.id)) return true
    if (operators.length > 0)
      return yield* new CommandRefused({ sentence: "Only the operators of this bot look after its agents." })
    if (guildId === null || memberPermissions?.has(Bits.Administrator) !== true)
      return yield* new CommandRefused({
        sentence: "Only administrators of this server look after the agents.",
      })
    return false
  })

/** Agents on a page: as many as fit into a message. */
const perPage = 15

const list = Effect.fnUntraced(function* (given: Given, wanted: number) {
  const isOperator = yield* mayManage(given)
  const standing = yield* standingNow
  const all = standing.shards.flatMap(({ members }) => members)
  const pages = Math.max(1, Math.ceil(all.length / perPage))
  const page = Math.min(wanted, pages)
  const lines = all
    .slice((page - 1) * perPage, page * perPage)
    .map((member) => lineOf(member, isOperator ? null : (given.guildId ?? "")))
  const foot = pages === 1 ? [] : [`-# page ${page} of ${pages}`]
  return {
    content: [sentence(standing), ...lines, ...foot].join("\n").slice(0, 2000),
    components: pages === 1 ? [] : [pager(page, pages)],
  }
})

const pager = (page: number, pages: number) => ({
  type: ComponentType.ActionRow as const,
  components: [
    { label: "◀ Before", to: page - 1, name: "before" },
    { label: "After ▶", to: page + 1, name: "after" },
  ].map(({ label, to, name }) => ({
    type: ComponentType.Button as const,
    style: ButtonStyle.Secondary as const,
    label,
    custom_id: `${markOf("agents")}|${to}|${name}`,
    disabled: to < 1 || to > pages,
  })),
})

const add = Effect.fnUntraced(function* (interaction: ChatInputCommandInteraction) {
  const count = interaction.options.getInteger("count", true)
  const pools = yield* poolsHere
  yield* Effect.mapError(pools.add(count, interaction.id), refused)
  yield* Effect.logInfo(`${interaction.user.id} added ${count} agents to the pool`)
  return {
    content: `➕ ${count === 1 ? "One agent is" : `${count} agents are`} added. ${sentence(yield* standingNow)}`,
  }
})

const change = Effect.fnUntraced(function* (
  interaction: ChatInputCommandInteraction,
  what: "drain" | "restore",
) {
  const agent = interaction.options
    .getString("agent", true)
    .trim()
    .replace(/^agent\//, "")
  const pools = yield* poolsHere
  const { state } = yield* Effect.mapError(pools[what](agent, interaction.id), refused)
  yield* Effect.logInfo(`${interaction.user.id} asked for ${what} of agent/${agent}`)
  if (what === "restore") return { content: `↩️ \`${agent}\` serves again.` }
  const rest =
    state === "free" ? "It was free, and is gone." : "It ends what it does, gets nothing more, and goes."
  return { content: `⛔ \`${agent}\` is taken out. ${rest}` }
})

const refused = (error: Refused | NoSuchAgent): CommandRefused =>
  new CommandRefused({
    sentence:
      error._tag === "NoSuchAgent"
        ? error.reason
        : "The pool does not take that at the moment. Try again in a minute.",
  })
