/** What a pool shard keeps, and how each event changes it. The chart says when; this says how. */
import { indexOf, type AgentsIndex, type Overdue, type States } from "./agents-index.ts"
import * as allocation from "./allocation.ts"
import type { How, Profile, Slot } from "./allocation.ts"
import { alone, asked, noted, nothing, stayFor } from "./foresight.ts"
import { noLending } from "./loan.ts"
import { matchedWhy } from "./reasons.ts"
import type { Change, Counts, Of, Roll } from "./state.ts"
import { Table } from "../table.ts"
import { inLine, lastTagIn, laneOf, patience, type Ticket } from "./tickets.ts"
import { own, type Turn } from "../values.ts"

export type { Change, Counts, Match, Of, Roll } from "./state.ts"

/** What a turn is thought to take before any was seen, in ms; and how much one that was seen counts. */
const [usualTurn, weight] = [20_000, 0.05]

export const open = (shard: string): Roll => ({
  shard,
  slots: Table.of<Slot>({}),
  ...nothing(),
  queue: Table.of<Ticket>({}),
  tickets: 0,
  served: {},
  newsAt: 0,
  nextRound: null,
  turnTakes: usualTurn,
  match: null,
  counts: { here: 0, held: 0, lately: 0, best: 0, recalled: 0, waited: 0, waitedMs: 0, timedOut: 0 },
  added: 0,
  drained: Table.of<number>({}),
  lending: noLending,
})

/** Whoever changes otherwise than by a round has been heard of. */
export const withSlot = (roll: Roll, agent: string, change: Partial<Slot>): Table<Slot> => {
  const known = roll.slots.get(agent)
  if (known === undefined) return roll.slots
  const { pinged: _, ...slot } = known
  return roll.slots.set(agent, { ...slot, ...change })
}

const counted = (roll: Roll, key: keyof Counts): Counts => ({
  ...roll.counts,
  [key]: roll.counts[key] + 1,
})

/** The agents that this shard holds; those it did not know are free. */
export const enlist = (
  roll: Roll,
  agents: ReadonlyArray<string>,
  profiles: Readonly<Record<string, Profile>> = {},
): Change => {
  const listed = (agent: string): Slot => {
    const slot = roll.slots.get(agent)
    const profile = own(profiles, agent)
    if (slot === undefined)
      return profile === undefined ? allocation.fresh : { ...allocation.fresh, ...profile }
    const { tier: _, tools: __, guilds: ___, ...kept } = slot
    return { ...kept, ...profile }
  }
  const slots = Table.of(Object.fromEntries(agents.map((agent) => [agent, listed(agent)])))
  const borrowed = roll.slots.rows().filter(({ value }) => value.lender !== undefined)
  return { slots: borrowed.reduce((all, { key, value }) => all.set(key, value), slots) }
}

export const enqueue = (roll: Roll, { turn, need = allocation.usualNeed, at }: Of<"REQUEST">): Change => {
  const home = allocation.homeOf(turn)
  const before = lastTagIn(roll.queue, home, need.priority)
  const served = own(roll.served, String(need.priority)) ?? 0
  const held = indexOf(roll.slots, at).heldIn(home)
  const ticket: Ticket = {
    turn,
    need,
    n: roll.tickets,
    tag: Math.max(served, before === null ? 0 : before + 1),
    since: at,
    until: at + patience,
  }
  return {
    tickets: roll.tickets + 1,
    queue: roll.queue.set(turn.id, ticket),
    ...(roll.queue.size === 0 && { newsAt: at }),
    ...asked(roll, home, need.purpose, at, held === null ? 0 : at - roll.slots.get(held)!.held!),
  }
}

interface Choice {
  readonly ticket: Ticket
  readonly agent: string
  readonly slot: Slot
  readonly how: How
}

/** The agent for a turn: one idle in its guild, else a free one that lately served it, else the best free one; null: none. */
const choose = (roll: Roll, agents: AgentsIndex, ticket: Ticket, at: number): Choice | null => {
  const { turn, need } = ticket
  const home = allocation.homeOf(turn)
  const here = agents.here(home, need)
  if (here !== null) {
    const { key: agent, value: slot } = here
    return { ticket, agent, slot, how: slot.held === undefined ? "here" : "held" }
  }
  if (agents.states.free === 0 || agents.inGuild(home) >= allocation.mostInGuild) return null
  for (const agent of roll.guilds.get(home)?.last ?? []) {
    const slot = roll.slots.get(agent)
    if (slot?.state === "free" && allocation.meets(slot, need, home))
      return { ticket, agent, slot, how: "lately" }
  }
  const best = agents.best(home, need, at)
  return best === null ? null : { ticket, agent: best.key, slot: best.value, how: "best" }
}

/** What is to be done next: a turn and an agent are brought together, or an idle one is called back for whoever waits. */
type Decision = { readonly choice: Choice } | { readonly recall: Overdue }

/**
 * Tickets are looked at in turn, so that no later one gets an agent that an earlier one could have: the first for which there is an
 * agent gets it, unless one before it can have an agent called back, and is not waiting for one that leaves already.
 */
