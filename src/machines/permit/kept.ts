/** What a permit keeps. */
import type { Address } from "../address.ts"
import type { Board } from "../team/board.ts"
import type { Judged } from "../tools/call.ts"
import type { Person } from "../values.ts"

/** A call that is to be decided. */
export interface Wish {
  /** Its number among all that this actor was ever asked about, from 1: a button says up to which it counts. */
  readonly n: number
  readonly turn: string
  readonly brain: string
  readonly channel: string
  readonly guild: string | null
  /** Whose message the agent answers. */
  readonly by: Person
  readonly use: Judged
  readonly agent: Address
}

/** For whom something is remembered: one person everywhere or here, or everybody here or in the server. */
export type Reach = "person" | "person-here" | "here" | "server"

export interface Outcome {
  readonly verdict: "allow" | "deny"
  /** Null: nobody. */
  readonly by: Person | null
  /** A clause, for the model and for people: it names nobody, since agents keep it. */
  readonly why: string
  /** Null: it counts this once. */
  readonly reach: Reach | null
}

export interface Permit {
  readonly id: string
  /** How many it was ever asked about. */
  readonly asked: number
  /** What the board is about: calls of one tool by one agent, for one person. Empty before anything was asked. */
  readonly wishes: ReadonlyArray<Wish>
  /** What is asked about next, once the board shows what became of those. */
  readonly next: ReadonlyArray<Wish>
  /** Whose message the agent answers. */
  readonly by: Person | null
  /** What is remembered is about every use of the tool, not about these calls alone. */
  readonly wide: boolean
  /** When it is over, in ms since 1970. */
  readonly until: number
  /** Null while it is asked. */
  readonly outcome: Outcome | null
  /** The board shows the outcome, or never will. */
  readonly closed: boolean
  readonly board: Board
}
