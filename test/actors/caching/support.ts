/** Caches over a store in memory, whose clock is the test's, and which can be made to fail. */
import { Effect, Layer } from "effect"
import {
  CacheStore,
  CacheUnavailable,
  type CacheStoreService,
} from "../../../src/actors/caching/cache-store.ts"
import { CachesLayer } from "../../../src/actors/caching/layer.ts"
import { CacheTerms, terms, type StoredLayer, type Terms } from "../../../src/actors/caching/terms.ts"
import { connect } from "../../../src/adapters/cache/sqlite.ts"

export interface Faulty {
  /** It answers nothing. */
  broken: boolean
  /** How often it was asked. */
  asked: number
}

const failing = (store: CacheStoreService, faults: Faulty): CacheStoreService => {
  const may = <A>(ask: Effect.Effect<A, CacheUnavailable>) =>
    Effect.suspend(() => {
      faults.asked++
      return faults.broken ? Effect.fail(new CacheUnavailable({ message: "it is broken" })) : ask
    })
  return {
    ...store,
    get: (...args) => may(store.get(...args)),
    put: (...args) => may(store.put(...args)),
    drop: (labels) => may(store.drop(labels)),
    remove: (...args) => may(store.remove(...args)),
    holding: may(store.holding),
  }
}

export const storeIn = (path: string, faults: Faulty = { broken: false, asked: 0 }) =>
  Layer.effect(
    CacheStore,
    Effect.orDie(Effect.map(connect(path), (store): CacheStoreService | null => failing(store, faults))),
  )

/** A store that waits for `first` before it gives what a layer has. */
export const slowly = (
  store: Layer.Layer<never>,
  layer: StoredLayer,
  first: Effect.Effect<unknown>,
): Layer.Layer<never> =>
  Layer.effect(
    CacheStore,
    Effect.map(CacheStore, (its): CacheStoreService | null => ({
      ...its!,
      get: (which, id, now) =>
        which === layer
          ? Effect.tap(Effect.exit(its!.get(which, id, now)), () => first).pipe(Effect.flatten)
          : its!.get(which, id, now),
    })),
  ).pipe(Layer.provide(store))

/** The caches of a process. */
export const caches = (
  store: Layer.Layer<never> = storeIn(":memory:"),
  more: Partial<Terms> = {},
): Layer.Layer<never> =>
  CachesLayer.pipe(
    Layer.provide(store),
    Layer.provide(Layer.succeed(CacheTerms, () => ({ ...terms, ...more }))),
  )

/** Runners that keep in one store; what one of them drops the others hear of when `tellAll` is called. */
export const runners = Effect.gen(function* () {
  const store = yield* connect(":memory:")
  const heeds: Array<(labels: ReadonlyArray<string> | null) => void> = []
  let untold: Array<() => void> = []
  const runner = Effect.gen(function* () {
    const self = heeds.length
    const tell = (labels: ReadonlyArray<string> | null) =>
      Effect.sync(() => void untold.push(() => heeds.forEach((heed, n) => n !== self && heed(labels))))
    const its: CacheStoreService = {
      ...store,
      drop: (labels) => Effect.andThen(store.drop(labels), tell(labels)),
      remove: (...args) => Effect.andThen(store.remove(...args), tell(null)),
      listen: (heed) => Effect.sync(() => void heeds.push(heed)),
    }
    const built = yield* Layer.build(
      Layer.fresh(caches(Layer.succeed(CacheStore, its) as Layer.Layer<never>)),
    )
    return <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.provide(effect, built)
  })
  const tellAll = (): void => {
    const told = untold
    untold = []
    for (const say of told) say()
  }
  return { runner, tellAll }
})
