/** How a constellation goes on in its next version. */
import { nothingOwn } from "../constellation/layout.ts"
import { none } from "../constellation/sessions.ts"
import type { ConstellationContext } from "../constellation/constellation.ts"
import type { Template } from "../constellation/template.ts"
import type { Block, Exchange, Person } from "../values.ts"

interface Kept {
  readonly value: unknown
  readonly context: Record<string, unknown>
}

interface Constellation1 {
  readonly user: Person
  readonly agents: ReadonlyArray<string>
  readonly memory: ReadonlyArray<Pick<Block, "label" | "value" | "limit">>
  readonly groups: ReadonlyArray<string>
  readonly sessions: Readonly<Record<string, ReadonlyArray<Exchange>>>
  readonly attempts: number
}

const plain = { description: "", readOnly: false }

/** It was made of the whole team. */
const templateOf = ({ agents, memory, groups }: Constellation1): Template => ({
  name: "default",
  agents,
  core: agents,
  memory: memory.map(({ label, limit }) => ({ ...plain, label, limit, shared: true })),
  groups: groups.map((name) => ({ name, coordination: "hybrid", members: agents })),
})

/** 2: laid out by a template, with what is the user's own; asleep is another state than not made. */
export const constellationTo2 = ({ value, context }: Kept): Kept => {
  const was = context as unknown as Constellation1
  const { user, agents, memory, groups, sessions, attempts } = was
  const template = templateOf(was)
  const now: ConstellationContext = {
    user,
    from: null,
    whole: true,
    template: agents.length === 0 ? null : template,
    agents,
    later: [],
    memory: memory.map((block) => ({ ...plain, ...block, agent: null })),
    groups: template.groups,
    own: nothingOwn,
    records: {},
    ...none,
    sessions,
    attempts,
    trouble: null,
    begunAt: 0,
    took: {
      ...(agents.length > 0 && { agents: 0 }),
      ...(memory.length > 0 && { memory: 0 }),
      ...(groups.length > 0 && { groups: 0 }),
    },
  }
  return {
    value: value === "available" ? { available: groups.length > 0 ? "hibernating" : "unmade" } : value,
    context: { ...now },
  }
}
