/**
 * How many runners more, or fewer, by what this runner sees of itself. Pure. Too little hurts people and too much costs little: two
 * come at once, and one goes when all is calm.
 */

/** What was seen at a moment. */
export interface Reading {
  /** In ms since 1970. */
  readonly at: number
  /** Share of a core since the reading before. */
  readonly cpu: number
  /** Letters and turns that wait. */
  readonly queue: number
  /** What 95 of 100 answers of the last minute stayed below, in s; null: there were none. */
  readonly p95: number | null
}

export interface Advice {
  readonly runners: 2 | 0 | -1
  /** For people. */
  readonly why: string
}

export interface Advisor {
  /** Of the last five minutes, oldest first. */
  readonly readings: ReadonlyArray<Reading>
  /** What is advised now. */
  readonly advice: Advice
  /** When more or fewer were advised last, in ms since 1970; null: never. */
  readonly advisedAt: number | null
}

/** For how long the processor must be busy, or all be calm; and for how long nothing else is advised, in ms. */
export const [lasting, cooldown] = [5 * 60_000, 5 * 60_000]
const bounds = { cpu: 0.7, queue: 100, p95: 2 } as const
/** With one runner in three fewer, none of these would pass a bound. */
const calm = { cpu: 0.3, queue: 10, p95: 0.5 } as const

const nothing: Advice = { runners: 0, why: "all is within bounds" }

export const newAdvisor: Advisor = { readings: [], advice: nothing, advisedAt: null }

const reasons = (readings: ReadonlyArray<Reading>, whole: boolean): ReadonlyArray<string> => {
  const { queue, p95 } = readings.at(-1)!
  return [
    ...(whole && readings.every(({ cpu }) => cpu > bounds.cpu)
      ? ["the processor was over 70 % for 5 min"]
      : []),
    ...(queue > bounds.queue ? [`${queue} letters and turns wait`] : []),
    ...(p95 !== null && p95 > bounds.p95 ? [`5 of 100 answers take over ${p95} s`] : []),
  ]
}

const isCalm = ({ cpu, queue, p95 }: Reading): boolean =>
  cpu < calm.cpu && queue < calm.queue && (p95 === null || p95 < calm.p95)

const decide = (readings: ReadonlyArray<Reading>, whole: boolean): Advice => {
  const why = reasons(readings, whole)
  if (why.length > 0) return { runners: 2, why: why.join("; ") }
  return whole && readings.every(isCalm) ? { runners: -1, why: "it was calm for 5 min" } : nothing
}

/** What is advised after one more reading. What was advised stands until the cooldown is over. */
export const advise = ({ readings: before, advice, advisedAt }: Advisor, reading: Reading): Advisor => {
  const { at } = reading
  const all = [...before, reading]
  const readings = all.filter((its) => its.at > at - lasting)
  if (advisedAt !== null && at - advisedAt < cooldown) return { readings, advice, advisedAt }
  const next = decide(readings, readings.length < all.length)
  return { readings, advice: next, advisedAt: next.runners === 0 ? null : at }
}

/** The bound below which a share of what was counted between two moments lies; null: nothing was counted. Buckets are cumulative. */
export const quantileBetween = (
  before: ReadonlyArray<readonly [bound: number, count: number]>,
  after: ReadonlyArray<readonly [bound: number, count: number]>,
  share: number,
): number | null => {
  const grown = after.map(([bound, count], n) => [bound, count - (before[n]?.[1] ?? 0)] as const)
  const total = grown.at(-1)?.[1] ?? 0
  return total === 0 ? null : (grown.find(([, count]) => count >= total * share)?.[0] ?? null)
}
