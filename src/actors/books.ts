/**
 * An actor's books: its state, what it owes (outbox) and what is armed (timers), and how one letter changes them.
 * Pure, so that taking an event, recovering from a journal and replaying a log are the same code.
 */
import type { AnyMachineSnapshot, AnyTransitionDefinition, EventObject } from "xstate"
import { causeOf, type EffectOf } from "../machines/effects.ts"
import type { Owed, Snapshot, Timer } from "./journal.ts"
import type { Step, Stepper } from "./step.ts"

export interface Books {
  readonly seq: number
  readonly snapshot: AnyMachineSnapshot
  readonly outbox: ReadonlyMap<string, Owed>
  readonly timers: ReadonlyMap<string, Timer>
  /** What the last entry took, in each microstep; nothing when it had no event, and when the books have just been opened. */
  readonly taken: Taken
}

export type Taken = ReadonlyArray<ReadonlyArray<AnyTransitionDefinition>>

const nothing: Taken = []

/** What an entry says that changes the books. */
export interface Posting {
  readonly seq: number
  readonly at: number
  readonly cause: string
  readonly event: EventObject | null
  readonly settles: string | null
  readonly fires: string | null
  readonly acked: ReadonlyArray<string>
}

/** The books before the first entry. */
export const opened = (stepper: Stepper, input: unknown): Books => ({
  seq: 0,
  snapshot: stepper.initial(input).snapshot,
  outbox: new Map(),
  timers: new Map(),
  taken: nothing,
})

export const reopened = (stepper: Stepper, kept: Snapshot): Books => ({
  seq: kept.seq,
  snapshot: stepper.restore(kept.state),
  outbox: new Map(kept.outbox.map((owed) => [owed.key, owed])),
  timers: new Map(kept.timers.map((timer) => [timer.id, timer])),
  taken: nothing,
})

/** The same without some; itself when it has none of them. */
const without = <A>(all: ReadonlyMap<string, A>, keys: ReadonlyArray<string>): ReadonlyMap<string, A> => {
  if (!keys.some((key) => all.has(key))) return all
  const rest = new Map(all)
  for (const key of keys) rest.delete(key)
  return rest
}

/** Steps the chart and posts what came of it. Throws what the chart throws. */
export const post = (stepper: Stepper, books: Books, posting: Posting): Books => {
  const { seq, at, event, settles, fires, acked } = posting
  const outbox = without(books.outbox, settles === null ? acked : [...acked, settles])
  const timers = fires === null ? books.timers : without(books.timers, [fires])
  if (event === null) return { ...books, seq, outbox, timers, taken: nothing }
  const step = stepper.next(books.snapshot, { ...event, at } as EventObject)
  return {
    seq,
    snapshot: step.snapshot,
    outbox: step.effects.length === 0 ? outbox : owing(outbox, step, posting),
    timers: step.timers.length === 0 ? timers : arming(timers, step, posting),
    taken: step.taken,
  }
}

type When = Pick<Posting, "seq" | "at" | "cause">

const arming = (
  before: ReadonlyMap<string, Timer>,
  step: Step,
  { at, cause }: When,
): ReadonlyMap<string, Timer> => {
  const timers = new Map(before)
  for (const timer of step.timers) {
    if (timer.type === "disarm") timers.delete(timer.id)
    else timers.set(timer.id, { id: timer.id, event: timer.event, cause, due: at + timer.delay })
  }
  return timers
}

const owing = (
  before: ReadonlyMap<string, Owed>,
  step: Step,
  { seq, cause }: When,
): ReadonlyMap<string, Owed> => {
  const outbox = new Map(before)
  step.effects.forEach((effect, n) => {
    if (effect.type === "Cancel") cancel(outbox, effect)
    else outbox.set(`${seq}.${n}`, { key: `${seq}.${n}`, cause: causeOf(effect) ?? cause, effect })
  })
  return outbox
}

const cancel = (outbox: Map<string, Owed>, { effect }: EffectOf<"Cancel">): void => {
  for (const [key, owed] of outbox) if (owed.effect.type === effect) outbox.delete(key)
}

/** The snapshot record of the books as JSON; `hash` is that of the last entry. */
export const record = (stepper: Stepper, books: Books, hash: string): string => {
  const { seq } = books
  const state = JSON.stringify(stepper.keep(books.snapshot))
  const head = JSON.stringify({ seq, hash, machine: stepper.machine })
  const owed = JSON.stringify([...books.outbox.values()])
  const armed = JSON.stringify([...books.timers.values()])
  return `${head.slice(0, -1)},"state":${state},"outbox":${owed},"timers":${armed}}`
}

/** When the first armed timer is due, of those that `counts` picks; null when none is. */
export const firstDue = (books: Books, counts: (timer: Timer) => boolean = () => true): number | null => {
  let first: number | null = null
  for (const timer of books.timers.values()) {
    if ((first === null || timer.due < first) && counts(timer)) first = timer.due
  }
  return first
}
