/** How much the layers hold, for how long, and how long each kind of value counts. */
import { Context } from "effect"

/** In the memory of the process, for each agent apart; then what all agents share; then what outlasts the day's work. */
export const layers = ["agent", "shared", "lasting"] as const
export type LayerName = (typeof layers)[number]
/** Those that a store keeps. */
export type StoredLayer = Exclude<LayerName, "agent">
export const storedLayers = ["shared", "lasting"] as const

export const kinds = [
  /** Contents of files, and what is made of them. */
  "files",
  /** What documentation says, and tools that read it. */
  "documentation",
  /** What was searched for. */
  "research",
  /** What was drawn up once and holds until somebody says otherwise. */
  "patterns",
  /** Answers of models. */
  "answers",
  /** Whom the manager chose. */
  "routes",
  /** Where channels of Discord are. */
  "channels",
] as const
export type CacheKind = (typeof kinds)[number]

export interface LayerTerms {
  /** What it holds at most; of the layer `agent`: for each agent. */
  readonly bytes: number
  /** How long it holds anything at most, in ms. */
  readonly longest: number
}

export interface Terms {
  readonly layers: Readonly<Record<LayerName, LayerTerms>>
  /** What all agents of a process hold in memory together, in bytes. */
  readonly memory: number
  /** How long a value of a kind counts, in ms; `Infinity`: for good, as long as there is room in the lasting layer. */
  readonly kinds: Readonly<Record<CacheKind, number>>
  /** Whether answers of models are kept. */
  readonly answers: boolean
}

const MB = 1_000_000
const minutes = 60_000
const hours = 60 * minutes

export const terms: Terms = {
  layers: {
    agent: { bytes: 10 * MB, longest: 5 * minutes },
    shared: { bytes: 100 * MB, longest: hours },
    lasting: { bytes: 1000 * MB, longest: 24 * hours },
  },
  memory: 100 * MB,
  kinds: {
    files: 5 * minutes,
    documentation: hours,
    research: 30 * minutes,
    patterns: Number.POSITIVE_INFINITY,
    answers: 24 * hours,
    routes: 24 * hours,
    channels: hours,
  },
  answers: false,
}

export const CacheTerms = Context.Reference<() => Terms>("orrery/actors/CacheTerms", {
  defaultValue: () => () => terms,
})

/**
 * Kinds that are shown for half as long again while they are asked for anew (stale-while-revalidate, RFC 5861): what is outside may
 * have changed a little. An answer of a model would not become another one, and where a channel is is told when it changes.
 */
const stale: ReadonlySet<CacheKind> = new Set(["files", "documentation", "research"])

/** Until when a value counts, and until when it may be shown while it is asked for anew, in ms since 1970; null: for good. */
export interface Span {
  readonly freshUntil: number | null
  readonly until: number | null
}

export const spanOf = ({ kinds: its }: Terms, kind: CacheKind, now: number): Span => {
  const fresh = its[kind]
  return Number.isFinite(fresh)
    ? { freshUntil: now + fresh, until: now + (stale.has(kind) ? fresh * 1.5 : fresh) }
    : { freshUntil: null, until: null }
}

/** Until when a layer holds it; null: until there is no room. Only what counts for good outlasts the longest that a layer holds. */
export const heldUntil = ({ layers: its }: Terms, layer: LayerName, until: number | null, now: number) =>
  layer === "lasting" && until === null ? null : Math.min(until ?? Infinity, now + its[layer].longest)

/** The layers of a store that a value goes to: the lasting one has what outlasts the shared one. */
export const layersFor = (terms: Terms, kind: CacheKind): ReadonlyArray<StoredLayer> =>
  terms.kinds[kind] > terms.layers.shared.longest ? storedLayers : ["shared"]
