/** The form in which a workflow is written: its name, and its steps, one a line. */
import { ComponentType, TextInputStyle } from "discord-api-types/v10"
import type { ModalSubmitInteraction } from "discord.js"
import { Effect, Option, Schema } from "effect"
import type { Brain } from "../../../machines/agent/brain.ts"
import { plansAtMost } from "../../../machines/team/guild.ts"
import { PlanName, type Plan } from "../../../machines/team/plan.ts"
import { parse, print } from "../../workflows/text.ts"
import { operator, type Agreed } from "./agreed.ts"
import type { Form } from "./command.ts"
import { CommandRefused } from "./refused.ts"

type Agents = ReadonlyArray<Brain>

/** The most that a text input of a form holds. https://discord.com/developers/docs/components/reference#text-input */
const longest = 4000

const example = (agents: Agents): string => {
  const first = agents[0]
  const last = agents.at(-1)
  return [
    `# name: @Agent what to do (after: …; on failure: retry 2; approval)`,
    `facts: @${first?.name} What matters about {topic}?`,
    `draft: @${last?.name} Write it up: {facts.output} (on failure: retry 1)`,
    `ready: approval Is this ready?`,
  ].join("\n")
}

export const formFor = (name: string | null, known: Plan | undefined, agents: Agents): Form => ({
  title: known === undefined ? "A new workflow" : `Change ${known.name}`.slice(0, 45),
  components: [
    {
      type: ComponentType.Label,
      label: "Name",
      description: "One word, such as launch-post",
      component: {
        type: ComponentType.TextInput,
        custom_id: "name",
        style: TextInputStyle.Short,
        max_length: 32,
        ...(name === null ? {} : { value: name.slice(0, 32) }),
      },
    },
    {
      type: ComponentType.Label,
      label: "Steps, one a line",
      description: "{topic} is what a run is about, {facts.output} what the step facts came to",
      component: {
        type: ComponentType.TextInput,
        custom_id: "steps",
        style: TextInputStyle.Paragraph,
        max_length: longest,
        value: (known === undefined ? example(agents) : print(known.steps)).slice(0, longest),
      },
    },
  ],
})

/** What was written, or what is wrong with it: the text comes back with that, for it is lost otherwise. */
export const readForm = Effect.fnUntraced(function* (
  { fields }: ModalSubmitInteraction,
  agents: Agents,
  { plans }: Agreed,
) {
  const name = Schema.decodeUnknownOption(PlanName)(fields.getTextInputValue("name").trim())
  const text = fields.getTextInputValue("steps")
  const { steps, problems } = parse(text, agents)
  const own = plans.filter(({ by }) => by.id !== operator.id)
  const room = own.length < plansAtMost || plans.some(({ plan }) => plan.name === Option.getOrNull(name))
  const wrong = [
    ...(Option.isNone(name) ? ["The name is one word of letters, digits, `-` and `_`, 32 at most."] : []),
    ...(room ? [] : [`There are ${plansAtMost} workflows here, which is all there may be: delete one.`]),
    ...(problems ?? []),
  ]
  if (steps !== null && Option.isSome(name) && wrong.length === 0)
    return { name: name.value, steps } satisfies Plan
  const list = wrong
    .map((problem) => `- ${problem}`)
    .join("\n")
    .slice(0, 900)
  const quoted = text
    .replaceAll("```", "'''")
    .slice(0, 1000)
    .replace(/[\uD800-\uDBFF]$/, "")
  return yield* new CommandRefused({
    sentence: `This cannot be run yet:\n${list}\nYour text, to be mended and sent with \`/workflow create\`:\n\`\`\`\n${quoted}\n\`\`\``,
  })
})
