/** Workflows of the operator's, as the configuration has them now: for every server, and nobody's in Discord to change. */
import { Context } from "effect"
import type { Plan } from "../../machines/team/plan.ts"

export class OperatorsWorkflows extends Context.Reference<() => ReadonlyArray<Plan>>(
  "orrery/adapters/workflows/OperatorsWorkflows",
  { defaultValue: () => () => [] },
) {}
