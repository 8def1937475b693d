/** Templates: what a user's constellation is made of. One may extend another. */
import { Result } from "effect"
import { standardMemory, standardName } from "../../actors/constellations/templates.ts"
import type { Team } from "../../machines/agent/brain.ts"
import type { Template as Laid } from "../../machines/constellation/template.ts"
import { agentNames, anyText, name, oneOf, whole, yesOrNo } from "./kinds.ts"
import { part, required, table, tables, type Named, type Values } from "./tree.ts"

const memory = table(
  "A block of memory that the constellation begins with.",
  {
    label: required(name, { does: "What the block is called; once in a template.", example: '"persona"' }),
    description: part(anyText(500), {
      does: "What belongs into it, for the agents that write it.",
      standard: "",
      example: '"Who the user is, and how they like to be spoken to"',
    }),
    limit: part(whole(1, 100_000, "characters"), { does: "The longest it may grow.", standard: 2000 }),
    read_only: part(yesOrNo, { does: "Whether agents may only read it.", standard: false }),
    shared: part(yesOrNo, {
      does: "Whether it is one block for all agents of the constellation; otherwise each has its own.",
      standard: false,
    }),
  },
  { live: true },
)

const groups = table(
  "A group of the template's agents.",
  {
    name: required(name, { does: "What the group is called; once in a template.", example: '"main"' }),
    coordination: part(oneOf("hybrid", "round_robin", "supervisor", "pipeline", "sleep_time"), {
      does: "How the group works together.",
      standard: "hybrid",
    }),
    members: part(agentNames, {
      does: "Its agents.",
      standard: null,
      without: "all of the template",
      example: '["strategist", "writer"]',
    }),
  },
  { live: true },
)

const template = table(
  "A template.",
  {
    extends: part(name, {
      does: "The template that this one builds on: its agents unless this one has its own, its memory and groups under those of this one.",
      standard: null,
      without: "it stands alone",
      example: '"default"',
    }),
    agents: part(agentNames, {
      does: "The agents, by the names of their files in `team.brains` without .md.",
      standard: null,
      without: "those of the template it extends, else all of the team",
      example: '["strategist", "writer", "analyst"]',
    }),
    core: part(agentNames, {
      does: "Those of its agents that are there with the user's first word; the others are made when they are first needed.",
      standard: null,
      without: "the team's lead, or the first agent where the lead is none of them",
      example: '["strategist"]',
    }),
    memory: tables(memory, 64),
    groups: tables(groups, 16),
  },
  { live: true },
)

/** What the file says under `[templates]`. */
export const templates: Named<typeof template> = {
  _tag: "Named",
  does: "What the constellation of a user is made of.",
  of: template,
  most: 1000,
  example: "[templates.research]",
}

export type Written = ReadonlyMap<string, Values<(typeof template)["keys"]>>

export type Coordination = "hybrid" | "round_robin" | "supervisor" | "pipeline" | "sleep_time"

export interface MemoryBlock {
  readonly label: string
  readonly description: string
  /** In characters. */
  readonly limit: number
  readonly readOnly: boolean
  /** One block for all agents of the constellation; otherwise each agent has its own. */
  readonly shared: boolean
}

export interface Group {
  readonly name: string
  readonly coordination: Coordination
  /** Ids of brains; null: all of the template. */
  readonly members: ReadonlyArray<string> | null
}

/** With all that it extends. */
export interface Template {
  readonly name: string
  /** Ids of brains; null: every agent of the team. */
  readonly agents: ReadonlyArray<string> | null
  /** Those that are there first; null: the lead. */
  readonly core: ReadonlyArray<string> | null
  readonly memory: ReadonlyArray<MemoryBlock>
  readonly groups: ReadonlyArray<Group>
}

/** The template of whoever names none. It is there without being written: all of the team in one group. */
export const defaultName = standardName
const builtIn: Template = {
  name: defaultName,
  agents: null,
  core: null,
  memory: standardMemory,
  groups: [{ name: "main", coordination: "hybrid", members: null }],
}

/** `default`, `extends`: the names that lead from a template back to itself, `["a", "b", "a"]`. */
export interface Cycle {
  readonly cycle: ReadonlyArray<string>
}
/** It extends one that there is not. */
export interface Unknown {
  readonly unknown: string
}

/** The ancestors of a template, itself first. */
export const lineOf = (all: Written, name: string): Result.Result<ReadonlyArray<string>, Cycle | Unknown> => {
  const line = [name]
  for (
    let parent = all.get(name)?.extends ?? null;
    parent !== null;
    parent = all.get(parent)?.extends ?? null
  ) {
    if (line.includes(parent)) return Result.fail({ cycle: [...line.slice(line.indexOf(parent)), parent] })
    if (!all.has(parent)) {
      if (parent === defaultName) return Result.succeed([...line, parent])
      return Result.fail({ unknown: parent })
    }
    line.push(parent)
  }
  return Result.succeed(line)
}

/** Later ones win, at the place of the first. */
const byName = <A>(nameOf: (each: A) => string, each: ReadonlyArray<A>): ReadonlyArray<A> => [
  ...new Map(each.map((it) => [nameOf(it), it])).values(),
]

/** A template with the agents of this team put in; those that the team does not have are left out. */
export const inTeam = (
  { name, agents, core, memory, groups }: Template,
  { agents: all, lead }: Team,
): Laid => {
  const team = all.map(({ id }) => id)
  const those = (agents ?? team).filter((id) => team.includes(id))
  const within = (some: ReadonlyArray<string> | null) => some?.filter((id) => those.includes(id)) ?? those
  const first = those.includes(lead.id) ? [lead.id] : those.slice(0, 1)
  return {
    name,
    agents: those,
    core: core === null ? first : within(core),
    memory,
    groups: groups.map(({ members, ...group }) => ({ ...group, members: within(members) })),
  }
}

/** Every template with all that it extends; those that cannot be resolved are left out. `default` is always there. */
export const resolve = (all: Written): ReadonlyMap<string, Template> => {
  const resolved = new Map<string, Template>(all.has(defaultName) ? [] : [[defaultName, builtIn]])
  for (const name of all.keys()) {
    const line = lineOf(all, name)
    if (Result.isFailure(line)) continue
    const whole = line.success.toReversed().reduce<Template>(
      (base, each) => {
        const own = all.get(each)
        if (own === undefined) return builtIn
        const memory = own.memory.map(({ read_only, ...block }) => ({ ...block, readOnly: read_only }))
        return {
          name: each,
          agents: own.agents ?? base.agents,
          core: own.core ?? base.core,
          memory: byName((it) => it.label, [...base.memory, ...memory]),
          groups: byName((it) => it.name, [...base.groups, ...own.groups]),
        }
      },
      { name, agents: null, core: null, memory: [], groups: [] },
    )
    resolved.set(name, { ...whole, name })
  }
  return resolved
}
