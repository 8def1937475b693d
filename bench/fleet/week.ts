/** How the use of a guild is spread over a week, and draws from what is random. */

export const hour = 3600
export const day = 24 * hour
export const week = 7 * day

/** Numbers from 0 to 1 that look random: mulberry32 (Tommy Ettinger, public domain), one series for each guild. */
export const dice = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let n = Math.imul(state ^ (state >>> 15), state | 1)
    n ^= n + Math.imul(n ^ (n >>> 7), n | 61)
    return ((n ^ (n >>> 14)) >>> 0) / 2 ** 32
  }
}

/** One seed of two, by the last mixing of MurmurHash3. */
export const mixed = (a: number, b: number): number => {
  let hash = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b + 0x7f4a7c15, 0xc2b2ae35)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

export type Die = () => number

/** Of the standard normal distribution: Box and Muller. */
export const normal = (die: Die): number =>
  Math.sqrt(-2 * Math.log(1 - die())) * Math.cos(2 * Math.PI * die())

export const logNormal = (die: Die, median: number, sigma: number): number =>
  median * Math.exp(sigma * normal(die))

/** Knuth's way; in parts, where the mean is too large for it. */
export const poisson = (die: Die, mean: number): number => {
  if (mean > 30) return poisson(die, mean / 2) + poisson(die, mean / 2)
  const end = Math.exp(-mean)
  let [count, product] = [0, die()]
  while (product > end) {
    count++
    product *= die()
  }
  return count
}

/** How much is asked for in each hour of the day: after work and school; at work; by people of all the world. */
const days: ReadonlyArray<ReadonlyArray<number>> = [
  [3, 2, 1, 0.5, 0.3, 0.3, 0.6, 1, 1.5, 2, 2.5, 3, 3.5, 3.5, 4, 5, 6, 7.5, 9, 11, 12, 11, 8, 5],
  [0.2, 0.1, 0.1, 0.1, 0.1, 0.3, 1, 3, 7, 10, 11, 10, 7, 9, 10, 9, 8, 5, 3, 2, 1.5, 1, 0.6, 0.3],
  [4, 4, 3.5, 3, 3, 3, 3.5, 4, 4.5, 5, 5, 5, 5, 5.5, 6, 6, 6, 6.5, 7, 7, 7, 6.5, 5.5, 4.5],
]
/** From Monday to Sunday. */
const weeks: ReadonlyArray<ReadonlyArray<number>> = [
  [0.8, 0.8, 0.85, 0.9, 1.2, 1.5, 1.4],
  [1.2, 1.2, 1.2, 1.1, 1, 0.25, 0.2],
  [1, 1, 1, 1, 1, 1.1, 1.1],
]

/** For each kind of guild, the share of its week that is over at the end of each of its 168 hours. */
export const curves: ReadonlyArray<Float64Array> = days.map((hours, kind) => {
  const each = weeks[kind]!.flatMap((share) => hours.map((of) => share * of))
  const all = each.reduce((sum, of) => sum + of, 0)
  let sum = 0
  return Float64Array.from(each, (of) => (sum += of) / all)
})

/** A second of the week, by the curve of a kind of guild and its distance from UTC in hours. */
export const momentOf = (die: Die, kind: number, zone: number): number => {
  const curve = curves[kind]!
  const share = die()
  let [low, high] = [0, curve.length - 1]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (curve[middle]! < share) low = middle + 1
    else high = middle
  }
  return (low * hour + die() * hour - zone * hour + week) % week
}
