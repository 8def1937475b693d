/**
 * The agents of a pool shard by what is asked of them, so that a choice takes a few comparisons: free ones in buckets by tools,
 * health, tier and load, idle ones by how long they stay, each ordered by last use. Within a bucket the first is the best, for
 * whatever else counts is equal and the longest unused has the most points.
 *
 * It is made from a table of slots and follows it: asked about another table, it takes in what differs. So it may be kept between
 * two steps, and what it says depends on the table and the time alone.
 */
import * as allocation from "./allocation.ts"
import type { Need, Slot } from "./allocation.ts"
import { bucketOf, groupIn, inOrder, longestUnused, type Agent, type Group, type Groups } from "./buckets.ts"
import { Holders } from "./holders.ts"
import { Sorted } from "../sorted.ts"
import type { Table } from "../table.ts"

/** An agent whose load falls by a class then. */
interface Fall {
  readonly at: number
  readonly agent: Agent
}

const soonest = (a: Fall, b: Fall): number => a.at - b.at || longestUnused(a.agent, b.agent)

/** Who is with a guild. */
interface Home {
  readonly idle: Set<Agent>
  all: number
}

export type States = Readonly<Record<Slot["state"], number>>

/** One that is idle and may be called back: since when, in ms since 1970. */
export interface Overdue {
  readonly agent: string
  readonly since: number
}

export class AgentsIndex {
  #table: Table<Slot>
  /** Until when the load of each is right. */
  #at: number
  readonly #personas: Groups = new Map()
  /** Agents with tokens of their own, by each guild that they may serve. */
  readonly #members = new Map<string, Groups>()
  readonly #falls = new Sorted<Fall>(soonest)
  readonly #homes = new Map<string, Home>()
  readonly #turns = new Holders()
  readonly #away = new Set<Agent>()
  readonly #abroad = new Set<Agent>()
  readonly #states = { free: 0, busy: 0, idle: 0, leaving: 0, resting: 0, lent: 0 }

  constructor(table: Table<Slot>, at: number) {
    this.#table = table
    this.#at = at
    // In order, so that each is put in at the end of its bucket.
    const all: Array<Agent> = []
    table.each((agent) => void all.push(agent))
    for (const agent of all.sort(longestUnused)) this.#come(agent)
  }

  get at(): number {
    return this.#at
  }

  get table(): Table<Slot> {
    return this.#table
  }

