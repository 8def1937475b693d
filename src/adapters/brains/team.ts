/** Puts brains together: who routes, who leads, and what an operator should know about the combination. Pure. */
import type { Brain, Team } from "../../machines/agent/brain.ts"
import { stopWords } from "../routing/stop-words.ts"
import { overlapsOf } from "../routing/triggers.ts"
import type { Parsed } from "./parse.ts"

/** The brain with this id routes; it is never called itself. */
export const managerId = "manager"

/** The lead says so in its front matter; else it is the first premium agent by id, else the first. Null: no agent. */
export const assemble = (parsed: ReadonlyArray<Parsed>): Team | null => {
  const sorted = parsed.toSorted((a, b) => (a.brain.id < b.brain.id ? -1 : 1))
  const candidates = sorted.filter(({ brain }) => brain.id !== managerId)
  const agents = candidates.map(({ brain }) => brain)
  const lead =
    candidates.find(({ lead }) => lead)?.brain ?? agents.find(({ tier }) => tier === "premium") ?? agents[0]
  const manager = sorted.find(({ brain }) => brain.id === managerId)?.brain ?? null
  return lead === undefined ? null : { agents, manager, lead }
}

/** What works, but hardly as meant: a sentence each. */
export const warningsOf = (parsed: ReadonlyArray<Parsed>): ReadonlyArray<string> => {
  const brains = parsed.map(({ brain }) => brain).sort((a, b) => (a.id < b.id ? -1 : 1))
  const agents = brains.filter(({ id }) => id !== managerId)
  const leads = parsed.filter(({ lead }) => lead).map(({ brain }) => brain.id)
  return [
    ...shared(agents, ({ triggers }) => triggers).map(
      ([trigger, ids]) => `${all(ids)} share the trigger "${trigger}": each of them answers it`,
    ),
    ...overlapsOf(agents),
    ...shared(brains, ({ name }) => [name.toLowerCase()]).map(
      ([name, ids]) => `${all(ids)} have the same name, "${name}": a mention calls the first`,
    ),
    ...agents.flatMap(({ id, triggers }) =>
      triggers
        .filter((trigger) => stopWords.has(trigger))
        .map((trigger) => `${id} is called by "${trigger}", which is in nearly every message`),
    ),
    ...(leads.length > 1 ? [`${all(leads.sort())} say lead: true: the first leads`] : []),
    ...(leads.includes(managerId)
      ? [`${managerId} says lead: true, but the manager routes and cannot lead`]
      : []),
  ]
}

const all = (ids: ReadonlyArray<string>) => `${ids.slice(0, -1).join(", ")} and ${ids.at(-1)}`

const shared = (brains: ReadonlyArray<Brain>, of: (brain: Brain) => ReadonlyArray<string>) =>
  [
    ...Map.groupBy(
      brains.flatMap((brain) => of(brain).map((value) => ({ value, id: brain.id }))),
      (it) => it.value,
    ),
  ]
    .map(([value, holders]) => [value, holders.map(({ id }) => id)] as const)
    .filter(([, ids]) => ids.length > 1)
