/**
 * What calls of tools came to, and which of them ran side by side, as the agents of this process commit it. Nothing is looked up:
 * a state says what is under way.
 */
import { kindOf, type Address } from "../../machines/address.ts"
import type { AgentContext } from "../../machines/agent/context.ts"
import type { Judged, Result } from "../../machines/tools/call.ts"
import type { Observation } from "./observer.ts"

/** `denied`: it was not made; `cancelled`: its turn was given up. */
export type Outcome = "ok" | "failed" | "denied" | "cancelled"

/** `only`: its round had no other call that was made, so none could run beside it. */
export type Manner = "side_by_side" | "alone" | "only"

export interface Called {
  /** By its name; `unknown`: what the model wanted could not be read as a call of any. */
  readonly tool: string
  readonly outcome: Outcome
  /** Null: it did not come to its end. */
  readonly ms: number | null
  /** Null: it was not made. */
  readonly manner: Manner | null
}

interface Round {
  /** Those that ran while another did. */
  readonly beside: Set<string>
  /** All that were made. */
  readonly made: Set<string>
  readonly settled: Array<{ readonly use: Judged; readonly result: Result }>
}

export class ToolCalls {
  readonly #heard: (called: Called) => void
  /** Of agents that use tools now. */
  readonly #rounds = new Map<Address, Round>()

  constructor(heard: (called: Called) => void) {
    this.#heard = heard
  }

  see({ address, before, through }: Observation): void {
    if (kindOf(address) !== "agent") return
    let was = before.context as AgentContext
    for (const snapshot of through) {
      const is = snapshot.context as AgentContext
      if (was.using !== null || is.using !== null || was.rounds !== is.rounds) this.#step(address, was, is)
      was = is
    }
  }

  #step(agent: Address, was: AgentContext, is: AgentContext): void {
    const round = this.#rounds.get(agent) ?? { beside: new Set(), made: new Set(), settled: [] }
    this.#rounds.set(agent, round)
    for (const { underWay } of [was.using, is.using].filter((it) => it !== null)) {
      for (const id of underWay) {
        round.made.add(id)
        if (underWay.length > 1) round.beside.add(id)
      }
    }
    const isOver = is.using === null
    const ended = isOver && is.rounds.length > was.rounds.length ? is.rounds.at(-1)!.results : []
    const results = isOver ? ended : is.using.results
    const uses = (was.using ?? is.using)?.uses ?? []
    const known = new Set(round.settled.map(({ result }) => result.use))
    for (const result of results) {
      const use = uses.find(({ id }) => id === result.use)
      if (use !== undefined && !known.has(result.use)) round.settled.push({ use, result })
    }
    if (!isOver) return
    this.#rounds.delete(agent)
    for (const { use, result } of round.settled) this.#heard(calledIn(round, use, result))
    for (const use of uses)
      if (round.made.has(use.id) && !round.settled.some(({ result }) => result.use === use.id))
        this.#heard({ tool: use.tool, outcome: "cancelled", ms: null, manner: mannerOf(round, use.id) })
  }
}

const mannerOf = ({ made, beside }: Round, id: string): Manner =>
  beside.has(id) ? "side_by_side" : made.size > 1 ? "alone" : "only"

const calledIn = (round: Round, { id, tool, why }: Judged, { ok, ms }: Result): Called =>
  round.made.has(id)
    ? { tool, outcome: ok ? "ok" : "failed", ms, manner: mannerOf(round, id) }
    : { tool: why === undefined ? tool : "unknown", outcome: "denied", ms: null, manner: null }
