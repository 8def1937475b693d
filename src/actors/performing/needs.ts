/** What a turn needs of the agent that gets it, and how urgent it is: out of the front matter of its brain, and of its route. */
import { urgencyOf } from "../../machines/conversation/turns.ts"
import { usualNeed, type Need } from "../../machines/pool/allocation.ts"
import type { Team } from "../../machines/agent/brain.ts"
import { answerer } from "./roster.ts"
import type { Turn } from "../../machines/values.ts"

/** What is called by name comes first; what nobody waits for, last of all that is asked for. */
const priorityOf = (turn: Turn): number => (turn.aside ? 1 : 4 - urgencyOf(turn))

export const needOf = (turn: Turn, team: Team): Need => {
  const brain = answerer(turn.brain, team)
  const { purpose, tools } = { ...usualNeed, ...brain }
  return { purpose, tools: [...new Set(tools)].toSorted(), priority: priorityOf(turn) }
}
