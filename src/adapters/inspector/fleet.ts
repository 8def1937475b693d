/** The fleet: what the census has counted, and how fast it grows. Nothing here looks at an actor. */
import { Effect, Schedule, Clock } from "effect"
import { kinds, type Kind } from "../../machines/address.ts"
import type { Census } from "../../actors/watching/census.ts"
import type { FleetView, Living } from "./api.ts"

export const living = (census: Census): Living =>
  Object.fromEntries(
    kinds.map((kind) => {
      const counts: Record<string, number> = {}
      for (const { path, live } of census.chartOf(kind).places) if (live > 0) counts[path] = live
      return [kind, counts]
    }),
  ) as Record<Kind, Record<string, number>>

/** Counters as they stood. */
interface Sample {
  readonly at: number
  /** By kind: of each state, and of each flow. */
  readonly entered: Readonly<Record<Kind, ReadonlyArray<number>>>
  readonly flowed: Readonly<Record<Kind, ReadonlyMap<number, number>>>
}

const every = 5000
/** A minute of them, and the one that it began with. */
const kept = 13

const each = <A>(of: (kind: Kind) => A) =>
  Object.fromEntries(kinds.map((kind) => [kind, of(kind)])) as Record<Kind, A>

/** The census a minute ago, so that rates are known as soon as somebody looks. */
export class Rates {
  readonly #census: Census
  readonly #samples: Array<Sample> = []

  constructor(census: Census) {
    this.#census = census
  }

  /** For ever, a few hundred numbers now and then. */
  get sample(): Effect.Effect<void> {
    return Effect.clockWith((clock) =>
      Effect.sync(() => {
        this.#samples.push(this.#take(clock.currentTimeMillisUnsafe()))
        if (this.#samples.length > kept) this.#samples.shift()
      }),
    ).pipe(Effect.repeat(Schedule.spaced(every)), Effect.asVoid)
  }

  #take(at: number): Sample {
    return {
      at,
      entered: each((kind) => this.#census.chartOf(kind).places.map(({ entered }) => entered)),
      flowed: each(
        (kind) => new Map([...this.#census.chartOf(kind).flows].map(([id, { count }]) => [id, count])),
      ),
    }
  }

  /** The oldest sample; before the first, nothing had happened. */
  get since(): Sample | undefined {
    return this.#samples[0]
  }
}

export const fleet = (census: Census, rates: Rates, kind: Kind): Effect.Effect<FleetView> =>
  Effect.map(Clock.currentTimeMillis, (now) => {
    const { since } = rates
    const over = Math.max(1, (now - (since?.at ?? now)) / 1000)
    const aMinute = (count: number, before = 0) => Math.round(((count - before) / over) * 600) / 10
    const { places, flows } = census.chartOf(kind)
    return {
      over: Math.round(over),
      states: places.map(({ path, live, entered, dwell }, n) => ({
        path,
        live,
        entered: aMinute(entered, since?.entered[kind][n]),
        stays: dwell.total,
        p50: dwell.quantile(0.5),
        p99: dwell.quantile(0.99),
      })),
      flows: [...flows]
        .map(([id, { from, to, count }]) => ({
          from: from.path,
          to: to.path,
          rate: aMinute(count, since?.flowed[kind].get(id)),
          count,
        }))
        .toSorted((a, b) => b.rate - a.rate || b.count - a.count),
    }
  })
