/** Agents and their pools: at every step each agent is held once, and is with one guild at most; at rest both agree. */
import type { Address } from "../../../src/machines/address.ts"
import { address, idOf, kindOf } from "../../../src/machines/address.ts"
import type { AgentContext } from "../../../src/machines/agent/agent.ts"
import { homeOf, type Slot } from "../../../src/machines/pool/allocation.ts"
import type { Roll } from "../../../src/machines/pool/roll.ts"
import { stateOf } from "../../../src/actors/watching/observer.ts"
import type { Copy, Step } from "./journals.ts"
import { violated } from "./violation.ts"

export class Fleet {
  readonly #agentsOf: (pool: string) => ReadonlyArray<string>

  /** Agents that a shard may give to guilds. */
  readonly #usable = new Map<Address, ReadonlySet<string>>()

  constructor(agentsOf: (pool: string) => ReadonlyArray<string>) {
    this.#agentsOf = agentsOf
  }

  step({ copy, after }: Step): void {
    if (kindOf(copy.address) === "pool") this.#checkPool(copy.address, after.snapshot.context as Roll)
    if (kindOf(copy.address) === "agent") checkAgent(copy.address, after.snapshot.context as AgentContext)
  }

  #checkPool(of: Address, { slots, queue }: Roll): void {
    const held = slots.rows().map(({ key }) => key)
    const own = this.#agentsOf(idOf(of))
    const foreign = held.filter((agent) => !own.includes(agent))
    if (
      held.length > 0 &&
      (own.some((agent) => !held.includes(agent)) ||
        foreign.some((agent) => slots.get(agent)?.lender === undefined))
    )
      violated("allocated and free agents are all agents", `${of} holds ${held.join(" ")}`)
    this.#checkHandedOver(of, slots)
    const turns = new Set(queue.rows().map(({ key }) => key))
    for (const { key: agent, value: slot } of slots.rows()) {
      checkSlot(`${of}: ${agent}`, slot)
      if (slot.turn === null) continue
      if (turns.has(slot.turn.id))
        violated("allocated and free agents are all agents", `${of}: two have ${slot.turn.id}`)
      turns.add(slot.turn.id)
    }
  }

  /** An agent that is lent is its borrower's: at no step may two shards give it to guilds. */
  #checkHandedOver(of: Address, slots: Roll["slots"]): void {
    const usable = new Set(slots.rows().flatMap(({ key, value }) => (value.state === "lent" ? [] : [key])))
    for (const [other, theirs] of this.#usable) {
      const both = other === of ? undefined : [...usable].find((agent) => theirs.has(agent))
      if (both !== undefined) violated("no agent in two guilds", `${of} and ${other} both use ${both}`)
    }
    this.#usable.set(of, usable)
  }

  /** When nothing is owed any more, what a pool believes of its agents is so. */
  rest(copies: ReadonlyMap<Address, Copy>): void {
    for (const { address: of, books } of copies.values()) {
      if (kindOf(of) !== "pool") continue
      const { slots, queue } = books.snapshot.context as Roll
      if (queue.size > 0) violated("nothing orphaned", `${of}: ${queue.size} turns wait`)
      for (const { key: id, value: slot } of slots.rows())
        this.#checkAgreement(of, slot, copies.get(address("agent", id)))
    }
  }

  #checkAgreement(of: Address, slot: Slot, agent: Copy | undefined): void {
    const where = `${of} believes ${agent?.address} ${slot.state} at ${slot.home}`
    if (slot.state === "busy" || slot.state === "leaving") violated("nothing orphaned", where)
    if (agent === undefined || slot.state === "lent") return
    const { turn, home } = agent.books.snapshot.context as AgentContext
    const life = stateOf(agent.books.snapshot)
    if (turn !== null) violated("nothing orphaned", `${agent.address} has ${turn.id} still`)
    const states =
      slot.state === "resting" ? ["available", "idle"] : slot.state === "idle" ? ["idle"] : ["available"]
    if (!states.includes(life) || home !== slot.home)
      violated("allocated and free agents are all agents", `${where}, but it is ${life} at ${home}`)
  }
}

const checkSlot = (where: string, { state, home, turn }: Slot): void => {
  const wrong =
    (state === "free" && (home !== null || turn !== null)) ||
    (state === "busy" && (turn === null || home === null)) ||
    (state === "idle" && (home === null || turn !== null)) ||
    ((state === "leaving" || state === "resting") && turn !== null)
  if (wrong) violated("no agent in two guilds", `${where} is ${state} at ${home} with ${turn?.id}`)
}

const checkAgent = (of: Address, { turn, home }: AgentContext): void => {
  if (turn !== null && home !== homeOf(turn))
    violated("no agent in two guilds", `${of} is at ${home} with a turn of ${homeOf(turn)}`)
}
