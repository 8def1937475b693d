/**
 * Agents that one shard of the pool lends to another. A handover takes two steps: who lends marks the agent as lent and offers it
 * (LENT); who borrows takes it in and says so (TAKEN), or does not want it any more (RETURNED). Each step is committed with the
 * letter that tells of it, and letters come exactly once and in order: so whoever dies in the middle, at any moment at most one
 * of the two may give the agent to a guild, and in the end one of them may.
 *
 * An agent goes back when it is free and its borrower can spare it (`balance.ts`). Its own shard asks it whether it is there before
 * it is used again.
 */
import { indexOf } from "./agents-index.ts"
import * as allocation from "./allocation.ts"
import type { Need, Profile, Slot } from "./allocation.ts"
import { nothing, tellAgent, tellPool, type Deed, type Letter } from "./deed.ts"
import { average, loadOf, loadOfOther, share } from "./loads.ts"
import type { Of, Roll } from "./state.ts"
import type { PoolEvent, Timed } from "../events.ts"
import type { Row } from "../table.ts"
import { ticketsOf } from "./tickets.ts"

/** Agents that are lent at once, at most. */
const mostAtOnce = 50
/** How long another shard may take to answer, and how long none is asked when all had nothing, in ms. */
const [answerTime, pause] = [10_000, 5000]
/** Whom to ask: the least used of those that did not refuse, the next by number of those alike. */
const lender = (roll: Roll): string | undefined => {
  const { others, refusedBy } = roll.lending
  const after = (other: string) =>
    (Number(other) - Number(roll.shard) + others.length + 1) % (others.length + 1)
  return others
    .filter((other) => !refusedBy.includes(other))
    .toSorted((a, b) => share(loadOfOther(roll, a)) - share(loadOfOther(roll, b)) || after(a) - after(b))[0]
}

export const ask = (
  roll: Roll,
  count: number,
  wanted: { home: string; need: Need } | null,
  at: number,
): Deed => {
  const { lending, shard } = roll
  const of = lender(roll)
  if (of === undefined) return nothing
  const loan = `${shard}.${lending.loans + 1}`
  return {
    tells: [tellPool(of, { type: "BORROW", pool: shard, loan, count: Math.min(mostAtOnce, count), wanted })],
    change: { lending: { ...lending, loans: lending.loans + 1, asked: { loan, shard: of, since: at } } },
  }
}

/** Whether another shard may be asked: none is being asked, or one that does not answer. */
export const mayAsk = ({ lending: { others, asked, asksAgain } }: Roll, at: number): boolean =>
  others.length > 0 && at >= asksAgain && (asked === null || at >= asked.since + answerTime)

/** Who waits may have an agent of another shard's. */
export const mayBorrow = (roll: Roll, at: number): boolean => roll.queue.size > 0 && mayAsk(roll, at)

/** It has run dry: so many as wait are borrowed, such as the first needs. */
export const borrow = (roll: Roll, at: number): Deed => {
  const [first] = ticketsOf(roll.queue).all
  const { turn, need } = first!.value
  const { asked } = roll.lending
  const here = asked === null ? roll : refused(roll, asked.shard, at)
  return mayAsk(here, at)
    ? ask(here, roll.queue.size, { home: allocation.homeOf(turn), need }, at)
    : { tells: [], change: { lending: here.lending } }
}

const refused = (roll: Roll, by: string, at: number): Roll => {
  const { lending } = roll
  const refusedBy = [...new Set([...lending.refusedBy, by])]
  const all = lending.others.every((other) => refusedBy.includes(other))
  return {
    ...roll,
    lending: {
      ...lending,
      asked: null,
      refusedBy: all ? [] : refusedBy,
      asksAgain: all ? at + pause : lending.asksAgain,
    },
  }
}

/** How many it may lend: none while anybody waits; to one that has run dry half of what is free, else what keeps it below the average. */
const spare = (roll: Roll, isDry: boolean, at: number): number => {
  if (roll.queue.size > 0) return 0
  const own = loadOf(roll, at)
  const free = own.all - own.used
  if (isDry) return Math.ceil(free / 2)
  const mean = average(roll, own)
  return mean === 0 ? 0 : Math.min(free, Math.floor(own.all - own.used / mean))
}

/** Its own that are free, the best first: so many, if there are. */
const ownFree = (roll: Roll, count: number, { wanted, at }: Of<"BORROW">): ReadonlyArray<Row<Slot>> => {
  const { home = "", need = allocation.usualNeed } = wanted ?? {}
  const found: Array<Row<Slot>> = []
  let left = roll.slots
  while (found.length < count) {
    const best = indexOf(left, at).best(home, need, at)
    if (best === null) break
    left = left.delete(best.key)
    if (best.value.lender === undefined) found.push(best)
  }
  return found
}

const profileOf = ({ tier, tools, guilds }: Slot): Profile => ({
  ...(tier && { tier }),
  ...(tools && { tools }),
  ...(guilds && { guilds }),
})

