/**
 * How long each part of a reply takes, from the times in the journal entries that its conversation, its pool shard and its agent
 * commit: each part from one entry to another of the same turn. Nothing is looked up; what is between is a few numbers for each
 * turn, and the oldest are forgotten first.
 */
import type { AnyMachineSnapshot } from "xstate"
import { kindOf, type Address } from "../../machines/address.ts"
import type { AgentContext } from "../../machines/agent/context.ts"
import type { Floor } from "../../machines/conversation/floor.ts"
import type { Turn } from "../../machines/values.ts"
import { decodeEntry } from "../journal.ts"
import type { Observation } from "./observer.ts"

/**
 * `routing`: heard, until it is known who answers; `waiting`: for a place in the conversation; `allocating`: until the pool has
 * given it to an agent; `preparing`: until the model is asked; `thinking`: until it has answered, or wants tools used; `using`: until
 * they have been; `speaking`: until Discord has it.
 */
export const replyParts = [
  "routing",
  "waiting",
  "allocating",
  "preparing",
  "thinking",
  "using",
  "speaking",
] as const
export type ReplyPart = (typeof replyParts)[number]

export type Measured = (part: ReplyPart, ms: number) => void

/** Beginnings whose end has not been seen, at most. */
const most = 10_000

class Beginnings {
  readonly #at = new Map<string, number>()

  get size(): number {
    return this.#at.size
  }

  note(id: string, at: number): void {
    const [oldest] = this.#at.size < most ? [] : this.#at.keys()
    if (oldest !== undefined) this.#at.delete(oldest)
    this.#at.set(id, at)
  }

  take(id: string): number | undefined {
    const at = this.#at.get(id)
    this.#at.delete(id)
    return at
  }
}

export class ReplyParts {
  readonly #measured: Measured
  /** By message. */
  readonly #heard = new Beginnings()
  /** By turn: when it got a place in line, and when the pool was asked. */
  readonly #given = new Beginnings()
  readonly #asked = new Beginnings()
  /** By agent: when the part began that it is in. */
  readonly #begun = new Beginnings()

  constructor(measured: Measured) {
    this.#measured = measured
  }

  /** How much is kept. */
  get size(): number {
    return this.#heard.size + this.#given.size + this.#asked.size + this.#begun.size
  }

  see({ address, entries, before, through }: Observation): void {
    const kind = kindOf(address)
    if (kind !== "conversation" && kind !== "agent" && kind !== "pool") return
    for (const [n, { body }] of entries.entries()) {
      const [was, is] = [through[n - 1] ?? before, through[n]!]
      if (kind === "conversation") this.#inConversation(body, was.context as Floor, is.context as Floor)
      else if (kind === "agent") this.#inAgent(address, body, was, is)
      else this.#inPool(body)
    }
  }

  #inConversation(body: string, was: Floor, is: Floor): void {
    if (was.inbox === is.inbox && was.waiting === is.waiting && was.underWay === is.underWay) return
    const { at } = decodeEntry(body)
    const waited = new Set(was.inbox.map(({ id }) => id))
    const waits = new Set(is.inbox.map(({ id }) => id))
    for (const id of waits) if (!waited.has(id)) this.#heard.note(id, at)
    const [turnsBefore, turns] = [turnsOf(was), turnsOf(is)]
    const routed = new Set<string>()
    for (const [id, { message }] of turns) {
      if (turnsBefore.has(id)) continue
      this.#given.note(id, at)
      routed.add(message.id)
    }
    // What is given at once was never seen to wait.
    for (const id of routed) this.#since(waited.has(id) ? this.#heard.take(id) : at, at, "routing")
    for (const id of waited) if (!waits.has(id)) this.#heard.take(id)
    for (const id of Object.keys(is.underWay))
      if (!Object.hasOwn(was.underWay, id)) this.#since(this.#given.take(id), at, "waiting")
    for (const id of turnsBefore.keys()) if (!turns.has(id)) this.#given.take(id)
  }

  #inPool(body: string): void {
    if (!body.includes('"type":"REQUEST"')) return
    const { at, event } = decodeEntry(body)
    if (event?.type === "REQUEST") this.#asked.note((event as unknown as { turn: Turn }).turn.id, at)
  }

  #inAgent(agent: Address, body: string, was: AnyMachineSnapshot, is: AnyMachineSnapshot): void {
    const [before, turn] = [(was.context as AgentContext).turn, (is.context as AgentContext).turn]
    if (before === null && turn === null) return
    const { at, event } = decodeEntry(body)
    if (turn !== null && turn.id !== before?.id) {
      this.#since(this.#asked.take(turn.id), at, "allocating")
      this.#begun.note(agent, at)
    }
    const rounds = (is.context as AgentContext).rounds.length - (was.context as AgentContext).rounds.length
    if (isIn("thinking", is) && !isIn("thinking", was))
      this.#next(agent, at, isIn("using", was) || rounds > 0 ? "using" : "preparing")
    if (!isIn("thinking", is) && isIn("thinking", was) && turn !== null) this.#next(agent, at, "thinking")
    if (turn !== null) return
    if (event?.type === "SAID") this.#next(agent, at, "speaking")
    this.#begun.take(agent)
  }

  /** An agent is through with a part, and in the next. */
  #next(agent: Address, at: number, part: ReplyPart): void {
    const since = this.#begun.take(agent)
    this.#since(since, at, part)
    if (since !== undefined) this.#begun.note(agent, at)
  }

  /** Whose beginning was before this process, or is forgotten, is not measured. */
  #since(since: number | undefined, at: number, part: ReplyPart): void {
    if (since !== undefined) this.#measured(part, Math.max(0, at - since))
  }
}

const turnsOf = ({ waiting, underWay }: Floor): ReadonlyMap<string, Turn> =>
  new Map([...waiting, ...Object.values(underWay)].map((turn) => [turn.id, turn]))

const isIn = (state: "thinking" | "using", { value }: AnyMachineSnapshot): boolean => {
  const life = (value as { readonly life?: unknown }).life as { readonly active?: unknown } | undefined
  return life?.active === state
}
