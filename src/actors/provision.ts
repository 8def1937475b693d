/** What a new constellation is made of: the team's agents, two blocks of memory, one group of all. */
import type { Event, Part } from "../machines/events.ts"
import type { Team } from "../machines/brain.ts"

const memory = [
  { label: "user", value: "", limit: 2000 },
  { label: "project", value: "", limit: 4000 },
]

export const provisions: Readonly<Record<Part, (team: Team) => Event>> = {
  agents: ({ agents }) => ({ type: "AGENTS_READY", agents: agents.map(({ id }) => id) }),
  memory: () => ({ type: "MEMORY_READY", blocks: memory }),
  groups: () => ({ type: "GROUPS_READY", groups: ["main"] }),
}
