/** What a pool shard keeps, and how each event changes it. The chart says when; this says how. */
import * as allocation from "./allocation.ts"
import type { PoolEvent, Timed } from "./events.ts"
import { own, type Turn } from "./values.ts"

export interface Roll {
  readonly shard: string
  readonly slots: allocation.Slots
  /** Turns that wait for an agent, oldest first. */
  readonly queue: ReadonlyArray<Turn>
  /** The turn and the agent that the last step brought together. */
  readonly match: { readonly agent: string; readonly turn: Turn } | null
}

type Change = Partial<Roll>
type Of<T extends PoolEvent["type"]> = Timed<Extract<PoolEvent, { type: T }>>

export const open = (shard: string): Roll => ({ shard, slots: {}, queue: [], match: null })

const withSlot = (roll: Roll, agent: string, change: Partial<allocation.Slot>): allocation.Slots => {
  const slot = own(roll.slots, agent)
  return slot === undefined ? roll.slots : { ...roll.slots, [agent]: { ...slot, ...change } }
}

/** The agents that this shard holds; those it did not know are free. */
export const enlist = (roll: Roll, agents: ReadonlyArray<string>): Change => ({
  slots: Object.fromEntries(agents.map((agent) => [agent, own(roll.slots, agent) ?? allocation.fresh])),
})

export const enqueue = (roll: Roll, turn: Turn): Change => ({ queue: [...roll.queue, turn] })

/** The agent that would get the first turn of the queue. */
export const nextAgent = (roll: Roll): string | null => {
  const turn = roll.queue[0]
  return turn === undefined ? null : allocation.choose(roll.slots, allocation.homeOf(turn))
}

export const assign = (roll: Roll, at: number): Change => {
  const [turn, ...queue] = roll.queue
  const agent = nextAgent(roll)!
  const slots = { ...roll.slots, [agent]: allocation.assigned(roll.slots[agent]!, turn!, at) }
  return { queue, slots, match: { agent, turn: turn! } }
}

/** The agent that has a turn, or null. */
export const agentOf = (roll: Roll, turn: string): string | null =>
  Object.entries(roll.slots).find(([, slot]) => slot.turn?.id === turn)?.[0] ?? null

export const withdraw = (roll: Roll, turn: string): Change => ({
  queue: roll.queue.filter((waiting) => waiting.id !== turn),
})

/** It ended its turn, well or because it was told to stop, and is still with its guild. */
export const idled = (roll: Roll, { agent, turn, at }: Of<"IDLED">): Change => {
  const slot = own(roll.slots, agent)
  if (slot?.state === "leaving") return { slots: withSlot(roll, agent, { state: "idle", lastUsed: at }) }
  if (slot?.turn?.id !== turn) return {}
  return { slots: withSlot(roll, agent, { state: "idle", strikes: 0, turn: null, lastUsed: at }) }
}

export const sendHome = (roll: Roll, agent: string): Change => ({
  slots: withSlot(roll, agent, { state: "leaving" }),
})

/** It left a guild. If it is busy, that was the one before: it has a new turn already, or will hear of it. */
export const released = (roll: Roll, { agent, at }: Of<"RELEASED">): Change => {
  const slot = own(roll.slots, agent)
  if (slot === undefined || slot.state === "busy") return {}
  const state = slot.state === "resting" ? "resting" : "free"
  return { slots: withSlot(roll, agent, { state, home: null, lastUsed: at }) }
}

/** The turn that an agent leaves behind when it breaks, if it has not answered for it. */
export const abandoned = (roll: Roll, { agent, turn }: Of<"FAILED">): Turn | null => {
  const had = own(roll.slots, agent)?.turn ?? null
  return had?.id === turn ? null : had
}

export const failed = (roll: Roll, { agent, at }: Of<"FAILED">): Change => {
  const strikes = (own(roll.slots, agent)?.strikes ?? 0) + 1
  return { slots: withSlot(roll, agent, { state: "resting", strikes, turn: null, lastUsed: at }) }
}

/** 1 s, then 2 s, for the first failures in a row; five minutes when the budget is spent. */
export const backoff = (roll: Roll, agent: string): number => {
  const strikes = own(roll.slots, agent)?.strikes ?? 1
  return strikes >= allocation.strikesAllowed ? 5 * 60_000 : 1000 * 2 ** (strikes - 1)
}

/** Its backoff is over. If it is still with a guild it is idle there, else free. */
export const rested = (roll: Roll, agent: string): Change => {
  const slot = own(roll.slots, agent)
  if (slot?.state !== "resting") return {}
  return { slots: withSlot(roll, agent, { state: slot.home === null ? "free" : "idle" }) }
}

export const someoneBusy = (roll: Roll): boolean =>
  Object.values(roll.slots).some((slot) => slot.state === "busy")
