/** What a pool shard keeps. */
import type { How, Slot } from "./allocation.ts"
import type { PoolEvent, Timed } from "../events.ts"
import type { Foresight } from "./foresight.ts"
import type { Lending } from "./loan.ts"
import type { Table } from "../table.ts"
import type { Ticket } from "./tickets.ts"

export interface Match {
  readonly agent: string
  readonly turn: string
  readonly how: How
  /** Why this one, for people. */
  readonly why: string
}

/** Counted since the shard began; `waitedMs`: by all that waited. */
export interface Counts {
  readonly here: number
  readonly held: number
  readonly lately: number
  readonly best: number
  readonly recalled: number
  readonly waited: number
  readonly waitedMs: number
  readonly timedOut: number
}

export interface Roll extends Foresight {
  readonly shard: string
  readonly slots: Table<Slot>
  /** Turns that wait for an agent, by their ids. */
  readonly queue: Table<Ticket>
  /** Tickets that were ever handed out. */
  readonly tickets: number
  /** The tag of the ticket that was served last, by priority. */
  readonly served: Readonly<Record<string, number>>
  /** When those who wait were told last where they stand, or the first began to wait, in ms since 1970. */
  readonly newsAt: number
  /** When the next round is, in ms since 1970; null: there is none. `supervision.ts`. */
  readonly nextRound: number | null
  /** How long a turn keeps an agent, lately, in ms. */
  readonly turnTakes: number
  /** The turn and the agent that were brought together last. */
  readonly match: Match | null
  readonly counts: Counts
  /** Agents that were ever added while it ran, and those that were taken out, since when (ms since 1970): `fleet.ts`. */
  readonly added: number
  readonly drained: Table<number>
  /** What it has to do with other shards: `lending.ts`. */
  readonly lending: Lending
  /** When operators were told last that agents are scarce, or plenty: `alarm.ts`. */
  readonly alarmed?: Readonly<Partial<Record<"scarce" | "plenty", number>>>
}

export type Change = Partial<Roll>
export type Of<T extends PoolEvent["type"]> = Timed<Extract<PoolEvent, { type: T }>>
