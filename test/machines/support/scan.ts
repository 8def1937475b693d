/**
 * The pool's choice as its description says it, by looking at every agent and every ticket: what the index must come to as well.
 * Written out with nothing of the index in it, points and thresholds included.
 */
import type { Need, Slot } from "../../../src/machines/pool/allocation.ts"
import type { Roll } from "../../../src/machines/pool/roll.ts"
import type { Ticket } from "../../../src/machines/pool/tickets.ts"

const minutes = 60_000

export interface Scanned {
  readonly turn: string
  readonly agent: string
  readonly how: "here" | "lately" | "best"
}

type Agent = readonly [id: string, slot: Slot]

const homeOf = ({ turn }: Ticket): string => turn.message.guild ?? turn.message.channel

const meets = ({ guilds, tools }: Slot, need: Need, home: string): boolean => {
  if (guilds !== undefined && !guilds.includes(home)) return false
  return tools === undefined || need.tools.every((tool) => tools.includes(tool))
}

const health = ({ strikes }: Slot): number => {
  if (strikes === 0) return 40
  return strikes <= 2 ? 20 : 0
}

const tier = { premium: 30, standard: 20, lite: 10 }

const unused = ({ lastUsed }: Slot, at: number): number => {
  const since = at - lastUsed
  if (since > 60 * minutes) return 20
  if (since > 30 * minutes) return 15
  return since > 10 * minutes ? 10 : 5
}

const load = ({ served }: Slot, at: number): number => {
  const today = new Set(served.filter(([, then]) => at - then < 24 * 60 * minutes).map(([home]) => home)).size
  if (today < 5) return 10
  return today < 10 ? 5 : 0
}

export const points = (slot: Slot, at: number): number =>
  100 + health(slot) + tier[slot.tier ?? "standard"] + unused(slot, at) + load(slot, at)

const byName = ([a]: Agent, [b]: Agent): number => (a < b ? -1 : 1)
const longestUnused = (a: Agent, b: Agent): number => a[1].lastUsed - b[1].lastUsed || byName(a, b)

const choose = (all: ReadonlyArray<Agent>, roll: Roll, ticket: Ticket, at: number): Scanned | null => {
  const home = homeOf(ticket)
  const turn = ticket.turn.id
  const able = all.filter(([, slot]) => meets(slot, ticket.need, home))
  const here = able
    .filter(([, slot]) => slot.state === "idle" && slot.home === home)
    .toSorted((a, b) => health(b[1]) - health(a[1]) || longestUnused(a, b))[0]
  if (here !== undefined) return { turn, agent: here[0], how: "here" }
  if (all.filter(([, slot]) => slot.home === home).length >= 49) return null
  const free = able.filter(([, { state }]) => state === "free")
  for (const agent of roll.guilds.get(home)?.last ?? [])
    if (free.some(([id]) => id === agent)) return { turn, agent, how: "lately" }
  const best = free.toSorted((a, b) => points(b[1], at) - points(a[1], at) || longestUnused(a, b))[0]
  return best === undefined ? null : { turn, agent: best[0], how: "best" }
}

const agentsOf = (roll: Roll): ReadonlyArray<Agent> => roll.slots.rows().map(({ key, value }) => [key, value])

/** By priority, then fairly, then by age. */
export const inTurn = (roll: Roll): ReadonlyArray<Ticket> =>
  roll.queue.values().toSorted((a, b) => b.need.priority - a.need.priority || a.tag - b.tag || a.n - b.n)

export type Decided = Scanned | { readonly recalled: string; readonly since: number }

export const decided = (roll: Roll, at: number): Decided | null => {
  const all = agentsOf(roll)
  const leaving = all.filter(([, { state }]) => state === "leaving").length
  const share = all.filter(([, { state }]) => state !== "free").length / all.length
  const patience = share < 0.7 ? 1 : share < 0.9 ? 0.5 : share < 1 ? 0.25 : 0
  const due = ([, { lastUsed, stays }]: Agent): number => lastUsed + stays * patience
  let promised = 0
  for (const ticket of inTurn(roll)) {
    const found = choose(all, roll, ticket, at)
    if (found !== null) return found
    const home = homeOf(ticket)
    if (all.filter(([, slot]) => slot.home === home).length >= 49) continue
    promised++
    if (promised <= leaving) continue
    const first = all
      .filter(([, slot]) => slot.state === "idle" && meets(slot, ticket.need, home))
      .filter((agent) => due(agent) <= at)
      .toSorted((a, b) => due(a) - due(b) || longestUnused(a, b))[0]
    if (first !== undefined) return { recalled: first[0], since: due(first) }
  }
  return null
}
