/** Which agent gets a turn: what the pool keeps of each agent, and the choice, as pure functions. */
import type { Turn } from "./values.ts"

/** Guilds an agent is remembered to have served, newest first. */
const remembered = 5
/** Failures in a row after which an agent is quarantined. */
export const strikesAllowed = 3
/** Turns that may wait for an agent; beyond it the pool refuses. */
export const queueBound = 10_000

/** What the pool knows of one agent. `resting`: broken, and not to be used until its backoff is over. */
export interface Slot {
  readonly state: "free" | "busy" | "idle" | "leaving" | "resting"
  /** The guild it is with (the channel, for a DM); null when free. */
  readonly home: string | null
  readonly turn: Turn | null
  /** Homes it served lately, newest first. */
  readonly served: ReadonlyArray<string>
  /** When its last turn began or ended, in ms since 1970. */
  readonly lastUsed: number
  /** Failures since its last success. */
  readonly strikes: number
}

export type Slots = Readonly<Record<string, Slot>>

export const fresh: Slot = { state: "free", home: null, turn: null, served: [], lastUsed: 0, strikes: 0 }

export const homeOf = (turn: Turn): string => turn.message.guild ?? turn.message.channel

const longestUnused = (a: readonly [string, Slot], b: readonly [string, Slot]): number =>
  a[1].lastUsed - b[1].lastUsed || (a[0] < b[0] ? -1 : 1)

const healthiest = (a: readonly [string, Slot], b: readonly [string, Slot]): number =>
  a[1].strikes - b[1].strikes || longestUnused(a, b)

/**
 * The agent for a turn: one idle in that guild, else a free one that lately served it, else the healthiest and longest
 * unused free one; null when none is to be had.
 */
export const choose = (slots: Slots, home: string): string | null => {
  const all = Object.entries(slots)
  const here = all.filter(([, slot]) => slot.state === "idle" && slot.home === home).toSorted(healthiest)
  if (here[0]) return here[0][0]
  const free = all.filter(([, slot]) => slot.state === "free").toSorted(healthiest)
  const lately = free.find(([, slot]) => slot.served.includes(home))
  return (lately ?? free[0])?.[0] ?? null
}

/** The agent that has been idle longest, to be sent home so that another guild can have it; null when none is idle. */
export const longestIdle = (slots: Slots): string | null =>
  Object.entries(slots)
    .filter(([, slot]) => slot.state === "idle")
    .toSorted(longestUnused)[0]?.[0] ?? null

export const assigned = (slot: Slot, turn: Turn, at: number): Slot => {
  const home = homeOf(turn)
  const served = [home, ...slot.served.filter((other) => other !== home)].slice(0, remembered)
  return { ...slot, state: "busy", home, turn, served, lastUsed: at }
}
