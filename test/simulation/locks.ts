/** The locks of Effect Cluster's `RunnerStorage`: who owns which shard, for a lease. They route, they do not fence. */
import { Effect } from "effect"
import type { StoreUnavailable } from "../../src/actors/store.ts"
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
  readonly #held = new Map<string, { readonly owner: string; readonly until: number }>()
  readonly #members = new Map<string, number>()

  constructor(timeline: Timeline, store: SimulatedStore) {
    this.#timeline = timeline
    this.#store = store
  }

  /** Renews what is kept and still owned, takes what is wanted and free, and tells who owns what then. */
  renew(by: Machine, renewal: Renewal): Effect.Effect<Table, StoreUnavailable> {
    return this.#store.request(by, "write", () => this.#renew(by.id, renewal))
  }

  #renew(owner: string, { keep, want, release, leaves }: Renewal): Table {
    const { now } = this.#timeline
    for (const [shard, lock] of this.#held) if (lock.until < now) this.#held.delete(shard)
    for (const [member, until] of this.#members) if (until < now) this.#members.delete(member)
    for (const shard of release) if (this.#held.get(shard)?.owner === owner) this.#held.delete(shard)
    const until = now + lease
    for (const shard of keep)
      if (this.#held.get(shard)?.owner === owner) this.#held.set(shard, { owner, until })
    for (const shard of want) {
      if ((this.#held.get(shard)?.owner ?? owner) === owner) this.#held.set(shard, { owner, until })
    }
    if (leaves) this.#members.delete(owner)
    else this.#members.set(owner, until)
    return {
      owners: new Map([...this.#held].map(([shard, lock]) => [shard, lock.owner])),
      members: [...this.#members.keys()],
    }
  }
}
