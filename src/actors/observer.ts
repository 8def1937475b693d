/** What is seen of actors from outside: counters always, details only while somebody watches. */
import { Context, Layer } from "effect"
import type { AnyMachineSnapshot } from "xstate"
import { kindOf, kinds, type Address, type Kind } from "../machines/address.ts"
import type { StoredEntry } from "./store.ts"

/** A commit, for who watches. */
export interface Observation {
  readonly address: Address
  readonly entries: ReadonlyArray<StoredEntry>
  readonly before: AnyMachineSnapshot
  readonly after: AnyMachineSnapshot
}

export type Watch = (observation: Observation) => void

export interface Counts {
  committed: number
  duplicates: number
  poisoned: number
  fenced: number
  refused: number
}

export class Observer extends Context.Service<
  Observer,
  {
    readonly counts: Counts
    /** Live actors by kind and top state. */
    readonly live: Readonly<Record<Kind, Readonly<Record<string, number>>>>
    readonly woke: (address: Address, snapshot: AnyMachineSnapshot) => void
    readonly committed: (observation: Observation) => void
    readonly slept: (address: Address, snapshot: AnyMachineSnapshot) => void
    /** Calls `watch` at every commit until the returned function is called, or until it throws. */
    readonly watch: (watch: Watch) => () => void
  }
>()("orrery/actors/Observer") {
  static readonly layer: Layer.Layer<Observer> = Layer.sync(Observer, () => {
    const counts: Counts = { committed: 0, duplicates: 0, poisoned: 0, fenced: 0, refused: 0 }
    const live = Object.fromEntries(kinds.map((kind) => [kind, {}])) as Record<Kind, Record<string, number>>
    const watching = new Set<Watch>()
    const count = (address: Address, snapshot: AnyMachineSnapshot, by: 1 | -1) => {
      const states = live[kindOf(address)]
      const state = stateOf(snapshot)
      states[state] = (states[state] ?? 0) + by
      if (states[state] === 0) delete states[state]
    }
    // What an actor does must not hang on who looks on.
    const tell = (watch: Watch, observation: Observation) => {
      try {
        watch(observation)
      } catch {
        watching.delete(watch)
      }
    }
    return {
      counts,
      live,
      woke: (address, snapshot) => count(address, snapshot, 1),
      slept: (address, snapshot) => count(address, snapshot, -1),
      committed: (observation) => {
        const { address, entries, before, after } = observation
        counts.committed += entries.length
        if (before.value !== after.value) {
          count(address, before, -1)
          count(address, after, 1)
        }
        for (const watch of watching) tell(watch, observation)
      },
      watch: (watch) => {
        watching.add(watch)
        return () => void watching.delete(watch)
      },
    }
  })
}

/** The state of the lifecycle that an actor is in: `active`, whatever goes on inside it. */
export const stateOf = ({ value }: Pick<AnyMachineSnapshot, "value">): string => {
  if (typeof value === "string") return value
  const life = "life" in value ? value["life"] : value
  return typeof life === "string" ? life : (Object.keys(life ?? {})[0] ?? "")
}
