/**
 * The caches: what was computed, fetched or answered once is kept in three layers, for the agent that asked in memory, for all agents
 * in the shared layer, for a day in the lasting one. A lookup goes down the layers, and what it finds comes up with it; what none has
 * is computed, once for all who ask for it at the same time, and goes into all of them.
 *
 * Effect's Cache carries the single flight. Its PersistedCache bounds by count, fails with its store, and knows neither whose a value
 * is nor tags; so the rest is here. A cache never fails anybody: a layer that is away is left out.
 *
 * @example
 * const page = cached("documentation", { guild }, url, fetchPage(url), { as: Schema.String, agent: brain.id })
 */
import { Context, Effect, Schema } from "effect"
import type { CacheUnavailable } from "./cache-store.ts"
import type { CachesReport } from "./figures.ts"
import type { Scope } from "./scope.ts"
import type { CacheKind } from "./terms.ts"

/** What a value is called, and how it is read. */
export interface Lookup<A> {
  readonly kind: CacheKind
  /** Nobody else ever sees it. What holds words of one person is theirs: `/forget-me` then finds it. */
  readonly scope: Scope
  readonly key: string
  /** What is kept is read by this again; what no longer fits counts as not there. */
  readonly as: Schema.Codec<A, unknown>
  /** In whose memory it is kept; left out: Orrery's own. */
  readonly agent?: string | undefined
  /** It goes when one of these is invalidated. */
  readonly tags?: ReadonlyArray<string> | undefined
}

/** Of everything that is kept, what has gone out of date. */
export type Invalidation = { readonly scope: Scope } | { readonly kind: CacheKind } | { readonly tag: string }

export interface CachesService {
  /** The value, kept or computed. Fails as `compute` does, and only then. What is not `worth` it is not kept. */
  readonly lookup: <A, E, R>(
    what: Lookup<A>,
    compute: Effect.Effect<A, E, R>,
    worth?: (value: A) => boolean,
  ) => Effect.Effect<A, E, R>
  /** Forgets it here and at all runners; what is being computed meanwhile is not kept either. Never fails. */
  readonly invalidate: (what: Invalidation) => Effect.Effect<void>
  /** Forgets what is in somebody's scope, and of all else what `holds` something of theirs. Scrubs the files. */
  readonly forget: (user: string, holds: (text: string) => boolean) => Effect.Effect<Looked, CacheUnavailable>
  /** Reads all that is kept, as `forget` does, and leaves it. */
  readonly search: (user: string, holds: (text: string) => boolean) => Effect.Effect<Looked, CacheUnavailable>
  /** What is in somebody's scope, each value once. */
  readonly belongingTo: (user: string) => Effect.Effect<ReadonlyArray<Belonging>, CacheUnavailable>
  readonly report: () => CachesReport
}

/** A value as it is kept: JSON. */
export interface Belonging {
  readonly kind: string
  readonly value: string
}

/** How many values were read, and how many of them were somebody's. */
export interface Looked {
  readonly looked: number
  readonly theirs: number
}

const nothing: Looked = { looked: 0, theirs: 0 }

/** Left out of a runtime: nothing is kept. */
export class Caches extends Context.Reference<CachesService>("orrery/actors/Caches", {
  defaultValue: () => ({
    lookup: (_, compute) => compute,
    invalidate: () => Effect.void,
    forget: () => Effect.succeed(nothing),
    search: () => Effect.succeed(nothing),
    belongingTo: () => Effect.succeed([]),
    report: () => ({ store: null, layers: [], kinds: {} }),
  }),
}) {}

/** Keeps what `compute` comes to; `as` is how it is read again, JSON where it is left out. */
export const cached: {
  <A, E, R>(
    kind: CacheKind,
    scope: Scope,
    key: string,
    compute: Effect.Effect<A, E, R>,
    how: Pick<Lookup<A>, "as" | "agent" | "tags">,
  ): Effect.Effect<A, E, R>
  <A extends Schema.Json, E, R>(
    kind: CacheKind,
    scope: Scope,
    key: string,
    compute: Effect.Effect<A, E, R>,
  ): Effect.Effect<A, E, R>
} = <E, R>(
  kind: CacheKind,
  scope: Scope,
  key: string,
  compute: Effect.Effect<unknown, E, R>,
  how: Pick<Lookup<unknown>, "as" | "agent" | "tags"> = { as: Schema.Json as Schema.Codec<unknown> },
) => Effect.flatMap(Caches, (caches) => caches.lookup({ kind, scope, key, ...how }, compute))
