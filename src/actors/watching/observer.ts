/** What is seen of actors from outside: counters always, details only while somebody watches. */
import { Clock, Context, Effect, Layer } from "effect"
import type { AnyMachineSnapshot } from "xstate"
import { kinds, type Address, type Kind } from "../../machines/address.ts"
import { Census, type Resident } from "./census.ts"
import type { Waiting } from "../mailbox.ts"
import type { Taken } from "../books.ts"
import type { StoredEntry } from "../store.ts"

/** A commit, for who watches. */
export interface Observation {
  readonly address: Address
  /** When the last of `entries` came in, in ms since 1970. */
  readonly at: number
  readonly entries: ReadonlyArray<StoredEntry>
  readonly before: AnyMachineSnapshot
  /** After each of `entries`. */
  readonly through: ReadonlyArray<AnyMachineSnapshot>
  /** What each of `entries` took. */
  readonly taken: ReadonlyArray<Taken>
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
    readonly waiting: Waiting
    readonly census: Census
    /** Live actors by kind and top state. */
    readonly live: Readonly<Record<Kind, Readonly<Record<string, number>>>>
    readonly woke: (address: Address, snapshot: AnyMachineSnapshot) => Resident
    readonly committed: (resident: Resident, observation: Observation) => void
    readonly slept: (resident: Resident) => void
    /** An event broke the actor's chart, and was refused. */
    readonly broke: (resident: Resident, event: string, reason: string) => void
    /** Calls `watch` at every commit until the returned function is called, or until it throws. */
    readonly watch: (watch: Watch) => () => void
  }
>()("orrery/actors/Observer") {
  static readonly layer: Layer.Layer<Observer> = Layer.effect(
    Observer,
    Effect.map(Clock.Clock, (clock) => {
      const now = () => clock.currentTimeMillisUnsafe()
      const counts: Counts = { committed: 0, duplicates: 0, poisoned: 0, fenced: 0, refused: 0 }
      const census = new Census()
      const watching = new Set<Watch>()
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
        waiting: { letters: 0 },
        census,
        get live() {
          return Object.fromEntries(kinds.map((kind) => [kind, census.lifecycle(kind)])) as Record<
            Kind,
            Readonly<Record<string, number>>
          >
        },
        woke: (address, snapshot) => census.woke(address, snapshot, now()),
        slept: (resident) => census.slept(resident),
        broke: (resident, event, reason) => void (resident.trouble = { event, reason, at: now() }),
        committed: (resident, observation) => {
          counts.committed += observation.entries.length
          census.committed(resident, observation)
          for (const watch of watching) tell(watch, observation)
        },
        watch: (watch) => {
          watching.add(watch)
          return () => void watching.delete(watch)
        },
      }
    }),
  )
}

/** The state of the lifecycle that an actor is in: `active`, whatever goes on inside it. */
export const stateOf = ({ value }: Pick<AnyMachineSnapshot, "value">): string => {
  if (typeof value === "string") return value
  const life = "life" in value ? value["life"] : value
  return typeof life === "string" ? life : (Object.keys(life ?? {})[0] ?? "")
}
