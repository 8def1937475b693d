/** A store in memory, for tests of what lies above it: the same promises, nothing durable. Conformance runs on it too. */
import { Effect, Layer } from "effect"
import { kindOf, type Address } from "../../src/machines/address.ts"
import {
  Store,
  type Claim,
  type Commit,
  type CommitResult,
  type Rewrite,
  type StoredEntry,
} from "../../src/actors/store.ts"

interface Kept {
  epoch: number
  seq: number
  hash: string
  record: string | null
  recordSeq: number
  wakeAt: number | null
  journal: Array<StoredEntry>
  base: string | null
  ids: Set<string>
}

export class MemoryStore {
  readonly actors = new Map<Address, Kept>()

  /** Another one that holds the same. */
  copy(): MemoryStore {
    const copy = new MemoryStore()
    for (const [address, kept] of this.actors) copy.actors.set(address, structuredClone(kept))
    return copy
  }

  #of(address: Address): Kept {
    const kept = this.actors.get(address)
    if (kept) return kept
    const fresh: Kept = {
      epoch: 0,
      seq: 0,
      hash: "",
      record: null,
      recordSeq: 0,
      wakeAt: null,
      journal: [],
      base: null,
      ids: new Set(),
    }
    this.actors.set(address, fresh)
    return fresh
  }

  #state({ epoch, seq, hash, record, recordSeq, journal }: Kept): Claim {
    return { epoch, seq, hash, record, tail: journal.filter((entry) => entry.seq > recordSeq) }
  }

  #commit(commit: Commit): CommitResult {
    const kept = this.#of(commit.address)
    if (kept.epoch === commit.epoch && kept.hash === commit.hash) return { _tag: "Committed" }
    const { epoch, expectedSeq, expectedHash } = commit
    if (kept.epoch !== epoch || kept.seq !== expectedSeq || kept.hash !== expectedHash) {
      return { _tag: "Fenced", epoch: kept.epoch, seq: kept.seq }
    }
    const ids = commit.entries.flatMap(({ id }) => (id === null ? [] : [id]))
    const seen = ids.filter((id) => kept.ids.has(id))
    if (seen.length > 0) return { _tag: "Duplicates", ids: seen }
    kept.journal.push(...commit.entries)
    for (const id of ids) kept.ids.add(id)
    kept.seq += commit.entries.length
    kept.hash = commit.hash
    if (commit.record !== null) Object.assign(kept, { record: commit.record, recordSeq: kept.seq })
    if (commit.wakeAt !== undefined) kept.wakeAt = commit.wakeAt
    return { _tag: "Committed" }
  }

  #trim(address: Address, through: number, base: string): boolean {
    const kept = this.actors.get(address)
    const from = (kept?.journal[0]?.seq ?? (kept?.seq ?? 0) + 1) - 1
    if (kept === undefined || kept.recordSeq < through || from >= through) return false
    kept.journal = kept.journal.filter(({ seq }) => seq > through)
    kept.base = base
    return true
  }

  #rewrite(rewrite: Rewrite): CommitResult {
    const { address, epoch, expectedSeq, expectedHash, record, hash, forgetIds } = rewrite
    const kept = this.actors.get(address)
    if (kept?.epoch === epoch && kept.seq === expectedSeq && kept.hash === hash) return { _tag: "Committed" }
    if (kept?.epoch !== epoch || kept.seq !== expectedSeq || kept.hash !== expectedHash)
      return { _tag: "Fenced", epoch: kept?.epoch ?? 0, seq: kept?.seq ?? 0 }
    Object.assign(kept, { journal: [], record, base: record, recordSeq: expectedSeq, hash })
    for (const id of kept.ids) if (forgetIds.some((prefix) => id.startsWith(prefix))) kept.ids.delete(id)
    return { _tag: "Committed" }
  }

  #erase(address: Address, epoch: number): CommitResult {
    const kept = this.actors.get(address)
    if (kept !== undefined && kept.epoch !== epoch)
      return { _tag: "Fenced", epoch: kept.epoch, seq: kept.seq }
    this.actors.delete(address)
    return { _tag: "Committed" }
  }

  /** What it holds of an actor, as texts. */
  #texts([address, { record, base, journal, ids }]: readonly [Address, Kept]): ReadonlyArray<string> {
    return [address, record ?? "", base ?? "", ...journal.map(({ body }) => body), ...ids]
  }

  readonly service: Store["Service"] = {
    label: "memory",
    groupSize: 4096,
    sideBySide: 1,
    claim: (address) =>
      Effect.sync(() => {
        const kept = this.#of(address)
        kept.epoch++
        return this.#state(kept)
      }),
    commit: (batch) => Effect.sync(() => batch.map((commit) => this.#commit(commit))),
    journal: (address, from, limit) =>
      Effect.sync(() =>
        this.#of(address)
          .journal.filter(({ seq }) => seq >= from)
          .slice(0, limit),
      ),
    peek: (address) =>
      Effect.sync(() => {
        const kept = this.actors.get(address)
        return kept === undefined || kept.seq === 0 ? null : this.#state(kept)
      }),
    trim: (address, through, base) => Effect.sync(() => this.#trim(address, through, base)),
    rewrite: (rewrite) => Effect.sync(() => this.#rewrite(rewrite)),
    erase: (address, epoch) => Effect.sync(() => this.#erase(address, epoch)),
    search: (holds) =>
      Effect.sync(() => ({
        looked: [...this.actors].reduce((sum, one) => sum + this.#texts(one).length, 0),
        found: [...this.actors].filter((one) => this.#texts(one).some(holds)).map(([address]) => address),
      })),
    scrub: Effect.void,
    base: (address) => Effect.sync(() => this.actors.get(address)?.base ?? null),
    due: (now, limit) =>
      Effect.sync(() =>
        [...this.actors]
          .filter(([, { wakeAt }]) => wakeAt !== null && wakeAt <= now)
          .toSorted(([, a], [, b]) => a.wakeAt! - b.wakeAt!)
          .slice(0, limit)
          .map(([address]) => address),
      ),
    addresses: (kind, after, limit) =>
      Effect.sync(() =>
        [...this.actors]
          .filter(
            ([address, { seq }]) =>
              kindOf(address) === kind && seq > 0 && (after === null || address > after),
          )
          .map(([address]) => address)
          .toSorted()
          .slice(0, limit),
      ),
  }

  readonly layer = Layer.succeed(Store, this.service)
}
