/** Lookups of one key that are under way are one. */
import { Cache, Effect, Equal, Hash, type Option } from "effect"

/** What a flight came to: the value itself where it was computed, and how it is kept; null: it is not. */
export interface Landed<K> {
  readonly value: Option.Option<unknown>
  readonly kept: K | null
}

/** The same as any other of its key. */
class Flight<K> implements Equal.Equal {
  readonly key: string
  readonly run: Effect.Effect<Landed<K>, unknown>

  constructor(key: string, run: Effect.Effect<Landed<K>, unknown>) {
    this.key = key
    this.run = run
  }

  [Equal.symbol](that: Equal.Equal): boolean {
    return that instanceof Flight && that.key === this.key
  }

  [Hash.symbol](): number {
    return Hash.string(this.key)
  }
}

/**
 * Runs it, or waits for the one of the same key that runs; goes on as long as anybody waits for it, and ends when the last is
 * interrupted. Nothing is remembered of one that has ended.
 */
export const makeFlights = <K>(joined: (key: string) => void) =>
  Effect.map(
    Cache.makeWith((flight: Flight<K>) => flight.run, {
      capacity: Number.POSITIVE_INFINITY,
      timeToLive: () => 0,
    }),
    (flights) =>
      <E>(key: string, run: Effect.Effect<Landed<K>, E>): Effect.Effect<Landed<K>, E> =>
        Effect.suspend(() => {
          let mine = false
          const begun = Effect.suspend(() => {
            mine = true
            return run
          })
          return Effect.tap(Cache.get(flights, new Flight(key, begun)), () =>
            Effect.sync(() => {
              if (!mine) joined(key)
            }),
          ) as Effect.Effect<Landed<K>, E>
        }),
  )
