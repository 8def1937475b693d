/** What comes of a state when nobody says anything more and all goes well: effects come to something good, timers fire in time. */
import type { Stepper } from "../actors/step.ts"
import type { Kind } from "../machines/address.ts"
import { outcomesOf } from "./outcomes.ts"
import { firstTimer, plain, posted, withoutSilent, type Books } from "./stepping.ts"

export interface ChartState {
  readonly books: Books
  readonly now: number
}

/** One step nearer to rest; null: it rests. Throws what the chart throws. */
const calmed = (kind: Kind, stepper: Stepper, { books, now }: ChartState): ChartState | null => {
  const [owed] = books.outbox.values()
  if (owed !== undefined) {
    const event = plain(outcomesOf(kind, owed.effect, now)[0]!.event)
    return { books: withoutSilent(kind, posted(stepper, books, event, now, { settles: owed.key })), now }
  }
  const timer = firstTimer(books)
  if (timer === undefined) return null
  const at = Math.max(now, timer.due)
  const fired = posted(stepper, books, timer.event as never, at, { fires: timer.id })
  return { books: withoutSilent(kind, fired), now: at }
}

/** Where it rests; null: not within so many steps. */
export const rested = (kind: Kind, stepper: Stepper, from: ChartState, steps: number): ChartState | null => {
  let state: ChartState = { ...from, books: withoutSilent(kind, from.books) }
  for (let step = 0; step <= steps; step++) {
    const next = calmed(kind, stepper, state)
    if (next === null) return state
    state = next
  }
  return null
}
