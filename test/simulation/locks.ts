/** The locks of Effect Cluster's `RunnerStorage`: who owns which shard, for a lease. They route, they do not fence. */
import { Effect } from "effect"
import type { StoreUnavailable } from "../../src/actors/store.ts"
import type { History } from "./history.ts"
import type { Machine } from "./machine.ts"
import type { SimulatedStore } from "./store.ts"
import type { Timeline } from "./timeline.ts"

/** How long a lock or a membership lasts that nobody renews, in ms. */
export const lease = 4000

export interface Renewal {
  readonly keep: ReadonlyArray<string>
  readonly want: ReadonlyArray<string>
  readonly release: ReadonlyArray<string>
  readonly leaves: boolean
}

export interface Table {
  /** Owner of each shard that has one, by process id. */
  readonly owners: ReadonlyMap<string, string>
  /** Ids of the processes that are there. */
  readonly members: ReadonlyArray<string>
}

export class Locks {
  readonly #timeline: Timeline
  readonly #store: SimulatedStore
  readonly #history: History
  #held: ReadonlyMap<string, { readonly owner: string; readonly until: number }> = new Map()
  #members: ReadonlyMap<string, number> = new Map()

  constructor(timeline: Timeline, store: SimulatedStore, history: History) {
    this.#timeline = timeline
    this.#store = store
    this.#history = history
  }

  /** Renews what is kept and still owned, takes what is wanted and free, and tells who owns what then. */
  renew(by: Machine, renewal: Renewal): Effect.Effect<Table, StoreUnavailable> {
    return this.#store.request(by, "write", () => this.#renew(by.id, renewal))
  }

  #renew(owner: string, { keep, want, release, leaves }: Renewal): Table {
    const { now } = this.#timeline
    const [heldBefore, membersBefore] = [this.#held, this.#members]
    const held = new Map([...heldBefore].filter(([, lock]) => lock.until >= now))
    const members = new Map([...membersBefore].filter(([, until]) => until >= now))
    const until = now + lease
    for (const shard of release) if (held.get(shard)?.owner === owner) held.delete(shard)
    for (const shard of keep) if (held.get(shard)?.owner === owner) held.set(shard, { owner, until })
    for (const shard of want) {
      if ((held.get(shard)?.owner ?? owner) === owner) held.set(shard, { owner, until })
    }
    if (leaves) members.delete(owner)
    else members.set(owner, until)
    this.#held = held
    this.#members = members
    this.#history.push(() => {
      this.#held = heldBefore
      this.#members = membersBefore
    })
    return {
      owners: new Map([...held].map(([shard, lock]) => [shard, lock.owner])),
      members: [...members.keys()],
    }
  }
}
