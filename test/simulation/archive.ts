/** The archive of the simulation: what the runners' archivists keep, in memory. */
import { Effect } from "effect"
import { ArchiveFailed, type Archive, type Segment } from "../../src/actors/keeping/archive.ts"
import * as log from "../../src/actors/keeping/log.ts"
import { retention, type Retention } from "../../src/actors/keeping/retention.ts"
import type { StoredEntry } from "../../src/actors/store.ts"
import type { Address } from "../../src/machines/address.ts"

/** So little is kept that every seed trims. */
export const policy: Retention = { ...retention, keepEntries: 24, sweepEvery: 5000 }

export class SimulatedArchive {
  readonly #kept = new Map<string, { readonly segment: Segment; readonly text: string }>()
  readonly #damaged = new Set<string>()

  readonly service: Archive["Service"] = {
    label: "memory",
    put: (segment, text) => Effect.sync(() => void this.#kept.set(nameOf(segment), { segment, text })),
    get: (segment) =>
      Effect.suspend(() => {
        const name = nameOf(segment)
        if (this.#damaged.has(name)) return Effect.fail(new ArchiveFailed({ message: `${name} is damaged` }))
        const found = this.#kept.get(name)
        return found === undefined
          ? Effect.fail(new ArchiveFailed({ message: `${nameOf(segment)} is missing` }))
          : Effect.succeed(found.text)
      }),
    remove: (segment) => Effect.sync(() => void this.#kept.delete(nameOf(segment))),
    addresses: Effect.sync(() => [
      ...new Set([...this.#kept.values()].map(({ segment }) => segment.address)),
    ]),
    list: (address) => Effect.sync(() => this.#segments(address)),
  }

  /** Does not read any more, until all is mended. */
  damage(segment: Segment): void {
    this.#damaged.add(nameOf(segment))
  }

  mend(): void {
    this.#damaged.clear()
  }

  /** Another one that holds the same. */
  copy(): SimulatedArchive {
    const copy = new SimulatedArchive()
    for (const [name, kept] of this.#kept) copy.#kept.set(name, kept)
    return copy
  }

  #segments(address: Address): ReadonlyArray<Segment> {
    return [...this.#kept.values()]
      .map(({ segment }) => segment)
      .filter((segment) => segment.address === address)
      .toSorted((a, b) => a.from - b.from || a.to - b.to)
  }

  /** An actor's archived entries; those that two segments hold once. */
  entriesOf(address: Address): ReadonlyArray<StoredEntry> {
    const entries = new Map<number, StoredEntry>()
    for (const segment of this.#segments(address)) {
      for (const entry of log.read(this.#kept.get(nameOf(segment))!.text).entries)
        entries.set(entry.seq, entry)
    }
    return [...entries.values()].toSorted((a, b) => a.seq - b.seq)
  }
}

const nameOf = ({ address, from, to }: Segment): string => `${address} ${from}-${to}`
