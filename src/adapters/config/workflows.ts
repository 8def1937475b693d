/** Workflows that the operator defines: everybody may run them, and nobody in Discord changes them. */
import { Schema } from "effect"
import type { Brain } from "../../machines/agent/brain.ts"
import { PlanName, textAtMost, type Plan } from "../../machines/team/plan.ts"
import { parse } from "../workflows/text.ts"
import { anyText, planName } from "./kinds.ts"
import type { Positions } from "./positions.ts"
import { dotted, type Problem } from "./problem.ts"
import { required, table, type Values } from "./tree.ts"

export const workflow = table(
  "A workflow of the operator's, for every server.",
  {
    name: required(planName, { does: "What it is called in `/workflow run`.", example: '"launch-post"' }),
    steps: required(anyText(15 * textAtMost), {
      does: "Its steps, one a line, as `/workflow create` takes them: see docs/workflows.md.",
      example: '"facts: @Analyst What matters about {topic}?"',
    }),
  },
  { live: true },
)

export type Written = ReadonlyArray<Values<(typeof workflow)["keys"]>>

type Agents = ReadonlyArray<Pick<Brain, "id" | "name">>

/** Those that this team can run. */
export const plansOf = (written: Written, agents: Agents): ReadonlyArray<Plan> =>
  written.flatMap(({ name, steps }) => {
    const read = parse(steps, agents)
    return read.steps === null || !Schema.is(PlanName)(name) ? [] : [{ name, steps: read.steps }]
  })

/** What keeps workflows from being run by this team, at the line where it stands. */
export const wrongSteps = (
  file: string,
  written: Written,
  agents: Agents,
  positions: Positions | null = null,
): ReadonlyArray<Problem> =>
  written.flatMap(({ steps }, n) => {
    const path = ["workflows", n, "steps"]
    return (parse(steps, agents).problems ?? []).map((problem): Problem => ({
      file,
      at: positions?.value(path) ?? null,
      key: dotted(path),
      found: problem
        .replace(/^Line (\d+): /, "in its line $1, ")
        .replaceAll("`", "")
        .replace(/\.$/, ""),
      expected: "steps that this team can take",
      example: 'steps = "facts: @Analyst What matters about {topic}?"',
    }))
  })
