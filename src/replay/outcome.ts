/** What a replay comes to when not all is equal. */
import type { EventObject } from "xstate"
import type { Change } from "./changes.ts"
import type { Flip } from "./guards.ts"

/** Today's code does otherwise than the code that wrote the log. */
export interface Diverged {
  readonly type: "diverged"
  readonly seq: number
  /** Null, as are `at` and `event`: it is the state before the first entry that today's chart does not have. */
  readonly line: number | null
  /** In ms since 1970. */
  readonly at: number | null
  readonly event: EventObject | null
  /** `state`: it leads elsewhere; `effects`: it leads there and asks for something else; `chart`: it breaks. */
  readonly what: "state" | "effects" | "chart"
  /** False: the log does not say what it came to then, so it may also be that its text was changed. */
  readonly certain: boolean
  readonly reason: string
  /** `then` is null when the log does not say. */
  readonly edges: { readonly then: ReadonlyArray<string> | null; readonly now: ReadonlyArray<string> }
  readonly guards: ReadonlyArray<Flip>
  /** What differs in the state after the entry, and in what it asks for; `then` is what was before it when the log does not say. */
  readonly changes: ReadonlyArray<Change>
}

/** The file does not hold together: no code could replay it. */
export interface Broken {
  readonly type: "broken"
  readonly seq: number
  /** Null when what is wrong is that a line is missing. */
  readonly line: number | null
  readonly reason: string
}

/** It was written by an Orrery newer than this one. */
export interface Unknown {
  readonly type: "unknown"
  readonly seq: number
  readonly line: number | null
  readonly reason: string
}

export type Trouble = Diverged | Broken | Unknown
