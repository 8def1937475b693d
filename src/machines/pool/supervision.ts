/**
 * How a pool shard supervises its agents. Who breaks rests for a while, longer each time, and is asked whether it is there before
 * it is used again; after the third time in a row it is quarantined, for five minutes and more.
 *
 * Once a minute the shard looks round: an agent that should have said something is asked (a heartbeat), and what it answers is
 * held against what the shard believes, so that an allocation that got lost comes back. Who does not answer until the next round
 * has missed one; each miss counts as a failure.
 */
import { indexOf } from "./agents-index.ts"
import * as allocation from "./allocation.ts"
import type { Held, Slot } from "./allocation.ts"
import { nothing, tellAgent, type Deed, type Letter } from "./deed.ts"
import { withSlot, type Change, type Of, type Roll } from "./roll.ts"

/** Between two rounds, and until an agent should have said something, in ms. */
export const roundTime = 60_000

/** The turn that an agent leaves behind when it breaks, if it has not answered for it. */
export const abandoned = (roll: Roll, { agent, turn }: Of<"FAILED">): Held | null => {
  const had = roll.slots.get(agent)?.turn ?? null
  return had?.id === turn ? null : had
}

export const failed = (roll: Roll, { agent, at }: Of<"FAILED">): Change => {
  const strikes = (roll.slots.get(agent)?.strikes ?? 0) + 1
  return { slots: withSlot(roll, agent, { state: "resting", strikes, turn: null, lastUsed: at }) }
}

const longestRest = 60 * 60_000

/** 1 s, then 2 s, for the first failures in a row; when these are spent five minutes, then ten, up to an hour. */
export const backoff = (roll: Roll, agent: string): number => {
  const strikes = roll.slots.get(agent)?.strikes ?? 1
  const spent = strikes - allocation.strikesAllowed
  return spent < 0 ? 1000 * 2 ** (strikes - 1) : Math.min(longestRest, 5 * 60_000 * 2 ** spent)
}

const ping = ({ shard }: Roll, agent: string, turn: Held | null): Letter =>
  tellAgent(agent, { type: "PING", pool: shard, turn: turn?.id ?? null })

const lost = ({ id, conversation }: Held, reason: string): Letter => ({
  to: conversation,
  event: { type: "UNANSWERED", turn: id, reason },
})

/** Its backoff is over: it is asked whether it is there. */
export const probe = (roll: Roll, { agent, at }: Of<"PROBE">): Deed =>
  roll.slots.get(agent)?.state === "resting"
    ? { tells: [ping(roll, agent, null)], change: { slots: withSlot(roll, agent, { pinged: at }) } }
    : nothing

/** Whether it should have said something by now. Who rests is asked when that is over; who is held has nothing to say. */
const isSilent = ({ state, lastUsed, stays, held }: Slot, at: number): boolean =>
  state === "leaving" ||
  (state === "busy" && lastUsed + roundTime <= at) ||
  (state === "idle" && held === undefined && lastUsed + stays + roundTime <= at)

/** It has not answered since the last round: after the third time it is taken for broken, and its turn for lost. */
const missed = (roll: Roll, agent: string, slot: Slot, at: number): Deed => {
  const strikes = slot.strikes + 1
  if (strikes < allocation.strikesAllowed)
    return { tells: [], change: { slots: roll.slots.set(agent, { ...slot, strikes }) } }
  const { turn } = slot
  const stopped =
    turn === null
      ? []
      : [lost(turn, "its agent does not answer"), tellAgent(agent, { type: "STOP", turn: turn.id })]
  return {
    tells: [...stopped, ping(roll, agent, null)],
    change: { slots: withSlot(roll, agent, { state: "resting", strikes, turn: null, pinged: at }) },
  }
}

/** As long as any agent should say something before long: then, at the earliest in a minute. */
export const untilRound = (roll: Roll, at: number): number => {
  const agents = indexOf(roll.slots, at)
  const { busy, leaving } = agents.states
  if (busy + leaving > 0 || agents.anyAbroad || roll.lending.others.length > 0) return roundTime
  const ends = agents.away.map(({ value }) => value.lastUsed + value.stays)
  return Math.max(0, Math.min(longestRest, ...ends.map((end) => end - at))) + roundTime
}

/** Whether a round is to be armed: there is none, or one that is too late for an agent that has a turn now. */
export const owesRound = (roll: Roll, at: number): boolean => {
  const { anyAway, anyAbroad, states } = indexOf(roll.slots, at)
  return roll.nextRound === null ? anyAway || anyAbroad : states.busy > 0 && roll.nextRound > at + roundTime
}

/** A round: who should have said something is asked, and who was asked and has not answered has missed one. */
export const patrol = (roll: Roll, at: number): Deed => {
  let now = roll
  const tells: Array<Letter> = []
  for (const { key: agent, value: slot } of indexOf(roll.slots, at).away) {
    if (slot.state === "resting") continue
    if (slot.pinged !== undefined) {
      const deed = missed(now, agent, slot, at)
      tells.push(...deed.tells)
      now = { ...now, ...deed.change }
    } else if (isSilent(slot, at)) {
      tells.push(ping(roll, agent, slot.turn))
      now = { ...now, slots: now.slots.set(agent, { ...slot, pinged: at }) }
    }
  }
  return { tells, change: { slots: now.slots, nextRound: null } }
}

/** An agent says that it is there, which turn it has, and with which guild it is. */
export const heard = (roll: Roll, { agent, turn: asked, held, home, at }: Of<"ALIVE">): Deed => {
  const slot = roll.slots.get(agent)
  if (slot === undefined || slot.state === "lent" || (slot.turn?.id ?? null) !== asked) return nothing
  const isAs = (change: Partial<Slot>, ...tells: ReadonlyArray<Letter>): Deed => ({
    tells: [
      ...(slot.turn !== null && held !== asked ? [lost(slot.turn, "its agent has lost it")] : []),
      ...tells,
    ],
    change: { slots: withSlot(roll, agent, { turn: null, ...change }) },
  })
  const leave = tellAgent(agent, { type: "RELEASE" })
  if (slot.turn !== null && held === asked) return isAs({ turn: slot.turn })
  // It has a turn that nobody here knows of.
  if (held !== null)
    return isAs({ state: "leaving", home }, tellAgent(agent, { type: "STOP", turn: held }), leave)
  if (home === null)
    return slot.draining
      ? { ...isAs({}), change: { slots: roll.slots.delete(agent) } }
      : isAs({ state: "free", home })
  if (slot.state === "leaving") return isAs({})
  const stays = !slot.draining && (slot.state !== "idle" || !isSilent(slot, at))
  return stays
    ? isAs({ state: "idle", home, lastUsed: Math.min(at, slot.lastUsed) })
    : isAs({ state: "leaving", home }, leave)
}
