/**
 * The store: where an actor's journal and state live, and the one place that decides who may write them.
 *
 * An owner *claims* the next epoch when it wakes an actor. Every commit carries that epoch and the sequence number it
 * builds on, and the store refuses anything else with `Fenced`, inside the same atomic step that would have written it:
 * a lock can be held by two owners for a lease, an epoch cannot (Kleppmann, "How to do distributed locking", 2016).
 *
 * Two adapters, `adapters/redis` and `adapters/sqlite`, keep one promise: `test/conformance/store.ts`.
 */
import { Context, Schema, type Effect } from "effect"
import type { Address, Kind } from "../machines/address.ts"

/** One line of an actor's journal. `body` is JSON that only `journal.ts` reads. */
export interface StoredEntry {
  readonly seq: number
  /** The id under which the event came from elsewhere, or null for what the actor told itself: never stored twice. */
  readonly id: string | null
  readonly body: string
}

/** What an owner gets when it claims an actor. */
export interface Claim {
  readonly epoch: number
  /** Of the last journal entry; 0 for an actor that has none. */
  readonly seq: number
  /** The hash of the last journal entry; empty for an actor that has none. */
  readonly hash: string
  /** The newest snapshot record, or null. */
  readonly record: string | null
  /** The entries after the record's, in order. */
  readonly tail: ReadonlyArray<StoredEntry>
}

/** Everything that becomes true of one actor at once, or not at all. */
export interface Commit {
  readonly address: Address
  readonly epoch: number
  /** The sequence number of the last committed entry. */
  readonly expectedSeq: number
  /**
   * Its hash; empty when there is none. A store that has lost acknowledged writes, a claim among them, may let two owners
   * think the same epoch theirs: only one of them knows what the journal says.
   */
  readonly expectedHash: string
  /** At least one; contiguous from `expectedSeq + 1`; no id twice. */
  readonly entries: ReadonlyArray<StoredEntry>
  /** The hash of the last of `entries`. A commit that is repeated after a lost answer is recognised by it. */
  readonly hash: string
  /** The snapshot record after the last entry with its sequence number, or null to let the journal's tail grow. */
  readonly record: string | null
  /** When the actor must be awake again, in ms since 1970 (0: as soon as possible); null: never; undefined: as before. */
  readonly wakeAt: number | null | undefined
}

/**
 * An actor's whole past in one record: what stood in its journal is gone, and what it is now is what the record says. For what
 * must not be kept any longer; the actor stays who it is, with the same sequence number.
 */
export interface Rewrite {
  readonly address: Address
  readonly epoch: number
  readonly expectedSeq: number
  readonly expectedHash: string
  /** The state after entry `expectedSeq`, from which the actor goes on and its journal replays. */
  readonly record: string
  /** The hash that the record holds: the next entry is chained to it. */
  readonly hash: string
  /** Ids of events that begin with one of these are forgotten as well; all others are refused as before. */
  readonly forgetIds: ReadonlyArray<string>
}

/** What was found when all that a store holds was read. */
export interface Searched {
  /** Rows of tables, or values of keys. */
  readonly looked: number
  /** Where something was found: an address, or the name of a table or a key. Each once. */
  readonly found: ReadonlyArray<string>
}

export type CommitResult =
  | { readonly _tag: "Committed" }
  /** Somebody else owns the actor now: drop its state and stop. */
  | { readonly _tag: "Fenced"; readonly epoch: number; readonly seq: number }
  /** Nothing was written: these ids are in the journal already. Take them out and commit the rest. */
  | { readonly _tag: "Duplicates"; readonly ids: ReadonlyArray<string> }

/** The store did not answer, or could not write (a full disk, a read-only replica). Retry: nothing is known to be lost. */
export class StoreUnavailable extends Schema.TaggedError<StoreUnavailable>()("StoreUnavailable", {
  /** What an operator should read: what failed and what to do. */
  message: Schema.String,
}) {}

export class Store extends Context.Service<
  Store,
  {
    /** For people: `redis://127.0.0.1:6379` without its password, or the file's path. */
    readonly label: string
    /** How many commits make a good batch, and how many batches may be under way at once. */
    readonly groupSize: number
    readonly sideBySide: number
    /** Takes the actor over: raises its epoch by one and returns what it was. */
    readonly claim: (address: Address) => Effect.Effect<Claim, StoreUnavailable>
    /**
     * Commits many actors in one round trip; each is atomic by itself, and results come in the order of the batch.
     * A batch holds an address once. Repeating a commit that was made answers `Committed` again. When it fails, each of
     * the batch may have been made or not: repeat it as it was, or claim again and see.
     */
    readonly commit: (
      batch: ReadonlyArray<Commit>,
    ) => Effect.Effect<ReadonlyArray<CommitResult>, StoreUnavailable>
    /** Journal entries from `from` on, at most `limit`, without taking the actor over. */
    readonly journal: (
      address: Address,
      from: number,
      limit: number,
    ) => Effect.Effect<ReadonlyArray<StoredEntry>, StoreUnavailable>
    /** The newest state without taking the actor over; null for an actor that was never committed. */
    readonly peek: (address: Address) => Effect.Effect<Claim | null, StoreUnavailable>
    /**
     * Forgets the entries up to `through`, which the newest record must cover, and keeps `base`, the record after entry
     * `through`, from which the rest can be replayed. False when nothing was done: no record covers them, or as much was
     * forgotten before. Their ids are refused for 65,536 entries more at least.
     */
    readonly trim: (
      address: Address,
      through: number,
      base: string,
    ) => Effect.Effect<boolean, StoreUnavailable>
    /** Fenced like a commit, and repeated like one. Never answers `Duplicates`. */
    readonly rewrite: (rewrite: Rewrite) => Effect.Effect<CommitResult, StoreUnavailable>
    /** Forgets all of an actor, as if it had never been. Fenced when it was claimed by another since this epoch. */
    readonly erase: (address: Address, epoch: number) => Effect.Effect<CommitResult, StoreUnavailable>
    /**
     * Reads everything that is stored, as it is stored, keys and addresses as well, and tells where a text of it `holds` what is
     * looked for. Takes long, and lets others in between.
     */
    readonly search: (holds: (text: string) => boolean) => Effect.Effect<Searched, StoreUnavailable>
    /** What was erased and rewritten leaves the files too, as far as the store can see to it. May keep others waiting. */
    readonly scrub: Effect.Effect<void, StoreUnavailable>
    /** The record from which the journal can be replayed; null when it begins with entry 1. */
    readonly base: (address: Address) => Effect.Effect<string | null, StoreUnavailable>
    /** Actors whose `wakeAt` is not after `now`, earliest first, at most `limit`. */
    readonly due: (now: number, limit: number) => Effect.Effect<ReadonlyArray<Address>, StoreUnavailable>
    /**
     * Every actor of a kind that was ever committed, in a stable order that is the store's own, after `after`, at most
     * `limit`. One that is new while somebody pages may be missed by them.
     */
    readonly addresses: (
      kind: Kind,
      after: Address | null,
      limit: number,
    ) => Effect.Effect<ReadonlyArray<Address>, StoreUnavailable>
  }
>()("orrery/actors/Store") {}
