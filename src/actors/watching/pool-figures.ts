/**
 * What a pool shard's agents do, in numbers: kept at each commit from what changed, so that nobody has to look at all of them to
 * know it. A figure that is asked for costs nothing but its reading.
 */
import { healthClass, homeOf, type Slot } from "../../machines/pool/allocation.ts"
import type { Purpose } from "../../machines/pool/keep-alive.ts"
import type { Roll } from "../../machines/pool/roll.ts"
import type { Ticket } from "../../machines/pool/tickets.ts"
import { Table, type Row } from "../../machines/table.ts"

/** How a turn came to its agent: one with its guild, one that served it lately, one called back from another guild, the best free one. */
export const hows = ["serving", "affinity", "reclaimed", "best"] as const
export type How = (typeof hows)[number]

/** A turn that got its agent; how long it waited, in ms. */
export interface Match {
  readonly how: How
  readonly waited: number
}

export type Health = "healthy" | "degraded" | "quarantined"
export const healthOf = (slot: Pick<Slot, "strikes">): Health =>
  (["healthy", "degraded", "quarantined"] as const)[healthClass(slot as Slot)]!

export interface Figures {
  readonly agents: number
  /** With a guild, whatever they do there. */
  readonly used: number
  readonly free: number
  readonly states: Readonly<Record<Slot["state"], number>>
  readonly health: Readonly<Record<Health, number>>
  /** Taken out, and not gone yet. */
  readonly draining: number
  readonly tiers: Readonly<Record<string, { readonly used: number; readonly free: number }>>
  /** Agents that are with a guild for it, and turns that wait for one. */
  readonly purposes: Readonly<Record<string, { readonly used: number; readonly waiting: number }>>
  /** Turns that wait for an agent. */
  readonly waiting: number
}

type Tally = Map<string, number>

const count = (tally: Tally, key: string, by: 1 | -1): void => {
  const now = (tally.get(key) ?? 0) + by
  if (now === 0) tally.delete(key)
  else tally.set(key, now)
}

const get = (tally: Tally, key: string): number => tally.get(key) ?? 0

const tierOf = ({ tier = "standard" }: Slot): string => tier
const purposeOf = ({ purpose = "other" }: Slot): Purpose => purpose

/** The part of a shard's state that is counted. */
export type Counted = Pick<Roll, "slots" | "queue" | "guilds">

export class PoolFigures {
  #slots: Table<Slot> = Table.of<Slot>({})
  #queue: Table<Ticket> = Table.of<Ticket>({})
  #guilds: Roll["guilds"] | null = null
  readonly #states: Tally = new Map()
  readonly #health: Tally = new Map()
  readonly #used: Tally = new Map()
  readonly #tiersUsed: Tally = new Map()
  readonly #tiersFree: Tally = new Map()
  readonly #purposes: Tally = new Map()
  readonly #wanted: Tally = new Map()

