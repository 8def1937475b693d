/** `/workflow`: steps that agents take and people approve, defined once and run about any topic. */
import { ApplicationCommandOptionType as Option } from "discord-api-types/v10"
import type { ChatInputCommandInteraction } from "discord.js"
import { Effect } from "effect"
import { Roster } from "../../../actors/performing/roster.ts"
import { address } from "../../../machines/address.ts"
import { listed, type Plan } from "../../../machines/team/plan.ts"
import { print } from "../../workflows/text.ts"
import { mayBegin } from "./begin.ts"
import { agreedIn, guildOf, operator, type Agreed } from "./agreed.ts"
import { everywhere, personOf, tellActor, type Command } from "./command.ts"
import { mayChange } from "./policy.ts"
import { CommandRefused } from "./refused.ts"
import { formFor, readForm } from "./workflow-form.ts"

const nameOption = (required: boolean, description: string) =>
  ({ type: Option.String, name: "name", description, required, autocomplete: true, max_length: 32 }) as const

const sub = { type: Option.Subcommand } as const

export const workflow: Command = {
  data: {
    name: "workflow",
    description: "Steps that agents take, one after the other or side by side",
    options: [
      {
        ...sub,
        name: "run",
        description: "Run a workflow about a topic, in public",
        options: [
          nameOption(true, "Which workflow"),
          {
            type: Option.String,
            name: "topic",
            description: "What it is about",
            required: true,
            max_length: 1000,
          },
        ],
      },
      {
        ...sub,
        name: "create",
        description: "Define a workflow, or change one: a form opens",
        options: [nameOption(false, "The one to change (a new one)")],
      },
      { ...sub, name: "list", description: "The workflows of this server, and what runs" },
      {
        ...sub,
        name: "show",
        description: "The steps of a workflow",
        options: [nameOption(true, "Which workflow")],
      },
      {
        ...sub,
        name: "delete",
        description: "Forget a workflow; what runs goes on",
        options: [nameOption(true, "Which workflow")],
      },
    ],
    ...everywhere,
  },
  ephemeral: true,

  form: Effect.fnUntraced(function* (interaction) {
    if (interaction.options.getSubcommand() !== "create") return null
    const { agents } = yield* Roster
    const name = interaction.options.getString("name")
    const { plans } = yield* agreedIn(interaction)
    const known = plans.find(({ plan }) => plan.name === name)
    if (known !== undefined) yield* onlyMaker(interaction, known)
    return formFor(name, known?.plan, agents)
  }),

  submit: Effect.fnUntraced(function* (interaction) {
    const { agents } = yield* Roster
    const agreed = yield* agreedIn(interaction)
    const plan = yield* readForm(interaction, agents, agreed)
    const known = agreed.plans.find((one) => one.plan.name === plan.name)
    if (known !== undefined) yield* onlyMaker(interaction, known)
    yield* tellActor(interaction, guildOf(interaction), { type: "DEFINE", plan, by: personOf(interaction) })
    return {
      content: `**${plan.name}** is kept. Run it: \`/workflow run name:${plan.name} topic:…\`\n${shown(plan)}`,
    }
  }),

  check: Effect.fnUntraced(function* (interaction) {
    if (interaction.options.getSubcommand() !== "run") return
    yield* mayBegin(interaction)
    yield* withItsAgents((yield* planOf(interaction)).plan)
  }),

  run: Effect.fnUntraced(function* (interaction) {
    switch (interaction.options.getSubcommand()) {
      case "run":
        return yield* begin(interaction)
      case "show":
        return { content: shown((yield* planOf(interaction)).plan) }
      case "delete": {
        const known = yield* planOf(interaction)
        yield* onlyMaker(interaction, known)
        const { name } = known.plan
        yield* tellActor(interaction, guildOf(interaction), {
          type: "FORGET",
          name,
          by: personOf(interaction),
        })
        return { content: `**${name}** is deleted.` }
      }
      default:
        return { content: overview(yield* agreedIn(interaction)) }
    }
  }),

  complete: (typed, interaction) =>
    agreedIn(interaction).pipe(
      Effect.map(({ plans }) => offered(plans, typed)),
      Effect.catch(() => Effect.succeed([])),
    ),
}

