/**
 * Agents that an operator adds to a shard, or takes out of it, while it runs. One that is taken out ends what it does, gets
 * nothing more, and is gone when it has left its guild; it stays out whatever the configuration says, until it is let in again.
 * One that the configuration names no more goes in the same way.
 */
import { fresh, type Slot } from "./allocation.ts"
import { nothing, tellAgent, tellPool, type Deed } from "./deed.ts"
import type { PoolEvent, Timed } from "../events.ts"
import { giveBack } from "./lending.ts"
import * as roll from "./roll.ts"
import type { Roll } from "./roll.ts"

type Change = Partial<Roll>

interface Args {
  readonly context: Roll
  readonly event: Timed<PoolEvent>
}

/** The `n`th that was added to a shard, from 1 on: told from those of the configuration, whose number may change. */
const addedName = (shard: string, n: number): string => `${shard}-a${String(n).padStart(3, "0")}`

const isOwn = ({ shard }: Roll, agent: string): boolean => agent.startsWith(`${shard}-`)

/** Those of the configuration and those that were added, without those that were taken out. */
const membersOf = (
  { shard, added, drained }: Roll,
  configured: ReadonlyArray<string>,
): ReadonlyArray<string> =>
  [...configured, ...Array.from({ length: added }, (_, n) => addedName(shard, n + 1))].filter(
    (agent) => drained.get(agent) === undefined,
  )

const kept = ({ draining: _, ...slot }: Slot): Slot => slot

/** The agents that a shard holds from now on; others of its own, that are with a guild, end what they do. */
export const enlist = ({ context, event }: Args): Change => {
  if (event.type !== "CONNECTED") return {}
  const members = membersOf(context, event.agents)
  const isMember = new Set(members)
  const ending: Array<string> = []
  context.slots.each(({ key, value }) => {
    if (!isMember.has(key) && isOwn(context, key) && value.state !== "free") ending.push(key)
  })
  const change = roll.enlist(context, [...members, ...ending], event.profiles)
  let slots = change.slots ?? context.slots
  for (const agent of ending) slots = slots.set(agent, { ...slots.get(agent)!, draining: true })
  context.slots.each(({ key, value }) => {
    if (value.draining && isMember.has(key)) slots = slots.set(key, kept(slots.get(key)!))
  })
  const { others = context.lending.others } = event
  return { ...change, slots, lending: { ...context.lending, others } }
}

/** Those that are idle although they are to go, as after `enlist`. It looks at all agents, once at a start. */
export const overstaying = ({ slots }: Roll): ReadonlyArray<string> => {
  const found: Array<string> = []
  slots.each(({ key, value }) => {
    if (value.draining && value.state === "idle") found.push(key)
  })
  return found.toSorted()
}

/** More agents, as those of the configuration: any guild may have them. */
export const add = ({ context, event }: Args): Change => {
  if (event.type !== "ADD_AGENTS") return {}
  const { shard, added, slots } = context
  const names = Array.from({ length: event.count }, (_, n) => addedName(shard, added + n + 1))
  return {
    added: added + event.count,
    slots: names.reduce((all, name) => all.set(name, fresh), slots),
  }
}

/** Whether it is there to be taken out: an agent of this shard's own that is not out yet, or one that it has borrowed. */
export const isDrainable = ({ context, event }: Args): boolean => {
  if (event.type !== "DRAIN_AGENT") return false
  const slot = context.slots.get(event.agent)
  return isOwn(context, event.agent)
    ? context.drained.get(event.agent) === undefined
    : slot?.lender !== undefined && slot.draining !== true
}

/** One that is lent is taken out by its borrower, who gives it back; one that is idle is told to leave; others end what they do. */
export const drain = ({ context, event }: Args): Deed => {
  if (event.type !== "DRAIN_AGENT") return nothing
  const { agent, at } = event
  const { slots } = context
  const drained = isOwn(context, agent) ? { drained: context.drained.set(agent, at) } : {}
  const slot = slots.get(agent)
  if (slot === undefined) return { tells: [], change: drained }
  if (slot.lent !== undefined)
    return {
      tells: [tellPool(slot.lent.to, { type: "DRAIN_AGENT", agent })],
      change: { ...drained, slots: slots.set(agent, { ...slot, draining: true }) },
    }
  if (slot.home === null) {
    const { lender } = slot
    const back = lender === undefined ? [] : [giveBack(context, lender.shard, lender.loan, [agent])]
    return { tells: back, change: { ...drained, slots: slots.delete(agent) } }
  }
  const leaves = slot.state === "idle"
  return {
    tells: leaves ? [tellAgent(agent, { type: "RELEASE" })] : [],
    change: {
      ...drained,
      slots: slots.set(agent, { ...slot, draining: true, ...(leaves && { state: "leaving" as const }) }),
    },
  }
}

/** It may serve again; what it is by nature is to be found out anew. */
export const restore = ({ context, event }: Args): Change => {
  if (event.type !== "RESTORE_AGENT") return {}
  const slot = context.slots.get(event.agent)
  return {
    drained: context.drained.delete(event.agent),
    ...(slot !== undefined && { slots: context.slots.set(event.agent, kept(slot)) }),
  }
}

/** What an event makes of an agent that ends something. */
const ended = ({ context, event }: Args): Change =>
  event.type === "IDLED"
    ? roll.idled(context, event)
    : event.type === "RELEASED"
      ? roll.released(context, event)
      : {}

const slotAfter = (args: Args): Slot | undefined =>
  "agent" in args.event ? ended(args).slots?.get(args.event.agent) : undefined

/** Whether an agent that is to go has ended what it did. */
export const mayGo = (args: Args): boolean => {
  const slot = slotAfter(args)
  return slot?.draining === true && slot.state === "idle"
}

export const dismiss = (args: Args): Change => {
  const [slot, change] = [slotAfter(args), ended(args)]
  if (slot === undefined || !("agent" in args.event)) return change
  return { ...change, slots: change.slots!.set(args.event.agent, { ...slot, state: "leaving" }) }
}

/** What the event makes of it; one that is to go and has left its guild is gone. */
export const settle = (args: Args): Change => {
  const [slot, change] = [slotAfter(args), ended(args)]
  if (slot?.draining !== true || slot.home !== null || !("agent" in args.event)) return change
  return { ...change, slots: change.slots!.delete(args.event.agent) }
}

/** An idle one leaves its guild. */
export const sendOff = ({ slots }: Roll, agent: string): Change => ({
  slots: slots.set(agent, { ...slots.get(agent)!, state: "leaving" }),
})
