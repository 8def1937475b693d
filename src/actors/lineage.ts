/** A chart through its versions: which one wrote an entry, and how an actor goes on from one to the next. Pure. */
import type { AnyStateMachine } from "xstate"
import type { Onward, Retired } from "../machines/retired.ts"
import type { Books } from "./books.ts"
import type { Owed, Timer } from "./journal.ts"
import type { Kept } from "./covered.ts"
import { makeStepper, type Stepper } from "./step.ts"

export interface Lineage {
  readonly today: Stepper
  /** The version of this name, as `conversation@1`; undefined: it is not known here, so it is a newer one. */
  readonly named: (machine: string) => Stepper | undefined
  /** The books in the next version after `stepper`; undefined: there is none. */
  readonly onward: (stepper: Stepper, books: Books) => { stepper: Stepper; books: Books } | undefined
}

export const makeLineage = (chart: AnyStateMachine, retired: ReadonlyArray<Retired>): Lineage => {
  const today = makeStepper(chart)
  const past = retired.map(({ chart: past, layout }) => makeStepper(past, layout))
  const versions = [...past, today]
  return {
    today,
    named: (machine) => versions.find((it) => it.machine === machine),
    onward: (stepper, books) => {
      const at = past.indexOf(stepper)
      if (at === -1) return undefined
      const next = versions[at + 1]!
      return { stepper: next, books: carried(books, stepper, next, retired[at]!.onward) }
    },
  }
}

const carried = (books: Books, from: Stepper, to: Stepper, { state, timer, effect }: Onward): Books => {
  const was = from.keep(books.snapshot)
  const kept = (state?.(was as never) ?? was) as Kept
  const timers = [...books.timers.values()].flatMap((armed): ReadonlyArray<Timer> => {
    const id = timer === undefined ? armed.id : timer(armed.id)
    return id === null ? [] : [{ ...armed, id }]
  })
  const outbox = [...books.outbox.values()].flatMap((owed): ReadonlyArray<Owed> => {
    const now = effect === undefined ? owed.effect : effect(owed.effect)
    return now === null ? [] : [{ ...owed, effect: now }]
  })
  return {
    seq: books.seq,
    snapshot: to.restore(kept),
    outbox: new Map(outbox.map((owed) => [owed.key, owed])),
    timers: new Map(timers.map((armed) => [armed.id, armed])),
    taken: [],
  }
}
