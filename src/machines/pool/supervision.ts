/** How a pool shard supervises its agents: who breaks rests for a while, longer each time, and is quarantined after the third time. */
import * as allocation from "./allocation.ts"
import { withSlot, type Change, type Of, type Roll } from "./roll.ts"

/** The turn that an agent leaves behind when it breaks, if it has not answered for it. */
export const abandoned = (roll: Roll, { agent, turn }: Of<"FAILED">): allocation.Held | null => {
  const had = roll.slots.get(agent)?.turn ?? null
  return had?.id === turn ? null : had
}

export const failed = (roll: Roll, { agent, at }: Of<"FAILED">): Change => {
  const strikes = (roll.slots.get(agent)?.strikes ?? 0) + 1
  return { slots: withSlot(roll, agent, { state: "resting", strikes, turn: null, lastUsed: at }) }
}

/** 1 s, then 2 s, for the first failures in a row; five minutes when the budget is spent. */
export const backoff = (roll: Roll, agent: string): number => {
  const strikes = roll.slots.get(agent)?.strikes ?? 1
  return strikes >= allocation.strikesAllowed ? 5 * 60_000 : 1000 * 2 ** (strikes - 1)
}

/** Its backoff is over. If it is still with a guild it is idle there, else free. */
export const rested = (roll: Roll, agent: string): Change => {
  const slot = roll.slots.get(agent)
  if (slot?.state !== "resting") return {}
  return { slots: withSlot(roll, agent, { state: slot.home === null ? "free" : "idle" }) }
}
