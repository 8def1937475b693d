/**
 * Where the shared and the lasting layer of the caches are. Two adapters, `adapters/cache/redis.ts` and `adapters/cache/sqlite.ts`, keep
 * one promise: `test/conformance/cache-store.ts`. What they hold may be gone at any time.
 */
import { Context, Schema, type Effect, type Scope, type Stream } from "effect"
import type { Span, StoredLayer } from "./terms.ts"

/** A value as a layer holds it. */
export interface Kept extends Span {
  /** Whose it is, as `nameOf` writes it. */
  readonly scope: string
  readonly kind: string
  /** JSON in UTF-8, compressed where `packed`. */
  readonly packed: boolean
  readonly body: Uint8Array
}

export interface Put extends Kept {
  readonly id: string
  /** It goes with any of these: its scope, its kind, its tags. */
  readonly labels: ReadonlyArray<string>
  /** In ms since 1970; null: until there is no room. */
  readonly heldUntil: number | null
  /** What the layer holds at most, in bytes: who was asked for longest ago goes first. */
  readonly room: number
}

export interface Found {
  readonly layer: StoredLayer
  readonly id: string
  readonly kept: Kept
}

export interface Holding {
  readonly bytes: number
  readonly entries: number
}

/** The label that everything has. */
export const everything = "all"

/** It does not answer, or cannot write. Go on without it. */
export class CacheUnavailable extends Schema.TaggedError<CacheUnavailable>()("CacheUnavailable", {
  /** For an operator. */
  message: Schema.String,
}) {}

export interface CacheStoreService {
  /** For people; without a password. */
  readonly label: string
  /** What is held there now; null: nothing. `now` in ms since 1970. */
  readonly get: (layer: StoredLayer, id: string, now: number) => Effect.Effect<Kept | null, CacheUnavailable>
  /** What is too large for the layer is left out. */
  readonly put: (layer: StoredLayer, put: Put, now: number) => Effect.Effect<void, CacheUnavailable>
  /** Forgets what has any of these labels, in both layers, and tells the other processes that keep something here. */
  readonly drop: (labels: ReadonlyArray<string>) => Effect.Effect<void, CacheUnavailable>
  /** Tells the others that something is gone. */
  readonly remove: (layer: StoredLayer, ids: ReadonlyArray<string>) => Effect.Effect<void, CacheUnavailable>
  /** Everything that is held, in no order. What comes or goes meanwhile may be missed. */
  readonly all: Stream.Stream<Found, CacheUnavailable>
  readonly holding: Effect.Effect<Readonly<Record<StoredLayer, Holding>>, CacheUnavailable>
  /** What was dropped leaves the files, too, as far as can be seen to here. */
  readonly scrub: Effect.Effect<void, CacheUnavailable>
  /** Hears, until the scope ends, what others dropped; null: something may have been missed. */
  readonly listen: (
    heed: (labels: ReadonlyArray<string> | null) => void,
  ) => Effect.Effect<void, never, Scope.Scope>
}

/** Null: there is none, and caches are in memory alone. */
export const CacheStore = Context.Reference<CacheStoreService | null>("orrery/actors/CacheStore", {
  defaultValue: () => null,
})
