/** What an agent keeps of itself and of its turn, and what it wants done with that. */
import type { Address } from "../address.ts"
import type { Params } from "../effects.ts"
import type { AgentEvent } from "../events.ts"
import { homeOf } from "../pool/allocation.ts"
import { idleFor } from "../pool/keep-alive.ts"
import type { Round } from "../tools/call.ts"
import type { Draft, Turn } from "../values.ts"
import type { Using } from "./using.ts"

export interface AgentContext {
  /** Its number in the pool, as in `agent/0042`. */
  readonly id: string
  /** The pool shard that supervises it: its own, or the one that has borrowed it. */
  readonly pool: string
  /** The guild it serves (or the channel, for a DM); null when it is free. */
  readonly home: string | null
  /** How long it stays there when it has no turn, in ms. */
  readonly stays: number
  /** The channel it last had a turn in. */
  readonly channel: string | null
  readonly turn: Turn | null
  /** Budgets that have set tokens aside for the turn. */
  readonly granted: ReadonlyArray<Address>
  /** What its channel shows, or may show, of an answer that is not said yet. */
  readonly draft: Draft | null
  /** What was done with tools in this turn so far. */
  readonly rounds: ReadonlyArray<Round>
  /** What is done with tools now; null: nothing. */
  readonly using: Using | null
  /** Tokens that the turn has taken so far, where that is not settled yet. */
  readonly spent: number
  readonly text: string
  readonly calls: ReadonlyArray<string>
  /** Turns that failed since it last spoke. */
  readonly failures: number
  /** Attempts to connect for this turn. */
  readonly attempts: number
}

export interface AgentInput {
  readonly id: string
  readonly pool: string
}

type Allocation = Extract<AgentEvent, { type: "ALLOCATE" }>

/** What is usual, in ms. */
const stays = idleFor({ purpose: "other", pressure: 0 })

/** What is left of a turn when it is over. */
export const noTurn = {
  turn: null,
  granted: [],
  draft: null,
  rounds: [],
  using: null,
  spent: 0,
  text: "",
  calls: [],
  attempts: 0,
} satisfies Partial<AgentContext>

/** Nobody's yet. */
export const hired = ({ id, pool }: AgentInput): AgentContext => ({
  id,
  pool,
  home: null,
  stays,
  channel: null,
  ...noTurn,
  failures: 0,
})

/** It is given a turn. */
export const taken = ({ turn, stays: told = stays, pool }: Allocation): Partial<AgentContext> => ({
  turn,
  ...(pool !== undefined && { pool }),
  home: homeOf(turn),
  stays: told,
  channel: turn.message.channel,
})

interface Args {
  readonly context: AgentContext
}

export const thinking = ({ context: { turn, rounds, draft } }: Args): Params<"Think"> => ({
  turn: turn!,
  ...(rounds.length > 0 && { rounds }),
  ...(draft && { draft }),
})

export const speech = ({ context: { turn, text, draft } }: Args): Params<"Say"> => ({
  turn: turn!,
  text,
  ...(draft && { draft }),
})

export const channelOf = ({ context }: Args): Params<"Connect"> => ({
  channel: context.turn!.message.channel,
  recent: 0,
})
