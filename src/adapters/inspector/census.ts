/**
 * Where live actors are, state by state. The observer counts lifecycle states always; what goes on inside them is
 * counted at each commit while somebody looks on, and costs nothing while nobody does.
 */
import { kindOf, kinds, type Address, type Kind } from "../../machines/address.ts"
import type { Observer } from "../../actors/observer.ts"
import { stateOf, type Observation } from "../../actors/observer.ts"
import { charts } from "../../machines/index.ts"
import { activePaths } from "./active-paths.ts"
import type * as Api from "./api.ts"

interface Seen {
  readonly kind: Kind
  readonly state: string
  readonly active: ReadonlyArray<string>
}

/** `life.active` in a chart that has its lifecycle beside other things, else `active`. */
const lifecyclePath = (kind: Kind, state: string): string =>
  "life" in charts[kind].states ? `life.${state}` : state

/** The states that every actor of a kind is in, whatever it does. */
const regions = (kind: Kind): ReadonlyArray<string> =>
  charts[kind].root.type === "parallel" ? Object.keys(charts[kind].states) : []

const add = (counts: Record<string, number>, path: string, by: number): void => {
  counts[path] = (counts[path] ?? 0) + by
}

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0)

export class Census {
  readonly #observer: Observer["Service"]
  /** Longest unmoved first. */
  readonly #seen = new Map<Address, Seen>()
  #lookers = 0
  #stop: () => void = () => {}

  constructor(observer: Observer["Service"]) {
    this.#observer = observer
  }

  /** Somebody looks on, until the returned function is called. */
  look(): () => void {
    this.#lookers++
    if (this.#lookers === 1) this.#stop = this.#observer.watch((observation) => this.#note(observation))
    return () => {
      this.#lookers--
      if (this.#lookers > 0) return
      this.#stop()
      this.#seen.clear()
    }
  }

  #note({ address, after }: Observation): void {
    this.#seen.delete(address)
    const active = activePaths(after.value)
    this.#seen.set(address, { kind: kindOf(address), state: stateOf(after), active })
  }

  /**
   * Nobody says who fell asleep. Where more were seen in a lifecycle state than live in it, those that have not moved for
   * longest are taken to be the sleepers.
   */
  #forgetSleepers(): void {
    const surplus = new Map<string, number>()
    for (const { kind, state } of this.#seen.values()) {
      const place = `${kind}/${state}`
      surplus.set(place, (surplus.get(place) ?? -(this.#observer.live[kind][state] ?? 0)) + 1)
    }
    for (const [address, { kind, state }] of this.#seen) {
      const over = surplus.get(`${kind}/${state}`)!
      if (over <= 0) continue
      surplus.set(`${kind}/${state}`, over - 1)
      this.#seen.delete(address)
    }
  }

  report(): Pick<Api.LiveFrame, "live" | "unseen"> {
    this.#forgetSleepers()
    const live = Object.fromEntries(kinds.map((kind) => [kind, {}])) as Record<Kind, Record<string, number>>
    const unseen = Object.fromEntries(kinds.map((kind) => [kind, sum(this.#observer.live[kind])])) as Record<
      Kind,
      number
    >
    for (const { kind, active } of this.#seen.values()) {
      unseen[kind]--
      for (const path of active) add(live[kind], path, 1)
    }
    for (const kind of kinds) {
      const states = Object.entries(this.#observer.live[kind])
      for (const [state, count] of states) live[kind][lifecyclePath(kind, state)] = count
      const all = sum(this.#observer.live[kind])
      for (const path of ["", ...regions(kind)]) live[kind][path] = all
    }
    return { live, unseen }
  }
}
