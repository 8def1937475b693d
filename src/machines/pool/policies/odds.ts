/**
 * Idle time goes where the odds are best: an agent stays with a guild for as long as each further hour buys enough returns, by what
 * is known of its pauses and of everybody's, and comes back for an hour of the week in which the guild mostly asks.
 *
 * What is enough is a price, in returns for an idle hour. It follows from an account: whenever agents were idle for longer than
 * they are allowed, which is a share of what each would have stayed by what is usual, the price rises in proportion, else it falls
 * (a dual price, by gradient steps: Zinkevich, "Online Convex Programming", ICML 2003). Since the logarithm of the price is the
 * account's balance, and the price is bounded, what is spent too much is bounded too, whatever the guilds do. Visits have a price
 * of their own, so that they take no more than their share.
 *
 * A habit is how long its agent may stay this time (a character), its pauses (14), and its hours of the week.
 */
import * as hours from "./hours.ts"
import * as pauses from "./pauses.ts"
import { digit, minute, value, type Known, type Policy } from "./policy.ts"
import type { Purpose } from "../keep-alive.ts"

/** What may be spent of the idle time of fixed time-outs, and what of it on visits: in hundredths. */
const [allowed, onVisits] = [100, 25]

const purposes: ReadonlyArray<Purpose> = ["music", "moderation", "ai_companion", "utility", "other"]

/** Where things stand in what is known of all: the prices of staying and of visits, in millionths; counts of pauses. */
const [ofStaying, ofVisits, counts] = [0, 1, 2]
const million = 1_000_000
/** A minute too much raises a price by so much less than itself. */
const pace = 2048
const [cheapest, dearest] = [million / 50, 50 * million]

/** Nothing is known: pauses of each kind are as likely. */
const lore: ReadonlyArray<number> = [
  million,
  million,
  ...Array.from({ length: purposes.length * pauses.kinds }, () => 1),
]

const moved = (price: number, used: number, share: number, wouldBe: number): number =>
  Math.min(
    dearest,
    Math.max(cheapest, price + Math.trunc((price * (100 * used - share * wouldBe)) / (100 * pace))),
  )

/** In minutes: agents were idle for so long with guilds, and on visits, and would have been by what is usual. */
const charged = (
  of: ReadonlyArray<number>,
  stayed: number,
  visited: number,
  wouldBe: number,
): Array<number> => {
  const next = of.slice()
  next[ofStaying] = moved(of[ofStaying]!, stayed + visited, allowed, wouldBe)
  next[ofVisits] = moved(of[ofVisits]!, visited, onVisits, wouldBe)
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
      const stayed = staying(value(habit[0] ?? "0"))
      const next = charged(
        all,
        inMinutes(Math.min(idle, stayed)),
        inMinutes(held),
        inMinutes(Math.min(idle, wouldStay)),
      )
      const kind = pauses.kindOf(idle)
      paused(next, purpose, kind)
      own = pauses.counted(own, kind)
      all = next
    }
    const chosen = pauses.worth(own, countsOf(all, purpose), all[ofStaying]! / million)
    return { habit: digit(chosen) + own + hours.heard(habit.slice(atHours), at), lore: all }
  },
  stay: (habit) => staying(value(habit[0] ?? "0")),
  next: ({ habit, lore: of }, { at }) => hours.expected(habit.slice(atHours), at, of[ofVisits]! / million),
  missed: ({ habit, lore: before }, ms) => ({ habit, lore: charged(before, 0, inMinutes(ms), 0) }),
}