  /** Takes in what another table has otherwise, and time that passed. */
  follow(table: Table<Slot>, at: number): this {
    if (table !== this.#table) {
      this.#table.compare(
        table,
        (agent) => this.#gone(agent),
        (agent) => this.#come(agent),
      )
      this.#table = table
    }
    for (let first = this.#falls.first; first !== undefined && first.at <= at; first = this.#falls.first) {
      // Under what an agent is found depends on the time: all of one moment go before it is that moment.
      const falling = this.#fallingBy(first.at)
      for (const agent of falling) this.#gone(agent)
      this.#at = first.at
      for (const agent of falling) this.#come(agent)
    }
    this.#at = Math.max(at, this.#at)
    return this
  }

  #fallingBy(at: number): ReadonlyArray<Agent> {
    const falling: Array<Agent> = []
    for (const fall of this.#falls) {
      if (fall.at > at) break
      falling.push(fall.agent)
    }
    return falling
  }

  get states(): States {
    return this.#states
  }

  /** Agents that are with a guild. */
  get used(): number {
    return this.#table.size - this.#states.free
  }

  /** Who is with a guild, in the order of their names. */
  get away(): ReadonlyArray<Agent> {
    return [...this.#away].sort((a, b) => (a.key < b.key ? -1 : 1))
  }

  /** Who is lent, or borrowed, in the order of their names. */
  get abroad(): ReadonlyArray<Agent> {
    return [...this.#abroad].sort((a, b) => (a.key < b.key ? -1 : 1))
  }

  get anyAbroad(): boolean {
    return this.#abroad.size > 0
  }

  get anyAway(): boolean {
    return this.#away.size > 0
  }

  holderOf(turn: string): string | null {
    return this.#turns.of(turn)
  }

  /** How many are with a guild. */
  inGuild(home: string): number {
    return this.#homes.get(home)?.all ?? 0
  }

  /** Idle in that guild, the healthiest and longest unused first. */
  here(home: string, need: Need): Agent | null {
    let best: Agent | null = null
    for (const agent of this.#homes.get(home)?.idle ?? []) {
      if (allocation.meets(agent.value, need, home) && (best === null || healthiest(agent, best) < 0))
        best = agent
    }
    return best
  }

  /** The free one with the most points. */
  best(home: string, need: Need, at: number): Agent | null {
    let [best, points] = [null as Agent | null, -1]
    for (const { free } of this.#groupsFor(home, need)) {
      for (const { bucket, points: standing } of inOrder) {
        if (standing + allocation.mostRest < points) break
        const first = free[bucket]?.first
        if (first === undefined) continue
        const its = standing + allocation.rest(first.value.lastUsed, at)
        if (its > points || (its === points && longestUnused(first, best!) < 0)) [best, points] = [first, its]
      }
    }
    return best
  }

  /** How many of those that meet the need will be free before long. */
  held(home: string, need: Need): number {
    let all = 0
    for (const { held } of this.#groupsFor(home, need)) all += held
    return all
  }

  /** The one that has outstayed its time most, when all stay `patience` of what they may. */
  overdue(home: string, need: Need, at: number, patience: number): Overdue | null {
    let [first, since] = [null as Agent | null, at]
    for (const { idle } of this.#groupsFor(home, need)) {
      for (const [stays, agents] of idle) {
        const agent = agents.first
        if (agent === undefined) continue
        const due = agent.value.lastUsed + stays * patience
        if (due < since || (due === since && (first === null || longestUnused(agent, first) < 0)))
          [first, since] = [agent, due]
      }
    }
    return first === null ? null : { agent: first.key, since }
  }

  /** The agent that is held for a guild, or null. */
  heldIn(home: string): string | null {
    for (const { key, value } of this.#homes.get(home)?.idle ?? []) if (value.held !== undefined) return key
    return null
  }

  hasIdle(home: string): boolean {
    return (this.#homes.get(home)?.idle.size ?? 0) > 0
  }

  /** Whether agents with tokens of their own may serve a guild. */
  hasMembers(home: string): boolean {
    return this.#members.has(home)
  }

  /** Of all that are idle the longest unused, in whatever order the index came to know them; null: none is. */
  get anyIdle(): string | null {
    let found: Agent | undefined
    for (const groups of [this.#personas, ...this.#members.values()]) {
      for (const { idle } of groups.values()) {
        for (const { first } of idle.values())
          if (first !== undefined && (found === undefined || longestUnused(first, found) < 0)) found = first
      }
    }
    return found?.key ?? null
  }

  *#groupsFor(home: string, need: Need): Iterable<Group> {
    for (const groups of [this.#personas, this.#members.get(home)]) {
      if (groups === undefined) continue
      for (const group of groups.values()) {
        const { tools } = group
        if (tools === undefined || need.tools.every((tool) => tools.includes(tool))) yield group
      }
    }
  }

  #come(agent: Agent): void {
    const { value: slot } = agent
    this.#states[slot.state]++
    if (isForeign(slot)) this.#abroad.add(agent)
    if (slot.turn !== null) this.#turns.add(slot.turn.id, agent.key)
    if (slot.home !== null) {
      const home = this.#homes.get(slot.home) ?? { idle: new Set(), all: 0 }
      this.#homes.set(slot.home, home)
      home.all++
      this.#away.add(agent)
      if (slot.state === "idle") home.idle.add(agent)
    }
    if (slot.state === "free") {
      const bucket = bucketOf(slot, this.#at)
      for (const { free } of this.#groupsOf(slot)) (free[bucket] ??= new Sorted(longestUnused)).add(agent)
      const falls = allocation.loadFalls(slot, this.#at)
      if (falls !== null) this.#falls.add({ at: falls, agent })
    } else if (slot.state === "idle") {
      for (const { idle } of this.#groupsOf(slot)) {
        const staying = idle.get(slot.stays) ?? new Sorted(longestUnused)
        idle.set(slot.stays, staying)
        staying.add(agent)
      }
    } else if (isHeld(slot)) for (const group of this.#groupsOf(slot)) group.held++
  }

  #gone(agent: Agent): void {
    const { value: slot } = agent
    this.#states[slot.state]--
    if (isForeign(slot)) this.#abroad.delete(agent)
    if (slot.turn !== null) this.#turns.delete(slot.turn.id, agent.key)
    if (slot.home !== null) {
      const home = this.#homes.get(slot.home)!
      home.all--
      this.#away.delete(agent)
      home.idle.delete(agent)
      if (home.all === 0) this.#homes.delete(slot.home)
    }
    if (slot.state === "free") {
      const bucket = bucketOf(slot, this.#at)
      for (const { free } of this.#groupsOf(slot)) free[bucket]!.delete(agent)
      const falls = allocation.loadFalls(slot, this.#at)
      if (falls !== null) this.#falls.delete({ at: falls, agent })
    } else if (slot.state === "idle") {
      for (const { idle } of this.#groupsOf(slot)) {
        const staying = idle.get(slot.stays)!
        staying.delete(agent)
        if (staying.size === 0) idle.delete(slot.stays)
      }
    } else if (isHeld(slot)) for (const group of this.#groupsOf(slot)) group.held--
  }

  #groupsOf({ guilds, tools }: Slot): ReadonlyArray<Group> {
    if (guilds === undefined) return [groupIn(this.#personas, tools)]
    return guilds.map((guild) => {
      const groups = this.#members.get(guild) ?? new Map<string, Group>()
      this.#members.set(guild, groups)
      return groupIn(groups, tools)
    })
  }
}

const isForeign = ({ lender, lent }: Slot): boolean => lender !== undefined || lent !== undefined
/** Whether it will be free before long. */
const isHeld = ({ state }: Slot): boolean => state === "busy" || state === "leaving"

/** One that serves there before one that is held, then by health. */
const healthiest = (a: Agent, b: Agent): number =>
  Number(a.value.held !== undefined) - Number(b.value.held !== undefined) ||
  allocation.healthClass(a.value) - allocation.healthClass(b.value) ||
  longestUnused(a, b)

const indexes = new WeakMap<object, AgentsIndex>()

/** The index of a table at a time. */
export const indexOf = (slots: Table<Slot>, at: number): AgentsIndex => {
  const known = indexes.get(slots.line)
  if (known !== undefined && known.at <= at) return known.follow(slots, at)
  const index = new AgentsIndex(slots, at)
  indexes.set(slots.line, index)
  return index
}