  /** Takes in what changed, and tells which turns got their agents; nothing of that at the first time. */
  follow({ slots, queue, guilds }: Counted): ReadonlyArray<Match> {
    const [before, waiting, known] = [this.#slots, this.#queue, this.#guilds]
    const matches: Array<Match> = []
    before.compare(
      slots,
      (row) => this.#slot(row, -1),
      (row) => {
        this.#slot(row, 1)
        if (known !== null) matches.push(...matchOf(row, before.get(row.key), known, waiting))
      },
    )
    waiting.compare(
      queue,
      ({ value }) => count(this.#wanted, value.need.purpose, -1),
      ({ value }) => count(this.#wanted, value.need.purpose, 1),
    )
    this.#slots = slots
    this.#queue = queue
    this.#guilds = guilds
    return matches
  }

  #slot({ value: slot }: Row<Slot>, by: 1 | -1): void {
    count(this.#states, slot.state, by)
    // Who has borrowed it counts it.
    if (slot.state === "lent") return
    count(this.#health, healthOf(slot), by)
    if (slot.draining) count(this.#used, "draining", by)
    if (slot.home === null) return count(this.#tiersFree, tierOf(slot), by)
    count(this.#used, "used", by)
    count(this.#tiersUsed, tierOf(slot), by)
    count(this.#purposes, purposeOf(slot), by)
  }

  /** Agents that are with a guild. */
  get used(): number {
    return get(this.#used, "used")
  }

  get now(): Figures {
    const tiers = [...new Set([...this.#tiersUsed.keys(), ...this.#tiersFree.keys()])].toSorted()
    const purposes = [...new Set([...this.#purposes.keys(), ...this.#wanted.keys()])].toSorted()
    const state = (name: Slot["state"]) => get(this.#states, name)
    return {
      agents: this.#slots.size - state("lent"),
      used: get(this.#used, "used"),
      free: state("free"),
      states: {
        free: state("free"),
        busy: state("busy"),
        idle: state("idle"),
        leaving: state("leaving"),
        resting: state("resting"),
        lent: state("lent"),
      },
      health: {
        healthy: get(this.#health, "healthy"),
        degraded: get(this.#health, "degraded"),
        quarantined: get(this.#health, "quarantined"),
      },
      draining: get(this.#used, "draining"),
      tiers: Object.fromEntries(
        tiers.map((tier) => [tier, { used: get(this.#tiersUsed, tier), free: get(this.#tiersFree, tier) }]),
      ),
      purposes: Object.fromEntries(
        purposes.map((purpose) => [
          purpose,
          { used: get(this.#purposes, purpose), waiting: get(this.#wanted, purpose) },
        ]),
      ),
      waiting: this.#queue.size,
    }
  }
}

/** Whether an agent has another turn than before, and how it came to it. */
const matchOf = (
  { key, value: slot }: Row<Slot>,
  before: Slot | undefined,
  guilds: Roll["guilds"],
  queue: Table<Ticket>,
): ReadonlyArray<Match> => {
  if (slot.turn === null || slot.home === null || before?.turn?.id === slot.turn.id) return []
  const ticket = queue.get(slot.turn.id)
  const waited = ticket === undefined ? 0 : Math.max(0, slot.lastUsed - ticket.since)
  const home = ticket === undefined ? slot.home : homeOf(ticket.turn)
  if (before?.home === home) return [{ how: "serving", waited }]
  if (guilds.get(home)?.last.includes(key)) return [{ how: "affinity", waited }]
  return [{ how: before?.recalled === undefined ? "best" : "reclaimed", waited }]
}

const summed = <A extends Readonly<Record<string, number>>>(
  all: ReadonlyArray<A>,
  keys: ReadonlyArray<string>,
): A => Object.fromEntries(keys.map((key) => [key, all.reduce((sum, one) => sum + (one[key] ?? 0), 0)])) as A

const joined = <A extends Readonly<Record<string, number>>>(
  all: ReadonlyArray<Readonly<Record<string, A>>>,
  keys: ReadonlyArray<string>,
): Readonly<Record<string, A>> => {
  const names = [...new Set(all.flatMap((one) => Object.keys(one)))].toSorted()
  return Object.fromEntries(
    names.map((name) => [
      name,
      summed(
        all.flatMap((one) => (one[name] === undefined ? [] : [one[name]])),
        keys,
      ),
    ]),
  )
}

/** Of several shards together. */
export const total = (all: ReadonlyArray<Figures>): Figures => ({
  ...summed(
    all.map(({ agents, used, free, draining, waiting }) => ({ agents, used, free, draining, waiting })),
    ["agents", "used", "free", "draining", "waiting"],
  ),
  states: summed(
    all.map(({ states }) => states),
    ["free", "busy", "idle", "leaving", "resting", "lent"],
  ),
  health: summed(
    all.map(({ health }) => health),
    ["healthy", "degraded", "quarantined"],
  ),
  tiers: joined(
    all.map(({ tiers }) => tiers),
    ["used", "free"],
  ),
  purposes: joined(
    all.map(({ purposes }) => purposes),
    ["used", "waiting"],
  ),
})
