/** What constellations are made of: the templates of this Orrery, by name. */
import { Context } from "effect"
import type { Team } from "../machines/brain.ts"
import type { Template } from "../machines/template.ts"

/**
 * A template with this team's agents put in. The name `null` is the standard one; null is answered for a template that there is
 * not. Without an adapter there is none but the standard one.
 */
export const Templates = Context.Reference<{
  readonly named: (name: string | null, team: Team) => Template | null
}>("orrery/actors/Templates", {
  defaultValue: () => ({
    named: (name, team) => (name === null || name === standardName ? standardOf(team) : null),
  }),
})

export const standardName = "default"

const memory = [
  { label: "user", description: "Who the user is, and how they like to be spoken to.", limit: 2000 },
  { label: "project", description: "What the user is working on.", limit: 4000 },
].map((plan) => ({ ...plan, readOnly: false, shared: true }))

/** All of the team, its lead first, two blocks of memory, one group. */
export const standardOf = ({ agents, lead }: Team): Template => {
  const all = agents.map(({ id }) => id)
  const groups = [{ name: "main", coordination: "hybrid" as const, members: all }]
  return { name: standardName, agents: all, core: [lead.id], memory, groups }
}
