/** The layers that a store keeps, as the caches use them: one that does not answer is left out for a while, counted, and told of once. */
import { Clock, Effect, Metric, Stream, type Scope } from "effect"
import {
  CacheUnavailable,
  everything,
  type CacheStoreService,
  type Found,
  type Holding,
  type Kept,
} from "./cache-store.ts"
import type { Looked } from "./caches.ts"
import * as figures from "./figures.ts"
import { storedLayers, type StoredLayer } from "./terms.ts"

/** A lookup waits so long for a layer. */
const patience = "1 second"
/** It is asked again after so many ms; twice as long each time that it still fails, up to the longest. */
const [soonest, longest] = [1000, 60_000]
/** More that could not be dropped, and everything goes. */
const mostOwed = 1000

export interface Away {
  readonly since: number
  readonly why: string
}

interface Standing {
  away: (Away & { until: number; pause: number }) | null
}

const answer = <A>(asked: Effect.Effect<A, CacheUnavailable>): Effect.Effect<A, CacheUnavailable> =>
  Effect.timeoutOrElse(asked, {
    duration: patience,
    orElse: () => Effect.fail(new CacheUnavailable({ message: "it does not answer" })),
  })

const empty: Readonly<Record<StoredLayer, Holding>> = {
  shared: { bytes: 0, entries: 0 },
  lasting: { bytes: 0, entries: 0 },
}

export const makeStored = (store: CacheStoreService | null) => {
  const standings: Record<StoredLayer, Standing> = { shared: { away: null }, lasting: { away: null } }
  /** What could not be dropped, by which invalidation: nothing is read from before it is. */
  const owed = new Map<string, object>()
  let holding = empty

  /** `away`: as it was when the layer was asked. Many that asked at the same time are one try. */
  const failed = (layer: StoredLayer, why: string, away: Standing["away"]) =>
    Effect.gen(function* () {
      yield* Metric.update(figures.errors[layer], 1)
      if (standings[layer].away !== away) return
      const now = yield* Clock.currentTimeMillis
      const pause = away === null ? soonest : Math.min(longest, away.pause * 2)
      standings[layer].away = { since: away?.since ?? now, why, until: now + pause, pause }
      if (away === null)
        yield* Effect.logWarning(
          `The ${layer} cache is left out until it answers, and all goes on without it: ${why}`,
        )
    })

  const worked = (layer: StoredLayer) =>
    Effect.suspend(() => {
      if (standings[layer].away === null) return Effect.void
      standings[layer].away = null
      return Effect.logInfo(`The ${layer} cache answers again`)
    })

  const settle = (its: CacheStoreService) =>
    Effect.suspend(() => {
      if (owed.size === 0) return Effect.void
      const asked = [...owed]
      // A label that was invalidated once more meanwhile is owed still.
      const settled = Effect.sync(() =>
        asked.forEach(([label, by]) => owed.get(label) === by && owed.delete(label)),
      )
      return Effect.tap(its.drop([...owed.keys()]), () => settled)
    })

  /** What the layer says; `otherwise` where it is left out. */
  const at = <A>(
    layer: StoredLayer,
    otherwise: A,
    ask: (its: CacheStoreService, now: number) => Effect.Effect<A, CacheUnavailable>,
  ): Effect.Effect<A> =>
    store === null
      ? Effect.succeed(otherwise)
      : Effect.flatMap(Clock.currentTimeMillis, (now) => {
          const { away } = standings[layer]
          if (away !== null && now < away.until) return Effect.succeed(otherwise)
          return answer(Effect.andThen(settle(store), ask(store, now))).pipe(
            Effect.tap(() => worked(layer)),
            Effect.catch(({ message }) => Effect.as(failed(layer, message, away), otherwise)),
          )
        })

  return {
    label: store?.label ?? null,
    layers: store === null ? ([] as const) : storedLayers,
    get: (layer: StoredLayer, id: string): Effect.Effect<Kept | null> =>
      at<Kept | null>(layer, null, (its, now) => its.get(layer, id, now)),
    put: (layer: StoredLayer, put: Parameters<CacheStoreService["put"]>[1]): Effect.Effect<void> =>
      at<void>(layer, undefined, (its, now) => its.put(layer, put, now)),
    remove: (layer: StoredLayer, id: string): Effect.Effect<void> =>
      at<void>(layer, undefined, (its) => its.remove(layer, [id])),
    /** Never fails: what cannot be dropped now is dropped before anything is read again. */
    drop: (labels: ReadonlyArray<string>): Effect.Effect<void> =>
      Effect.suspend(() => {
        if (store === null) return Effect.void
        const by = {}
        for (const label of owed.size + labels.length > mostOwed ? [everything] : labels) owed.set(label, by)
        return at<void>("shared", undefined, () => Effect.void)
      }),
    /** Reads everything, and forgets what is `theirs`, unless it is only looked for. Fails where it cannot. */
    sweep: (
      theirs: (found: Found) => Effect.Effect<boolean>,
      labels: ReadonlyArray<string>,
      forget: boolean,
    ): Effect.Effect<Looked, CacheUnavailable> =>
      Effect.gen(function* () {
        if (store === null) return { looked: 0, theirs: 0 }
        yield* settle(store)
        if (forget) yield* store.drop(labels)
        let looked = 0
        const ids: Record<StoredLayer, Array<string>> = { shared: [], lasting: [] }
        yield* Stream.runForEach(store.all, (found) =>
          Effect.map(theirs(found), (it) => {
            looked++
            if (it) ids[found.layer].push(found.id)
          }),
        )
        if (forget) {
          for (const layer of storedLayers) if (ids[layer].length > 0) yield* store.remove(layer, ids[layer])
          yield* store.scrub
        }
        return { looked, theirs: ids.shared.length + ids.lasting.length }
      }),
    /** Reads everything. */
    each: (see: (found: Found) => Effect.Effect<unknown>): Effect.Effect<void, CacheUnavailable> =>
      store === null ? Effect.void : Stream.runForEach(store.all, see),
    /** Looks how much there is. */
    weigh: Effect.suspend(() =>
      Effect.map(
        at("shared", empty, (its) => its.holding),
        (now) => (holding = now),
      ),
    ),
    holding: () => holding,
    away: (layer: StoredLayer): Away | null => standings[layer].away,
    listen: (heed: (labels: ReadonlyArray<string> | null) => void): Effect.Effect<void, never, Scope.Scope> =>
      store === null ? Effect.void : store.listen(heed),
  }
}
