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
export const calmed = (kind: Kind, stepper: Stepper, { books: all, now }: ChartState): ChartState | null => {
  const books = withoutSilent(kind, all)
  const [owed] = books.outbox.values()
  if (owed !== undefined) {
    const event = plain(outcomesOf(kind, owed.effect, now)[0]!.event)
    return { books: posted(stepper, books, event, now, { settles: owed.key }), now }
  }
  const timer = firstTimer(books)
  if (timer === undefined) return null
  const at = Math.max(now, timer.due)
  return { books: posted(stepper, books, timer.event as never, at, { fires: timer.id }), now: at }
}

export interface Resting<S> {
  readonly key: (state: S) => string
  /** One step nearer to rest; null: it rests. */
  readonly calmed: (state: S) => S | null
  /** What goes on after so many steps is taken to go on for ever. */
  readonly patience: number
}

/**
 * Looks whether what is to hold does, where a state comes to rest, or is found to go on for ever. From where it was found to hold, it
 * is not looked at again.
 */
export const makeRest = <S>({ key, calmed, patience }: Resting<S>) => {
  const well = new Set<string>()
  return (from: S, holds: (end: S, rests: boolean) => boolean): void => {
    const passed: Array<string> = []
    let state = from
    for (let step = 0; ; step++) {
      const now = key(state)
      if (well.has(now)) break
      passed.push(now)
      const mayRest = step < patience
      const next = mayRest ? calmed(state) : null
      if (next === null) {
        if (!holds(state, mayRest)) return
        break
      }
      state = next
    }
    for (const one of passed) well.add(one)
  }
}
