/**
 * The turns that wait for an agent, in the order in which they get one: by priority, then fairly between guilds, then by age.
 *
 * Fairness is start-time fair queueing (Goyal, Vin and Cheng, "Start-time Fair Queuing", 1996): a ticket's tag is one more than
 * that of the guild's ticket before it, and not less than that of who was served last. So the second ticket of a noisy guild stands
 * behind the first one of every other guild.
 */
import { homeOf, type Need } from "./allocation.ts"
import { Sorted } from "../sorted.ts"
import type { Row, Table } from "../table.ts"
import type { Turn } from "../values.ts"

/** How long a turn waits for an agent at most, in ms. */
export const patience = 5 * 60_000

/** Where a turn stands that waits, and for how long. */
export interface Place {
  /** 1: the next. */
  readonly place: number
  /** How long it may take, in ms; null: nobody can say. */
  readonly about: number | null
}

export interface Ticket {
  readonly turn: Turn
  readonly need: Need
  /** Counts tickets: the age. */
  readonly n: number
  readonly tag: number
  /** When it came and when it is given up, in ms since 1970. */
  readonly since: number
  readonly until: number
  /** What its conversation knows of its place; left out: nothing. */
  readonly told?: Place
}

type Waiting = Row<Ticket>

const inTurn = (a: Waiting, b: Waiting): number =>
  b.value.need.priority - a.value.need.priority || a.value.tag - b.value.tag || a.value.n - b.value.n

const soonestUp = (a: Waiting, b: Waiting): number => a.value.until - b.value.until || a.value.n - b.value.n

const homeOfTicket = ({ value }: Waiting): string => homeOf(value.turn)

/** Tickets of one lane are met by the same agents: when there is none for the first, there is none for the others. */
export const laneOf = (ticket: Waiting): string =>
  `${homeOfTicket(ticket)} ${ticket.value.need.tools.join(" ")}`

export class TicketsIndex {
  #table: Table<Ticket>
  readonly #all = new Sorted(inTurn)
  readonly #ends = new Sorted(soonestUp)
  /** Of each guild, by priority. */
  readonly #guilds = new Map<string, Map<number, Sorted<Waiting>>>()

  constructor(table: Table<Ticket>) {
    this.#table = table
    table.each((ticket) => this.#come(ticket))
  }

  follow(table: Table<Ticket>): this {
    if (table !== this.#table) {
      this.#table.compare(
        table,
        (ticket) => this.#gone(ticket),
        (ticket) => this.#come(ticket),
      )
      this.#table = table
    }
    return this
  }

  /** All, in turn. */
  get all(): Iterable<Waiting> {
    return this.#all
  }

  /** The one that is given up first. */
  get firstToEnd(): Ticket | undefined {
    return this.#ends.first?.value
  }

  /** Those that are given up by then, the first first. */
  endedBy(at: number): ReadonlyArray<Ticket> {
    const ended: Array<Ticket> = []
    for (const { value } of this.#ends) {
      if (value.until > at) break
      ended.push(value)
    }
    return ended
  }

  /** The tag of a guild's last ticket of a priority, or null. */
  lastTag(home: string, priority: number): number | null {
    return this.#guilds.get(home)?.get(priority)?.last?.value.tag ?? null
  }

  #come(ticket: Waiting): void {
    this.#all.add(ticket)
    this.#ends.add(ticket)
    this.#inFlow(ticket, (flow) => flow.add(ticket))
  }

  #gone(ticket: Waiting): void {
    this.#all.delete(ticket)
    this.#ends.delete(ticket)
    this.#inFlow(ticket, (flow) => flow.delete(ticket))
  }

  #inFlow(ticket: Waiting, change: (flow: Sorted<Waiting>) => void): void {
    const home = homeOfTicket(ticket)
    const flows = this.#guilds.get(home) ?? new Map<number, Sorted<Waiting>>()
    this.#guilds.set(home, flows)
    const flow = within(flows, ticket.value.need.priority)
    change(flow)
    if (flow.size === 0) flows.delete(ticket.value.need.priority)
    if (flows.size === 0) this.#guilds.delete(home)
  }
}

const within = <K>(lists: Map<K, Sorted<Waiting>>, key: K): Sorted<Waiting> => {
  const known = lists.get(key)
  if (known !== undefined) return known
  const list = new Sorted(inTurn)
  lists.set(key, list)
  return list
}

const indexes = new WeakMap<object, TicketsIndex>()

/**
 * Those that wait, in turn. There is order among several: one that waits alone, as most do, asks for none to be kept.
 */
export const inLine = (queue: Table<Ticket>): Iterable<Waiting> =>
  queue.size === 1 ? queue.rows() : ticketsOf(queue).all

/** The tag of a guild's last ticket of a priority, or null. */
export const lastTagIn = (queue: Table<Ticket>, home: string, priority: number): number | null => {
  if (queue.size > 0) return ticketsOf(queue).lastTag(home, priority)
  indexes.delete(queue.line)
  return null
}

export const ticketsOf = (queue: Table<Ticket>): TicketsIndex => {
  const known = indexes.get(queue.line)
  if (known !== undefined) return known.follow(queue)
  const index = new TicketsIndex(queue)
  indexes.set(queue.line, index)
  return index
}
