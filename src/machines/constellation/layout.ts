/**
 * How a constellation is laid out by a template, and again when the template is another. What its user added, removed and
 * renamed stays as they want it, and nothing that anybody wrote is lost. Pure.
 */
import type { BlockPlan, Group, Template } from "./template.ts"
import type { Block } from "../values.ts"

/** What the user made their own, by ids of brains; no template overrules it. */
export interface Own {
  readonly added: ReadonlyArray<string>
  readonly removed: ReadonlyArray<string>
  /** What they call their agents. */
  readonly names: Readonly<Record<string, string>>
}

export const nothingOwn: Own = { added: [], removed: [], names: {} }

/** What a user wants of one of the agents: to have it, to do without it, or to call it otherwise (null: as everywhere). */
type OwnWish =
  | { readonly type: "ADD" | "REMOVE"; readonly brain: string }
  | { readonly type: "RENAME"; readonly brain: string; readonly name: string | null }

/** What its user wants to be their own. */
export const ownNow = (before: Own, event: OwnWish): Own => {
  const { brain } = event
  const without = (all: ReadonlyArray<string>) => all.filter((one) => one !== brain)
  const { [brain]: _, ...names } = before.names
  switch (event.type) {
    case "ADD":
      return { ...before, added: [...without(before.added), brain], removed: without(before.removed) }
    case "REMOVE":
      return { names, added: without(before.added), removed: [...without(before.removed), brain] }
    case "RENAME":
      return { ...before, names: event.name === null ? names : { ...names, [brain]: event.name } }
  }
}

/** The parts of a constellation. */
export interface Laid {
  readonly template: Template | null
  /** All agents are made at once. */
  readonly whole: boolean
  readonly agents: ReadonlyArray<string>
  /** Agents that are made when they are first needed. */
  readonly later: ReadonlyArray<string>
  readonly memory: ReadonlyArray<Block>
  readonly groups: ReadonlyArray<Group>
  readonly own: Own
}

export type Parts = Pick<Laid, "template" | "agents" | "later" | "memory" | "groups">

const blockOf = ({ label, description, limit, readOnly }: BlockPlan, agent: string | null): Block => ({
  label,
  description,
  value: "",
  limit,
  readOnly,
  agent,
})

/** The blocks that these agents have for themselves. */
const privateBlocks = (
  plans: ReadonlyArray<BlockPlan>,
  agents: ReadonlyArray<string>,
): ReadonlyArray<Block> =>
  plans.filter(({ shared }) => !shared).flatMap((plan) => agents.map((agent) => blockOf(plan, agent)))

/** All blocks of a new constellation with these agents. */
export const blocksOf = (
  plans: ReadonlyArray<BlockPlan>,
  agents: ReadonlyArray<string>,
): ReadonlyArray<Block> => [
  ...plans.filter(({ shared }) => shared).map((plan) => blockOf(plan, null)),
  ...privateBlocks(plans, agents),
]

/** The agents that are made at once, and those that wait until they are needed. */
export const agentsOf = ({ agents, core }: Template, whole: boolean): Pick<Parts, "agents" | "later"> => {
  const first = agents.filter((brain) => whole || core.includes(brain))
  return { agents: first, later: agents.filter((brain) => !first.includes(brain)) }
}

/** The parts as the template has them now, as far as the user left them to it. */
export const laidOut = (laid: Laid, template: Template): Parts => {
  const { added, removed } = laid.own
  const inTemplate = template.agents.filter((brain) => !removed.includes(brain))
  const wanted = [...inTemplate, ...added.filter((brain) => !inTemplate.includes(brain))]
  const isMade = (brain: string) =>
    laid.whole || laid.agents.includes(brain) || template.core.includes(brain) || added.includes(brain)
  const agents = wanted.filter(isMade)
  return {
    template,
    agents,
    later: wanted.filter((brain) => !agents.includes(brain)),
    memory: refitted(laid.memory, blocksOf(template.memory, agents)),
    groups: template.groups.map((group, n) => ({
      ...group,
      members: [
        ...group.members.filter((brain) => wanted.includes(brain)),
        ...(n === 0 ? added.filter((brain) => !group.members.includes(brain)) : []),
      ],
    })),
  }
}

const isSame = (a: Block, b: Block): boolean => a.label === b.label && a.agent === b.agent

/** What is written stays, also where no template has a place for it any more, or not so much. */
const refitted = (before: ReadonlyArray<Block>, planned: ReadonlyArray<Block>): ReadonlyArray<Block> => [
  ...planned.map((plan) => {
    const known = before.find((block) => isSame(block, plan))
    if (known === undefined) return plan
    const { description, limit, readOnly } = plan
    return { ...known, description, readOnly, limit: Math.max(limit, known.value.length) }
  }),
  ...before.filter((block) => block.value !== "" && !planned.some((plan) => isSame(block, plan))),
]

/** Agents that were to be made later are there now, each with the memory that is its own. */
export const joined = (laid: Laid, brains: ReadonlyArray<string>): Partial<Parts> => {
  const now = laid.later.filter((brain) => brains.includes(brain))
  if (laid.template === null || now.length === 0) return {}
  const own = privateBlocks(laid.template.memory, now).filter(
    (plan) => !laid.memory.some((block) => isSame(block, plan)),
  )
  return {
    agents: [...laid.agents, ...now],
    later: laid.later.filter((brain) => !now.includes(brain)),
    memory: [...laid.memory, ...own],
  }
}