const begin = Effect.fnUntraced(function* (interaction: ChatInputCommandInteraction) {
  const plan = yield* withItsAgents((yield* planOf(interaction)).plan)
  const topic = interaction.options.getString("topic", true).trim()
  yield* tellActor(interaction, address("workflow", interaction.id), {
    type: "BEGIN",
    plan,
    topic,
    by: personOf(interaction),
    channel: interaction.channelId,
    guild: interaction.guildId,
  })
  return {
    content: `**${plan.name}** begins. You may stop it, and approve, and so may who manages messages here.`,
  }
})

type Known = Agreed["plans"][number]

const planOf = Effect.fnUntraced(function* (interaction: ChatInputCommandInteraction) {
  const { plans } = yield* agreedIn(interaction)
  const name = interaction.options.getString("name", true).trim()
  const found =
    plans.find(({ plan }) => plan.name === name) ??
    plans.find(({ plan }) => plan.name.toLowerCase() === name.toLowerCase())
  if (found !== undefined) return found
  const names = plans.map(({ plan }) => `\`${plan.name}\``)
  return yield* new CommandRefused({
    sentence:
      names.length === 0
        ? "No workflow is defined here yet: `/workflow create` opens a form for one."
        : `No workflow here is called "${name.slice(0, 40)}". There ${names.length === 1 ? "is" : "are"} ${listed(names)}.`,
  })
})

/** The team changes: its agents under the names that they have now, if they are all still there. */
const withItsAgents = Effect.fnUntraced(function* (plan: Plan) {
  const { agents } = yield* Roster
  const names = new Map(agents.map(({ id, name }) => [id, name]))
  const gone = plan.steps.find(({ agent }) => agent !== null && !names.has(agent.id))
  if (gone !== undefined)
    yield* new CommandRefused({
      sentence: `The step \`${gone.id}\` is for ${gone.agent?.name}, who is not on the team any more. Change it with \`/workflow create name:${plan.name}\`.`,
    })
  const steps = plan.steps.map((step) => ({
    ...step,
    agent: step.agent && { id: step.agent.id, name: names.get(step.agent.id) ?? step.agent.name },
  }))
  return { ...plan, steps }
})

const onlyMaker = (
  interaction: Parameters<typeof mayChange>[0],
  { plan, by }: Known,
): Effect.Effect<void, CommandRefused> => {
  if (by.id === operator.id)
    return new CommandRefused({
      sentence: `**${plan.name}** is the operator's, of the configuration: nobody changes or deletes it here. Choose another name for yours.`,
    })
  return mayChange(interaction, by)
    ? Effect.void
    : new CommandRefused({
        sentence: `**${plan.name}** is ${by.name}'s: only ${by.name}, or who may manage messages here, changes it.`,
      })
}

/** In a code block, where nothing is markup; what does not fit into a message is cut. */
const shown = ({ steps }: Plan): string => {
  const text = print(steps).replaceAll("```", "'''")
  return `\`\`\`\n${text.length <= 1700 ? text : `${text.slice(0, 1700).replace(/[\uD800-\uDBFF]$/, "")} …`}\n\`\`\``
}

const overview = ({ plans, works }: Agreed): string => {
  const known = plans.map(
    ({ plan, by }) =>
      `- **${plan.name}**: ${plan.steps.map(({ id }) => id).join(" → ")} (${by.id === operator.id ? "the operator's" : by.name})`,
  )
  const running = works.map(({ name, channel, by }) => `- **${name}** in <#${channel}>, begun by ${by.name}`)
  const lines = [
    ...(known.length === 0
      ? ["No workflow is defined here: `/workflow create` opens a form for one."]
      : known),
    ...(running.length === 0 ? [] : ["Under way:", ...running]),
  ]
  return lines.join("\n")
}

const offered = (plans: ReadonlyArray<Known>, typed: string) =>
  plans
    .filter(({ plan }) => plan.name.toLowerCase().includes(typed.trim().toLowerCase()))
    .map(({ plan }) => ({
      name: `${plan.name}: ${plan.steps.map(({ id }) => id).join(" → ")}`,
      value: plan.name,
    }))
