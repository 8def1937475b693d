/** What was measured in this process since its start, in short: for `/status`, and read from the same metrics as `/metrics`. */
import { Metric, type Context } from "effect"
import { parts, type Part } from "../../machines/events.ts"
import type { Census } from "./census.ts"
import { boot, lookups, made, making, replyPart, whens, type When } from "./metrics.ts"
import { replyParts, type ReplyPart } from "./reply-parts.ts"

/** How often something was, and what it took on average, in ms. */
export interface Mean {
  readonly count: number
  readonly ms: number
}

export interface Measured {
  readonly constellations: {
    /** In memory, and what their states hold together, in bytes of JSON. */
    readonly live: number
    readonly bytes: number
    /** By whether they were made ahead of their user's first word, or with it. */
    readonly made: Readonly<Record<When, number>>
    /** Until each part was there. */
    readonly parts: Readonly<Record<When, Readonly<Record<Part, Mean>>>>
    /** What partners' took at the start: those that had to be made, and those that were there. */
    readonly boot: { readonly made: Mean; readonly found: Mean }
    /** Looks into memory whether somebody has one. */
    readonly lookups: { readonly hits: number; readonly misses: number }
  }
  /** The parts of replies. */
  readonly replies: Readonly<Record<ReplyPart, Mean>>
}

const each = <K extends string, A>(keys: ReadonlyArray<K>, of: (key: K) => A) =>
  Object.fromEntries(keys.map((key) => [key, of(key)])) as Readonly<Record<K, A>>

type Histogram = Metric.Metric<number, Metric.HistogramState>

const bootBy = each(["true", "false"], (found): Histogram => Metric.withAttributes(boot, { found }))

export const measuredIn = (context: Context.Context<never>, { constellations }: Census): Measured => {
  const total = (counter: Metric.Counter<number>): number => counter.valueUnsafe(context).count
  const mean = (histogram: Histogram): Mean => {
    const { count, sum } = histogram.valueUnsafe(context)
    return { count, ms: count === 0 ? 0 : Math.round((sum / count) * 100_000) / 100 }
  }
  return {
    constellations: {
      live: constellations.live,
      bytes: constellations.bytes,
      made: each(whens, (when) => total(made[when])),
      parts: each(whens, (when) => each(parts, (part) => mean(making[when][part]))),
      boot: { made: mean(bootBy.false), found: mean(bootBy.true) },
      lookups: { hits: total(lookups.hits), misses: total(lookups.misses) },
    },
    replies: each(replyParts, (part) => mean(replyPart[part])),
  }
}

const never: Mean = { count: 0, ms: 0 }

export const nothingMeasured: Measured = {
  constellations: {
    live: 0,
    bytes: 0,
    made: { ahead: 0, on_demand: 0 },
    parts: each(whens, () => each(parts, () => never)),
    boot: { made: never, found: never },
    lookups: { hits: 0, misses: 0 },
  },
  replies: each(replyParts, () => never),
}

/** `24 ms`, `1.3 s` */
const time = (ms: number): string =>
  ms < 10 ? `${Number(ms.toFixed(1))} ms` : ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`

const size = (bytes: number): string =>
  bytes < 1e6 ? `${Math.round(bytes / 100) / 10} kB` : `${Math.round(bytes / 1e5) / 10} MB`

const listed = <K extends string>(means: Readonly<Record<K, Mean>>): ReadonlyArray<string> =>
  (Object.entries(means) as Array<[K, Mean]>)
    .filter(([, { count }]) => count > 0)
    .map(([name, { ms }]) => `${name} ${time(ms)}`)

/** For people: a title and a sentence for each thing that there is something to tell of. */
export const inWords = ({ constellations, replies }: Measured): ReadonlyArray<readonly [string, string]> => {
  const { live, bytes, made: count, parts: took, boot: start, lookups: looks } = constellations
  const all = looks.hits + looks.misses
  const spoken = Math.max(...Object.values(replies).map((mean) => mean.count))
  return [
    [
      "Constellations",
      [
        `${live} in memory${live === 0 ? "" : `, which hold ${size(bytes)} together`}`,
        `${count.ahead} made ahead, ${count.on_demand} with a first message`,
        ...(all === 0 ? [] : [`who speaks was known at once ${looks.hits} times of ${all}`]),
      ].join("\n"),
    ],
    ...(start.made.count + start.found.count === 0
      ? []
      : [
          [
            "Partners at the start",
            [
              ...(start.made.count === 0 ? [] : [`${start.made.count} made, each in ${time(start.made.ms)}`]),
              ...listed(took.ahead),
              ...(start.found.count === 0
                ? []
                : [`${start.found.count} were there, found in ${time(start.found.ms)} each`]),
            ].join("\n"),
          ] as const,
        ]),
    ...(spoken === 0
      ? []
      : [["Parts of a reply", [...listed(replies), `on average of ${spoken} turns`].join("\n")] as const]),
  ]
}
