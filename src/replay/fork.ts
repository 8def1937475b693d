/** A recording with one event changed, and what comes of it. */
import { Schema } from "effect"
import type { EventObject } from "xstate"
import { decodeEntry } from "../actors/journal.ts"
import { Event } from "../machines/events.ts"
import type { Bundle } from "./bundle.ts"
import { differences, type Differences } from "./differences.ts"
import { outcomesOf } from "./outcomes.ts"
import { retaken, type Place } from "./retake.ts"

/** There is no such entry, or the event is none. Fix the input. */
export class NotForkable extends Schema.TaggedError<NotForkable>()("NotForkable", {
  message: Schema.String,
}) {}

export interface Fork {
  readonly place: Place
  readonly before: EventObject
  readonly after: EventObject
  readonly bundle: Bundle
  readonly differences: Differences
}

/** The event in an entry. @throws NotForkable */
export const eventAt = (bundle: Bundle, { address, seq }: Place): EventObject => {
  const log = bundle.find((it) => it.address === address)
  if (log === undefined) throw new NotForkable({ message: `${address} is not in this file` })
  const entry = log.entries.find((it) => it.seq === seq)
  if (entry === undefined) {
    const [first, last] = [log.entries[0]?.seq ?? 0, log.entries.at(-1)?.seq ?? 0]
    throw new NotForkable({ message: `${address} has no entry ${seq}: it has ${first} to ${last}` })
  }
  const { event } = decodeEntry(entry.body)
  if (event === null)
    throw new NotForkable({ message: `entry ${seq} of ${address} has no event: it only says what is done` })
  return event as unknown as EventObject
}

/** What is said of an event that stays of its type changes those fields; of another type it is the whole event. */
const merged = (recorded: EventObject, change: Readonly<Record<string, unknown>>): EventObject =>
  (change["type"] === undefined || change["type"] === recorded.type
    ? { ...recorded, ...change }
    : change) as unknown as EventObject

const isTimer = ({ type }: EventObject) => type.startsWith("xstate.")

/** @throws NotForkable */
export const forked = (bundle: Bundle, place: Place, change: Readonly<Record<string, unknown>>): Fork => {
  const before = eventAt(bundle, place)
  const after = merged(before, change)
  if (!isTimer(after)) {
    try {
      Schema.decodeUnknownSync(Event)(after)
    } catch (error) {
      throw new NotForkable({ message: `this is no event that an actor knows: ${String(error)}` })
    }
  }
  const first = retaken(bundle)
  const second = retaken(bundle, {
    event: (at, recorded) => (at.address === place.address && at.seq === place.seq ? after : recorded),
  })
  const known = new Set(first.dropped.map(({ address, seq }) => `${address} ${seq}`))
  const dropped = second.dropped.filter(({ address, seq }) => !known.has(`${address} ${seq}`))
  return {
    place,
    before,
    after,
    bundle: second.bundle,
    differences: differences(outcomesOf(first.bundle), outcomesOf(second.bundle), { ...second, dropped }),
  }
}