const decide = (roll: Roll, at: number): Decision | null => {
  if (roll.queue.size === 0) return null
  const agents = indexOf(roll.slots, at)
  const { free, idle, leaving } = agents.states
  if (free + idle === 0) return null
  const patience = allocation.patience(agents.used, roll.slots.size)
  const hopeless = new Set<string>()
  let promised = 0
  for (const waiting of inLine(roll.queue)) {
    const lane = laneOf(waiting)
    if (hopeless.has(lane)) continue
    const { value: ticket } = waiting
    const choice = choose(roll, agents, ticket, at)
    if (choice !== null) return { choice }
    const home = allocation.homeOf(ticket.turn)
    if (agents.inGuild(home) < allocation.mostInGuild) {
      if (promised++ < leaving) continue
      const recall = agents.overdue(home, ticket.need, at, patience)
      if (recall !== null) return { recall }
    }
    hopeless.add(lane)
  }
  return null
}

/** The first ticket for which there is an agent, and that agent. */
export const next = (roll: Roll, at: number): Choice | null => {
  const decision = decide(roll, at)
  return decision !== null && "choice" in decision ? decision.choice : null
}

/** The first ticket, its agent, and what the agent is told. */
export const given = (roll: Roll, at: number): { agent: string; turn: Turn; stays: number; pool: string } => {
  const { agent, ticket, slot } = next(roll, at)!
  const used = indexOf(roll.slots, at).used + (slot.state === "free" ? 1 : 0)
  const { turn, need } = ticket
  const stays = stayFor(roll, allocation.homeOf(turn), { ...need, pressure: used / roll.slots.size })
  return { agent, turn, stays, pool: roll.shard }
}

/** The idle agent to be called back, so that somebody who waits can have it. */
export const recallable = (roll: Roll, at: number): Overdue | null => {
  const decision = decide(roll, at)
  return decision !== null && "recall" in decision ? decision.recall : null
}

export const match = (roll: Roll, at: number): Change => {
  const { ticket, agent, slot, how } = next(roll, at)!
  const { turn, need, tag, since } = ticket
  const home = allocation.homeOf(turn)
  const notes = roll.guilds.get(home) ?? noted
  const last = [agent, ...notes.last.filter((other) => other !== agent)]
  const waited = at - since
  const counts = counted(roll, how)
  return {
    queue: roll.queue.delete(turn.id),
    slots: roll.slots.set(agent, {
      ...allocation.assigned(slot, turn, stayFor(roll, home, { ...need, pressure: 0 }), at),
      purpose: need.purpose,
    }),
    guilds: roll.guilds.set(home, { ...notes, last: last.slice(0, allocation.remembered) }),
    served: { ...roll.served, [need.priority]: tag },
    match: { agent, turn: turn.id, how, why: matchedWhy(how, slot, waited, at) },
    counts:
      waited > 0 ? { ...counts, waited: counts.waited + 1, waitedMs: counts.waitedMs + waited } : counts,
  }
}

/** An idle agent is called back; `recalled` says what for. */
export const sendHome = (roll: Roll, agent: string, at: number): Change => {
  const { held, ...slot } = roll.slots.get(agent)!
  const { home, lastUsed } = slot
  // It is with nobody yet: whoever waits has it now.
  if (held !== undefined) return { slots: roll.slots.set(agent, { ...slot, state: "free", home: null }) }
  const recalled = `${home} after ${Math.round((at - lastUsed) / 60_000)} min idle`
  return { slots: withSlot(roll, agent, { state: "leaving", recalled }), counts: counted(roll, "recalled") }
}

/** Any agent that is idle, the longest unused first; for draining. */
export const someIdle = (roll: Roll, at: number): string | null => indexOf(roll.slots, at).anyIdle

export const states = (roll: Roll, at: number): States => indexOf(roll.slots, at).states

/** The agent that has a turn, or null. */
export const agentOf = (roll: Roll, turn: string, at: number): string | null =>
  indexOf(roll.slots, at).holderOf(turn)

/** It ended its turn, well or because it was told to stop, and is still with its guild. */
export const idled = (roll: Roll, { agent, turn, at }: Of<"IDLED">): Change => {
  const slot = roll.slots.get(agent)
  if (slot?.state === "leaving") return { slots: withSlot(roll, agent, { state: "idle", lastUsed: at }) }
  if (slot?.turn?.id !== turn) return {}
  const took = Math.max(0, at - slot.lastUsed)
  return {
    slots: withSlot(roll, agent, { state: "idle", strikes: 0, turn: null, lastUsed: at }),
    turnTakes: Math.round(roll.turnTakes + weight * (took - roll.turnTakes)),
    ...(slot.home !== null && alone(roll, slot.home, at)),
  }
}

/** It left a guild. If it is busy, that was the one before: it has a new turn already, or will hear of it. */
export const released = (roll: Roll, { agent }: Of<"RELEASED">): Change => {
  const slot = roll.slots.get(agent)
  if (slot === undefined || slot.state === "busy" || slot.state === "lent") return {}
  const state = slot.state === "resting" ? "resting" : "free"
  return { slots: withSlot(roll, agent, { state, home: null }) }
}
