/** The archive: where entries go that leave the journal. The adapter keeps files; a store's journal holds what is younger. */
import { Context, Schema, type Effect } from "effect"
import type { Address } from "../../machines/address.ts"

/** A run of an actor's entries, both ends included. */
export interface Segment {
  readonly address: Address
  readonly from: number
  readonly to: number
}

/** It could not be written or read. Retry: nothing was taken out of the journal. */
export class ArchiveFailed extends Schema.TaggedError<ArchiveFailed>()("ArchiveFailed", {
  message: Schema.String,
}) {}

export class Archive extends Context.Service<
  Archive,
  {
    /** For people: where it is. */
    readonly label: string
    /** Keeps a log; when it returns, a power cut does not take it back. A segment that is kept already is replaced. */
    readonly put: (segment: Segment, log: string) => Effect.Effect<void, ArchiveFailed>
    /** What is kept, read from where it lies. */
    readonly get: (segment: Segment) => Effect.Effect<string, ArchiveFailed>
    /** Takes a segment out, for good; one that is not there is out. */
    readonly remove: (segment: Segment) => Effect.Effect<void, ArchiveFailed>
    /** Actors that have segments, in no order. */
    readonly addresses: Effect.Effect<ReadonlyArray<Address>, ArchiveFailed>
    /** An actor's segments, the oldest first. */
    readonly list: (address: Address) => Effect.Effect<ReadonlyArray<Segment>, ArchiveFailed>
  }
>()("orrery/actors/Archive") {}
