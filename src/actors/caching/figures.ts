/** How often what is looked for is found, by layer and kind: for `/metrics`, and in short for `/status`. */
import { Metric, type Context } from "effect"
import { kinds, layers, type CacheKind, type LayerName } from "./terms.ts"

const lookup = Metric.counter("orrery_cache_lookups_total", {
  description:
    "Looks into the caches, by layer: agent, shared, lasting; by kind; by result: hit, miss. What one layer does not have is looked for in the next",
  incremental: true,
})

const each = <K extends string, A>(keys: ReadonlyArray<K>, of: (key: K) => A) =>
  Object.fromEntries(keys.map((key) => [key, of(key)])) as Readonly<Record<K, A>>

export type Outcome = "hit" | "miss"

/** Made once: making one costs more than counting. */
export const lookups = each(layers, (layer) =>
  each(kinds, (kind) =>
    each(["hit", "miss"] as const, (result) => Metric.withAttributes(lookup, { layer, kind, result })),
  ),
)

/** So that shares can be told of what was never found. */
export const begin = (context: Context.Context<never>): void => {
  for (const layer of layers)
    for (const kind of kinds)
      for (const result of ["hit", "miss"] as const) lookups[layer][kind][result].updateUnsafe(0, context)
}

const joining = Metric.counter("orrery_cache_joined_total", {
  description: "Lookups that waited for one of the same key that was under way, by kind",
  incremental: true,
})
export const joined = each(kinds, (kind) => Metric.withAttributes(joining, { kind }))

const trouble = Metric.counter("orrery_cache_errors_total", {
  description:
    "Times that a layer of the caches did not answer, or could not write, by layer; it is gone on without",
  incremental: true,
})
export const errors = each(layers, (layer) => Metric.withAttributes(trouble, { layer }))

const size = Metric.gauge("orrery_cache_bytes", {
  description:
    "What the caches hold, by layer: agent is this process's, shared and lasting are what the store has",
})
export const bytes = each(layers, (layer) => Metric.withAttributes(size, { layer }))

/** How often something was looked for, and found. */
export interface Hits {
  readonly lookups: number
  readonly hits: number
}

export interface LayerReport extends Hits {
  readonly layer: LayerName
  readonly bytes: number
  readonly entries: number
  /** What it holds at most; of the layer `agent`: of all agents together. */
  readonly room: number
  /** Since when it is left out, in ms since 1970, and why; null: it is used. */
  readonly away: { readonly since: number; readonly why: string } | null
}

export interface CachesReport {
  /** Where the shared and the lasting layer are; null: there are none. */
  readonly store: string | null
  readonly layers: ReadonlyArray<LayerReport>
  /** Those of which something was looked for: whether it was found in any layer. */
  readonly kinds: Readonly<Partial<Record<CacheKind, Hits>>>
}

const total = (counter: Metric.Counter<number>, context: Context.Context<never>): number =>
  counter.valueUnsafe(context).count

export const hitsOf = (context: Context.Context<never>, layer: LayerName): Hits => {
  const all = kinds.map((kind) => ({
    hits: total(lookups[layer][kind].hit, context),
    misses: total(lookups[layer][kind].miss, context),
  }))
  const hits = all.reduce((sum, its) => sum + its.hits, 0)
  return { hits, lookups: all.reduce((sum, its) => sum + its.misses, hits) }
}

/** Everything is looked for in the agent's layer first. */
export const hitsByKind = (context: Context.Context<never>): CachesReport["kinds"] =>
  Object.fromEntries(
    kinds.flatMap((kind) => {
      const { hit, miss } = lookups.agent[kind]
      const looked = total(hit, context) + total(miss, context)
      const hits = layers.reduce((sum, layer) => sum + total(lookups[layer][kind].hit, context), 0)
      return looked === 0 ? [] : [[kind, { lookups: looked, hits }]]
    }),
  )

/** Nothing where nothing was looked for. */
const share = ({ lookups: all, hits }: Hits): string =>
  all === 0 ? "" : `, ${Math.round((100 * hits) / all)} % of ${all} found`

const sizeOf = (n: number): string =>
  n < 1e6 ? `${Math.round(n / 100) / 10} kB` : `${Math.round(n / 1e5) / 10} MB`

/** For people: a line for each layer, and one for each kind that was looked for. */
export const inWords = ({ layers: its, kinds: byKind }: CachesReport): string =>
  [
    ...its.map(
      ({ layer, bytes: held, room, away, ...hits }) =>
        `${layer}: ${sizeOf(held)} of ${sizeOf(room)}${share(hits)}` +
        (away === null ? "" : `; left out since <t:${Math.floor(away.since / 1000)}:R>: ${away.why}`),
    ),
    ...Object.entries(byKind).map(([kind, hits]) => `${kind}${share(hits)}`),
  ].join("\n")
