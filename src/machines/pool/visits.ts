/**
 * Agents that are with a guild before it asks: one that served it lately, else the best free one, is held for it and gets its next
 * turn. It is there for whoever waits, at once: a visit never costs a turn anything, and none begins while one waits.
 */
import { indexOf } from "./agents-index.ts"
import * as allocation from "./allocation.ts"
import * as foresight from "./foresight.ts"
import { minute } from "./policies/policy.ts"
import type { Roll } from "./state.ts"

type Change = Partial<Roll>

/** The agent that is to be with a guild, or null. */
const visitor = (roll: Roll, home: string, at: number): string | null => {
  const agents = indexOf(roll.slots, at)
  if (agents.states.free === 0 || agents.inGuild(home) > 0) return null
  for (const agent of roll.guilds.get(home)?.last ?? []) {
    const slot = roll.slots.get(agent)
    if (slot?.state === "free" && allocation.meets(slot, allocation.usualNeed, home)) return agent
  }
  return agents.best(home, allocation.usualNeed, at)?.key ?? null
}

const begun = (roll: Roll, home: string, until: number, at: number): Change => {
  const agent = visitor(roll, home, at)
  if (agent === null) return {}
  const slot = { ...roll.slots.get(agent)!, state: "idle" as const, home, stays: 0, held: at }
  return {
    slots: roll.slots.set(agent, slot),
    ...foresight.lookAt(roll, home, until),
  }
}

/** An agent that is held for a guild is free again. */
const freed = (roll: Roll, agent: string): Change => {
  const { held: _, ...slot } = roll.slots.get(agent)!
  return { slots: roll.slots.set(agent, { ...slot, state: "free", home: null }) }
}

const over = (roll: Roll, home: string, at: number): Change => {
  const agent = indexOf(roll.slots, at).heldIn(home)
  if (agent === null) return foresight.missed(roll, home, at, 0)
  const { held } = roll.slots.get(agent)!
  return { ...freed(roll, agent), ...foresight.missed(roll, home, at, at - held!) }
}

const looked = (roll: Roll, home: string, at: number, mayHold: boolean): Change => {
  const visit = roll.guilds.get(home)?.visit
  // The guild asked for an agent with something that the one that is held has not.
  const agent = visit === undefined ? indexOf(roll.slots, at).heldIn(home) : null
  if (visit === undefined) return agent === null ? {} : freed(roll, agent)
  const [from, until] = visit
  if (until <= at) return over(roll, home, at)
  if (from > at) return {}
  const change = mayHold ? begun(roll, home, until, at) : {}
  return change.slots === undefined ? { ...change, ...foresight.lookAt(roll, home, until) } : change
}

/** Visits begin and end, as far as it is time. */
export const look = (roll: Roll, at: number, mayHold: boolean): Change => {
  let now = roll
  const due: Array<[minute: string, homes: ReadonlyArray<string>]> = []
  roll.visits.each(({ key, value }) => Number(key) * minute <= at && due.push([key, value]))
  for (const [key] of due) now = { ...now, visits: now.visits.delete(key) }
  for (const [, homes] of due.toSorted(([a], [b]) => Number(a) - Number(b)))
    for (const home of homes) now = { ...now, ...looked(now, home, at, mayHold) }
  let first: number | null = null
  now.visits.each(({ key }) => (first = first === null ? Number(key) : Math.min(first, Number(key))))
  const { slots, guilds, lore, visits } = now
  return { slots, guilds, lore, visits, look: first, armed: null }
}
