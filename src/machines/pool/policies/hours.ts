/**
 * In which hours of the week (UTC) a guild asks, what is long past counting less: an hour counts 8 for each week in which the guild
 * asked in it, and loses a quarter each week.
 *
 * Written down it is the hour since 1970 in which the guild was first heard of and that in which it last asked (5 characters
 * each), then for each hour of the week in which it has asked the hour (2) and what that counts (1), all in base 36.
 */
import { digit, hour, sureEnough, value, type Visit } from "./policy.ts"

interface Hours {
  readonly since: number
  readonly last: number
  readonly counts: ReadonlyArray<readonly [hour: number, count: number]>
}

const [once, inWeek] = [8, 168]
/** What is known before anything was seen: that it did not ask for half a week. */
const doubt = 4
const hourOf = (at: number): number => Math.floor(at / hour)

const read = (text: string): Hours => {
  const number = (from: number, to: number): number => Number.parseInt(text.slice(from, to), 36)
  const counts: Array<readonly [number, number]> = []
  for (let at = 10; at < text.length; at += 3) counts.push([number(at, at + 2), value(text[at + 2]!)])
  return { since: number(0, 5), last: number(5, 10), counts }
}

const write = ({ since, last, counts }: Hours): string =>
  since.toString(36).padStart(5, "0") +
  last.toString(36).padStart(5, "0") +
  counts.map(([of, count]) => of.toString(36).padStart(2, "0") + digit(count)).join("")

const faded = (count: number, weeks: number): number => {
  let left = count
  for (let n = 0; n < weeks && left > 0; n++) left = Math.floor((left * 3) / 4)
  return left
}

/** The guild asked. */
export const heard = (text: string, at: number): string => {
  const now = hourOf(at)
  if (text === "") return write({ since: now, last: now, counts: [[now % inWeek, once]] })
  const { since, last, counts } = read(text)
  if (now === last) return text
  const weeks = Math.floor(now / inWeek) - Math.floor(last / inWeek)
  const kept = counts
    .map(([of, count]) => [of, faded(count, weeks)] as const)
    .filter(([, count]) => count > 0)
  const before = kept.find(([of]) => of === now % inWeek)?.[1] ?? 0
  const others = kept.filter(([of]) => of !== now % inWeek)
  const all = [...others, [now % inWeek, before + once] as const]
  return write({ since, last: now, counts: all.toSorted(([a], [b]) => a - b) })
}

/** What an hour counts in which the guild asked in each of so many weeks. */
const mosts = Array.from({ length: 12 }, (_, weeks) => {
  let count = 0
  for (let n = 0; n < weeks; n++) count = faded(count, 1) + once
  return count
})
const most = (weeks: number): number => mosts[Math.min(weeks, mosts.length - 1)]!

/** How sure it is that the guild asks in an hour to come: as often as in that hour of the week, or in that of any day. */
const sureness = (counts: ReadonlyMap<number, number>, since: number, now: number, then: number): number => {
  const past = then - since
  if (past < 24) return 0
  const of = then % inWeek
  // In an hour of this week the last that could count was a week ago.
  const weeks = Math.floor(then / inWeek) === Math.floor(now / inWeek) ? 1 : 0
  const weekly = (counts.get(of) ?? 0) / (faded(most(Math.floor(past / inWeek)), weeks) + doubt)
  const days = Math.floor(past / 24)
  let sum = 0
  for (let other = of % 24; other < inWeek; other += 24) sum += counts.get(other) ?? 0
  const [whole, rest] = [Math.floor(days / 7), days % 7]
  const daily = sum / ((7 - rest) * most(whole) + rest * most(whole + 1) + doubt)
  return Math.max(weekly, daily)
}

export interface Expected extends Visit {
  /** 0 to 1. */
  readonly sureness: number
}

/** Returns for an hour that an agent waits for a guild that asks so surely: when it does, in the middle of the hour. */
const worth = (sure: number): number => sure / (1 - sure / 2)

/** The next hour, of the coming week, in which it is sure enough that the guild asks, and worth the price; null: none. */
export const expected = (text: string, at: number, price: number): Expected | null => {
  if (text === "") return null
  const { since, last, counts } = read(text)
  const now = hourOf(at)
  const weeks = Math.floor(now / inWeek) - Math.floor(last / inWeek)
  const kept = new Map(counts.map(([of, count]) => [of, faded(count, weeks)]))
  const sums = Array.from({ length: 24 }, () => 0)
  for (const [of, count] of kept) sums[of % 24]! += count
  // Who has asked once at an hour cannot be sure: most guilds have no hour that is worth a look.
  if (sums.every((sum) => sum <= once)) return null
  for (let then = now + 1; then <= now + inWeek; then++) {
    if (sums[then % 24]! <= once) continue
    const sure = sureness(kept, since, now, then)
    if (sure > sureEnough && worth(sure) > price)
      return { from: then * hour, until: (then + 1) * hour, sureness: sure }
  }
  return null
}
