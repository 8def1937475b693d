/**
 * `/agents`: those of the team, whom people talk to, for everybody to look at; how they stand, and the agents of the pool that work
 * behind them, for operators. Where the configuration names no operators, administrators of a server do that.
 */
import { ApplicationCommandOptionType as Option } from "discord-api-types/v10"
import { Effect } from "effect"
import { choicesInTeam, inventory, standAs } from "./agents-inventory.ts"
import { mayManage } from "./agents-may.ts"
import { add, change, choicesInPool, poolPage } from "./agents-pool.ts"
import { everywhere, type Command } from "./command.ts"
import { teamList } from "./team-list.ts"

const sub = { type: Option.Subcommand } as const
const which = (description: string, name = "agent") =>
  ({ type: Option.String, name, description, required: true, autocomplete: true, max_length: 80 }) as const

/** What everybody may look at. */
const looks = new Set(["team", "list"])

export const agents: Command = {
  data: {
    name: "agents",
    description: "The agents of the team, and those that work behind them",
    options: [
      { ...sub, name: "team", description: "Who is on the team, and what calls them" },
      {
        ...sub,
        name: "list",
        description: "What each is for, its tools, its state, its use, success and cost",
      },
      {
        ...sub,
        name: "enable",
        description: "Let an agent be called that is disabled, deprecated or planned",
        options: [which("Which")],
      },
      {
        ...sub,
        name: "disable",
        description: "Have an agent called no more; who calls it by name is told",
        options: [which("Which")],
      },
      {
        ...sub,
        name: "deprecate",
        description: "Have another answer in the place of an agent",
        options: [which("Which"), which("Who answers in its place", "successor")],
      },
      { ...sub, name: "pool", description: "The agents of the pool: what each does, where, and how it is" },
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
        description: "Take an agent out of the pool: it ends what it does, and goes",
        options: [which("Which, such as 0-0001")],
      },
      {
        ...sub,
        name: "restore",
        description: "Let an agent of the pool in again that was taken out",
        options: [which("Which was taken out")],
      },
    ],
    ...everywhere,
  },
  ephemeral: ({ options }) => options.getSubcommand() !== "team",

  check: (interaction) =>
    looks.has(interaction.options.getSubcommand()) ? Effect.void : Effect.asVoid(mayManage(interaction)),

  run: (interaction) => {
    const command = interaction.options.getSubcommand()
    switch (command) {
      case "list":
        return inventory
      case "enable":
      case "disable":
      case "deprecate":
        return standAs(interaction, command)
      case "pool":
        return poolPage(interaction, 1)
      case "add":
        return add(interaction)
      case "drain":
      case "restore":
        return change(interaction, command)
      default:
        return teamList
    }
  },

  press: (page, interaction) =>
    Effect.andThen(mayManage(interaction), poolPage(interaction, Math.max(1, Number(page) || 1))),

  complete: (typed, interaction) => {
    const command = interaction.options.getSubcommand(false)
    const choices =
      command === "drain" || command === "restore"
        ? choicesInPool(typed, interaction)
        : choicesInTeam(typed, interaction)
    return Effect.orElseSucceed(choices, () => [])
  },
}
