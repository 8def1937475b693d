/** A chart stepped by hand: no store, no clock; what it wants done stands in its outbox until a check says what came of it. */
import * as books from "../actors/books.ts"
import type { Posting } from "../actors/books.ts"
import type { Timer } from "../actors/journal.ts"
import type { Stepper } from "../actors/step.ts"
import type { Kind } from "../machines/address.ts"
import type { Effect } from "../machines/effects.ts"
import type { Event } from "../machines/events.ts"
import type { Moment } from "../machines/properties/property.ts"
import { outcomesOf } from "./outcomes.ts"

export type Books = books.Books

export const posted = (
  stepper: Stepper,
  now: Books,
  event: Posting["event"],
  at: number,
  more: Partial<Pick<Posting, "settles" | "fires" | "acked">> = {},
): Books =>
  books.post(stepper, now, {
    seq: now.seq + 1,
    at,
    cause: "check",
    event,
    settles: null,
    fires: null,
    acked: [],
    ...more,
  })

/** What the last event made it want, in its order. */
export const asksOf = ({ seq, outbox }: Books): ReadonlyArray<Effect> =>
  [...outbox.values()].filter(({ key }) => key.startsWith(`${seq}.`)).map(({ effect }) => effect)

/** Without what nothing comes of. */
export const withoutSilent = (kind: Kind, now: Books): Books => ({
  ...now,
  outbox: new Map([...now.outbox].filter(([, { effect }]) => outcomesOf(kind, effect, 0).length > 0)),
})

export const momentOf = ({ snapshot }: Books, at: number): Moment<unknown> => ({
  context: snapshot.context,
  value: snapshot.value,
  has: (tag) => snapshot.hasTag(tag),
  at,
})

export const firstTimer = ({ timers }: Books): Timer | undefined => {
  let first: Timer | undefined
  for (const timer of timers.values()) if (first === undefined || timer.due < first.due) first = timer
  return first
}

/** Paths of the innermost active states. */
export const leavesOf = (value: unknown, path: ReadonlyArray<string> = []): ReadonlyArray<string> =>
  typeof value === "string"
    ? [[...path, value].join(".")]
    : Object.entries(value as object).flatMap(([key, inner]) => leavesOf(inner, [...path, key]))

export const plain = (event: Event): Posting["event"] => event as Posting["event"]
