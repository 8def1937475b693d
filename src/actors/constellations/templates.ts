/** What constellations are made of: the templates of this Orrery, by name. */
import { Context } from "effect"
import type { Team } from "../../machines/agent/brain.ts"
import type { Template } from "../../machines/constellation/template.ts"

export const standardName = "default"

/** Without it there is none but the standard one. */
export class Templates extends Context.Reference<{
  /** With this team's agents put in; `null` names the standard one. Null where there is none of the name. */
  readonly named: (name: string | null, team: Team) => Template | null
  readonly names: () => ReadonlyArray<string>
}>("orrery/actors/Templates", {
  defaultValue: () => ({
    named: (name, team) => (name === null || name === standardName ? standardOf(team) : null),
    names: () => [standardName],
  }),
}) {}

/** Two blocks that all agents share. */
export const standardMemory = [
  { label: "user", description: "Who the user is, and how they like to be spoken to.", limit: 2000 },
  { label: "project", description: "What the user is working on.", limit: 4000 },
].map((plan) => ({ ...plan, readOnly: false, shared: true }))

/** All of the team, its lead first, two blocks of memory, one group. */
export const standardOf = ({ agents, lead }: Team): Template => {
  const all = agents.map(({ id }) => id)
  const groups = [{ name: "main", coordination: "hybrid" as const, members: all }]
  return { name: standardName, agents: all, core: [lead.id], memory: standardMemory, groups }
}
