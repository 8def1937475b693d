/** What a partner gets: 6 agents, 3 blocks of memory, 4 groups. */
import type { Template } from "../../src/machines/constellation/template.ts"

export const agents = Array.from({ length: 6 }, (_, n) => `agent-${n}`)

const block = { description: "", limit: 2000, readOnly: false, shared: true }

export const template: Template = {
  name: "default",
  agents,
  core: agents.slice(0, 1),
  memory: ["user", "project", "persona"].map((label) => ({ ...block, label })),
  groups: ["main", "research", "writing", "night"].map((name) => ({
    name,
    coordination: "hybrid" as const,
    members: agents,
  })),
}
