/**
 * The hybrid histogram of Shahrad et al., "Serverless in the Wild" (USENIX ATC 2020), section 4.2: for each guild, how often it came
 * back after how many idle minutes, up to four hours.
 *
 * - Where most came back later than that, a time series foretells when. The paper fits ARIMA; here it is ARIMA(0,1,1) without a
 *   constant, which is simple exponential smoothing, with the paper's margin of 15 % on both sides.
 * - Else, where the histogram says something (the coefficient of variation of its bins is at least 2), the agent leaves at once,
 *   comes back before the 5th percentile, and stays until the 99th, with a margin of 10 % on both sides. Where the 5th
 *   percentile is under a minute it does not leave.
 * - Else the agent stays for the four hours.
 *
 * A habit is the forecast in minutes (4 characters), how many came later (2), and for each minute after which it came back the
 * minute (2) and how often (1), all in base 36.
 */
import { digit, minute, value, type Known, type Policy } from "./policy.ts"

const range = 240
const [head, tail] = [0.05, 0.99]
const [margin, seriesMargin] = [0.1, 0.15]
const mostLate = 0.5
const telling = 2
const smoothing = 0.3
const full = 35

interface Habit {
  readonly forecast: number
  readonly late: number
  /** By the minute, ascending. */
  readonly bins: ReadonlyArray<readonly [minute: number, count: number]>
}

const wide = (n: number, digits: number): string =>
  Math.min(36 ** digits - 1, Math.max(0, Math.round(n)))
    .toString(36)
    .padStart(digits, "0")

const read = (habit: string): Habit => {
  if (habit === "") return { forecast: 0, late: 0, bins: [] }
  const number = (from: number, to: number): number => Number.parseInt(habit.slice(from, to), 36)
  const bins: Array<readonly [number, number]> = []
  for (let at = 6; at < habit.length; at += 3) bins.push([number(at, at + 2), value(habit[at + 2]!)])
  return { forecast: number(0, 4), late: number(4, 6), bins }
}

const write = ({ forecast, late, bins }: Habit): string =>
  wide(forecast, 4) + wide(late, 2) + bins.map(([at, count]) => wide(at, 2) + digit(count)).join("")

const counted = (bins: Habit["bins"], at: number): Habit["bins"] => {
  const known = bins.some(([of]) => of === at)
  const more = known
    ? bins.map(([of, count]) => [of, of === at ? count + 1 : count] as const)
    : [...bins, [at, 1] as const].toSorted(([a], [b]) => a - b)
  if (more.every(([, count]) => count <= full)) return more
  return more.map(([of, count]) => [of, count >>> 1] as const).filter(([, count]) => count > 0)
}

const sumOf = (bins: Habit["bins"]): number => bins.reduce((sum, [, count]) => sum + count, 0)

/** The coefficient of variation of how often, over all minutes of the range. */
export const variation = (bins: Habit["bins"]): number => {
  const mean = sumOf(bins) / range
  if (mean === 0) return 0
  const squares = bins.reduce((sum, [, count]) => sum + count * count, 0) / range
  return Math.sqrt(Math.max(0, squares - mean * mean)) / mean
}

/** The minute by which such a share has come back. */
const percentile = (bins: Habit["bins"], share: number): number => {
  let left = share * sumOf(bins)
  for (const [at, count] of bins) if ((left -= count) <= 0) return at
  return bins.at(-1)![0]
}

/** In minutes after it was left alone: from when to when an agent is there. */
export const windowOf = (habit: string): { readonly from: number; readonly until: number } => {
  const { forecast, late, bins } = read(habit)
  if (late > 0 && late / (late + sumOf(bins)) > mostLate)
    return {
      from: Math.floor(forecast * (1 - seriesMargin)),
      until: Math.ceil(forecast * (1 + seriesMargin)),
    }
  if (variation(bins) < telling) return { from: 0, until: range }
  return {
    from: Math.floor(percentile(bins, head) * (1 - margin)),
    until: Math.ceil((percentile(bins, tail) + 1) * (1 + margin)),
  }
}

export const histogram: Policy = {
  name: "histogram",
  lore: [],
  asked: ({ habit, lore }, { idle }): Known => {
    if (idle === null) return { habit, lore }
    const { forecast, late, bins } = read(habit)
    const gap = Math.floor(idle / minute)
    if (gap < range) return { habit: write({ forecast, late, bins: counted(bins, gap) }), lore }
    const next = late === 0 ? gap : forecast + smoothing * (gap - forecast)
    return { habit: write({ forecast: next, late: late + 1, bins }), lore }
  },
  stay: (habit) => {
    const { from, until } = windowOf(habit)
    return (from > 0 ? 0 : until) * minute
  },
  next: ({ habit }, { at, missed }) => {
    const { from, until } = windowOf(habit)
    return from === 0 || missed ? null : { from: at + from * minute, until: at + until * minute }
  },
  missed: (known) => known,
}
