/**
 * The hourly average: the share of days on which a guild asked in an hour of the day (UTC). Where it is above 0.7 an agent is there
 * for that hour. What stays, stays as long as is usual.
 *
 * A habit is the day it was first heard of and the hour it last asked in (5 and 6 characters), and a count for each hour of the
 * day, all in base 36. Days and counts begin again at half when a count is full, so what is long past counts less.
 */
import { day, digit, hour, sureEnough, value, type Policy } from "./policy.ts"

interface Habit {
  readonly since: number
  readonly last: number
  readonly days: ReadonlyArray<number>
}

const full = 35

const read = (habit: string, at: number): Habit =>
  habit === ""
    ? { since: Math.floor(at / day), last: -1, days: Array.from({ length: 24 }, () => 0) }
    : {
        since: Number.parseInt(habit.slice(0, 5), 36),
        last: Number.parseInt(habit.slice(5, 11), 36),
        days: Array.from(habit.slice(11), value),
      }

const write = ({ since, last, days }: Habit): string =>
  since.toString(36).padStart(5, "0") + last.toString(36).padStart(6, "0") + days.map(digit).join("")

/** At least this many days are to be looked back on. */
const fewest = 3

export const hourly: Policy = {
  name: "hourly",
  lore: [],
  asked: ({ habit, lore }, { at }) => {
    const { since, last, days } = read(habit, at)
    const now = Math.floor(at / hour)
    if (now === last) return { habit, lore }
    const counted = days.map((count, of) => (of === now % 24 ? count + 1 : count))
    if (counted[now % 24]! < full) return { habit: write({ since, last: now, days: counted }), lore }
    const today = Math.floor(at / day)
    const halved = counted.map((count) => Math.floor(count / 2))
    return { habit: write({ since: today - Math.floor((today - since) / 2), last: now, days: halved }), lore }
  },
  stay: (_, usual) => usual,
  next: ({ habit }, { at }) => {
    if (habit === "") return null
    const { since, days } = read(habit, at)
    const past = Math.floor(at / day) - since + 1
    if (past < fewest) return null
    for (let ahead = 1; ahead <= 24; ahead++) {
      const from = (Math.floor(at / hour) + ahead) * hour
      if (days[Math.floor(from / hour) % 24]! / past > sureEnough) return { from, until: from + hour }
    }
    return null
  },
  missed: (known) => known,
}