/** Another shard wants agents. */
const lend = (roll: Roll, event: Of<"BORROW">): Deed => {
  const { pool, loan, count, wanted, at } = event
  const chosen = ownFree(roll, Math.min(count, spare(roll, wanted !== null, at)), event)
  const agents = chosen.map(({ key: agent, value }) => ({ agent, profile: profileOf(value) }))
  return {
    tells: [tellPool(pool, { type: "LENT", pool: roll.shard, loan, agents })],
    change: {
      slots: chosen.reduce(
        (slots, { key, value }) =>
          slots.set(key, { ...value, state: "lent", lent: { to: pool, loan, taken: false } }),
        roll.slots,
      ),
    },
  }
}

/** Another shard offers agents, or has none: those that were asked for are taken in, others not. */
const borrowed = (roll: Roll, { pool, loan, agents, at }: Of<"LENT">): Deed => {
  const names = agents.map(({ agent }) => agent)
  if (roll.lending.asked?.loan !== loan)
    return names.length === 0 ? nothing : { tells: [giveBack(roll, pool, loan, names)], change: {} }
  if (names.length === 0) return { tells: [], change: { lending: refused(roll, pool, at).lending } }
  const slots = agents.reduce(
    (all, { agent, profile }) =>
      all.set(agent, { ...allocation.fresh, ...profile, lender: { shard: pool, loan } }),
    roll.slots,
  )
  return {
    tells: [tellPool(pool, { type: "TAKEN", pool: roll.shard, loan, agents: names })],
    change: { slots, lending: { ...roll.lending, asked: null, refusedBy: [] } },
  }
}

export const giveBack = ({ shard }: Roll, to: string, loan: string, agents: ReadonlyArray<string>): Letter =>
  tellPool(to, { type: "RETURNED", pool: shard, loan, agents: [...agents] })

const isLentTo = (slot: Slot | undefined, pool: string, loan: string): slot is Slot =>
  slot?.state === "lent" && slot.lent?.to === pool && slot.lent.loan === loan

/** The borrower has them. */
const taken = (roll: Roll, { pool, loan, agents }: Of<"TAKEN">): Deed => ({
  tells: [],
  change: {
    slots: agents.reduce((slots, agent) => {
      const slot = slots.get(agent)
      return isLentTo(slot, pool, loan)
        ? slots.set(agent, { ...slot, lent: { ...slot.lent!, taken: true } })
        : slots
    }, roll.slots),
  },
})

/** They are its own again, and asked whether they are there before they are used. */
const returned = (roll: Roll, { pool, loan, agents, at }: Of<"RETURNED">): Deed => {
  const back = agents.filter((agent) => isLentTo(roll.slots.get(agent), pool, loan))
  return {
    tells: back.map((agent) => tellAgent(agent, { type: "PING", pool: roll.shard, turn: null })),
    change: {
      slots: back.reduce((slots, agent) => {
        const { lent: _, ...slot } = slots.get(agent)!
        return slots.set(agent, { ...slot, state: "resting", pinged: at })
      }, roll.slots),
    },
  }
}

/** Who lent them asks whether they are still there: those that are not are its own again. */
const asked = (roll: Roll, { pool, loan, agents }: Of<"LOAN">): Deed => {
  const isHere = (agent: string) => {
    const lender = roll.slots.get(agent)?.lender
    return lender?.shard === pool && lender.loan === loan
  }
  const gone = agents.filter((agent) => !isHere(agent))
  return gone.length === 0 ? nothing : { tells: [giveBack(roll, pool, loan, gone)], change: {} }
}

/** What another shard says of itself. */
const heardLoad = ({ lending }: Roll, { pool, used, all }: Of<"LOAD">): Deed => ({
  tells: [],
  change: { lending: { ...lending, loads: { ...lending.loads, [pool]: { used, all } } } },
})

/** An agent that is lent broke: its borrower is told. */
const forwarded = (roll: Roll, { agent, turn, reason }: Of<"FAILED">): Deed => ({
  tells: [tellPool(roll.slots.get(agent)!.lent!.to, { type: "FAILED", agent, turn, reason })],
  change: {},
})

export const isLent = (roll: Roll, agent: string): boolean => roll.slots.get(agent)?.state === "lent"

/** What another shard tells of agents, and what an agent that is lent tells of itself. */
export const told = (roll: Roll, event: Timed<PoolEvent>): Deed => {
  switch (event.type) {
    case "BORROW":
      return lend(roll, event)
    case "LENT":
      return borrowed(roll, event)
    case "TAKEN":
      return taken(roll, event)
    case "RETURNED":
      return returned(roll, event)
    case "LOAN":
      return asked(roll, event)
    case "LOAD":
      return heardLoad(roll, event)
    case "FAILED":
      return forwarded(roll, event)
    default:
      return nothing
  }
}
