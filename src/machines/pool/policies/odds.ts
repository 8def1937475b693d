/**
 * Idle time goes where the odds are best: an agent stays with a guild for as long as each further hour buys enough returns, by what
 * is known of its pauses and of everybody's, and comes back for an hour of the week in which the guild mostly asks.
 *
 * What is enough, the price of an idle hour in returns, follows from an account: all that agents have been idle beside what they
 * would have been had each stayed as long as is usual. When more of it is spent than allowed the price rises, else it falls. So
 * the policy never costs more idle time than fixed time-outs for long, whatever the guilds do, and needs no number to be tuned
 * but the share that it may spend.
 *
 * A habit is how long its agent may stay this time (a character), its pauses (14), and its hours of the week.
 */
import * as hours from "./hours.ts"
import * as pauses from "./pauses.ts"
import { digit, minute, value, type Known, type Policy } from "./policy.ts"
import type { Purpose } from "../keep-alive.ts"

/** How much of the idle time of fixed time-outs may be spent. */
export const allowed = 0.9

const purposes: ReadonlyArray<Purpose> = ["music", "moderation", "ai_companion", "utility", "other"]

/** Where things stand in what is known of all: the price in millionths, what was spent and what would have been in minutes. */
const [price, spent, usual, counts] = [0, 1, 2, 3]
const million = 1_000_000
/** The price moves by a 256th; what was spent counts half after some thousands of pauses. */
const [pace, memory] = [8, 12]
const [cheapest, dearest] = [million / 100, 100 * million]

/** Nothing is known: pauses of each kind are as likely. */
const lore: ReadonlyArray<number> = [
  million,
  0,
  0,
  ...Array.from({ length: purposes.length * pauses.kinds }, () => 1),
]

const charged = (of: ReadonlyArray<number>, used: number, wouldBe: number): Array<number> => {
  const next = of.slice()
  next[spent] = of[spent]! + used - (of[spent]! >> memory)
  next[usual] = of[usual]! + wouldBe - (of[usual]! >> memory)
  const step = (of[price]! >> pace) * (next[spent]! > allowed * next[usual]! ? 1 : -1)
  next[price] = Math.min(dearest, Math.max(cheapest, of[price]! + step))
  return next
}

const inMinutes = (ms: number): number => Math.round(ms / minute)

/** What all do after a turn of this purpose. */
const countsOf = (of: ReadonlyArray<number>, purpose: Purpose): ReadonlyArray<number> => {
  const from = counts + purposes.indexOf(purpose) * pauses.kinds
  return of.slice(from, from + pauses.kinds)
}

const paused = (of: Array<number>, purpose: Purpose, kind: number): void => {
  const from = counts + purposes.indexOf(purpose) * pauses.kinds
  if (++of[from + kind]! <= pauses.fullOfAll) return
  for (let n = from; n < from + pauses.kinds; n++) of[n] = (of[n]! + 1) >>> 1
}

const staying = (chosen: number): number => (chosen === 0 ? 0 : pauses.ends[chosen - 1]! * minute)

const [atPauses, atHours] = [1, 1 + pauses.kinds]

export const odds: Policy = {
  name: "odds",
  lore,
  asked: ({ habit, lore: before }, { at, purpose, usual: wouldStay, idle, held }): Known => {
    let [own, all] = [habit === "" ? pauses.none : habit.slice(atPauses, atHours), before]
    if (idle !== null) {
      const stayed = staying(value(habit[0]!))
      const next = charged(
        all,
        inMinutes(Math.min(idle, stayed) + held),
        inMinutes(Math.min(idle, wouldStay)),
      )
      const kind = pauses.kindOf(idle)
      paused(next, purpose, kind)
      own = pauses.counted(own, kind)
      all = next
    }
    const chosen = pauses.worth(own, countsOf(all, purpose), all[price]! / million)
    return { habit: digit(chosen) + own + hours.heard(habit.slice(atHours), at), lore: all }
  },
  stay: (habit) => staying(value(habit[0] ?? "0")),
  next: (habit, { at }) => hours.expected(habit.slice(atHours), at),
  missed: ({ habit, lore: before }, ms) => ({ habit, lore: charged(before, inMinutes(ms), 0) }),
}
