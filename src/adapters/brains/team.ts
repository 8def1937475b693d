/** Puts brains together: who routes, who leads, and what an operator should know about the combination. Pure. */
import type { Away, Brain, Standing, Team } from "../../machines/agent/brain.ts"
import type { Said } from "../../machines/team/roster.ts"
import { own } from "../../machines/values.ts"
import { stopWords } from "../routing/stop-words.ts"
import { overlapsOf } from "../routing/triggers.ts"
import type { Parsed } from "./parse.ts"

/** The brain with this id routes; it is never called itself. */
export const managerId = "manager"

type Says = Readonly<Record<string, Pick<Said, "standing" | "successor">>>

/** How an agent stands, and who answers in its place when it is deprecated: as an operator has said, else as its file does. */
export const standingOf = (
  { id, state, successor }: Brain,
  said: Says,
): { readonly standing: Standing; readonly successor: string | null } =>
  own(said, id) ?? { standing: state ?? "active", successor: successor ?? null }

/** Along those who replace each other, to the first that is active. */
const lastOf = (brain: Brain, all: ReadonlyArray<Brain>, said: Says): Brain | null => {
  const seen = new Set<string>()
  for (let now: Brain | undefined = brain; now !== undefined && !seen.has(now.id); ) {
    const { standing, successor } = standingOf(now, said)
    if (standing !== "deprecated") return standing === "active" ? now : null
    seen.add(now.id)
    now = all.find(({ id }) => id === successor)
  }
  return null
}

/**
 * The lead says so in its front matter, or takes over from who does; else it is the first premium agent by id, else the first.
 * Null: no agent.
 */
export const assemble = (parsed: ReadonlyArray<Parsed>, said: Says = {}): Team | null => {
  const sorted = parsed.toSorted((a, b) => (a.brain.id < b.brain.id ? -1 : 1))
  const candidates = sorted.filter(({ brain }) => brain.id !== managerId)
  const all = candidates.map(({ brain }) => brain)
  const agents = all.filter((brain) => standingOf(brain, said).standing === "active")
  const away = all.flatMap((brain): ReadonlyArray<Away> => {
    const { standing } = standingOf(brain, said)
    const successor = standing === "deprecated" ? lastOf(brain, all, said) : null
    return standing === "active" ? [] : [{ brain, standing, successor }]
  })
  const named = candidates.find(({ lead }) => lead)?.brain
  const lead =
    (named && lastOf(named, all, said)) ??
    agents.find(({ tier }) => tier === "premium") ??
    agents[0] ??
    all[0]
  const routes = sorted.find(({ brain }) => brain.id === managerId)?.brain
  const manager = routes && standingOf(routes, said).standing === "active" ? routes : null
  return lead === undefined ? null : { agents, manager, lead, ...(away.length > 0 && { away }) }
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
    ...brains.flatMap(({ id, state, successor }) =>
      state !== "deprecated" || brains.some((other) => other.id === successor && other.id !== id)
        ? []
        : [`${id} is deprecated, and ${successor === undefined ? "names no successor" : `there is no ${successor} to answer in its place`}`],
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
