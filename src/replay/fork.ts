/** A recording with one event changed, and what comes of it. */
import { Schema } from "effect"
import type { EventObject } from "xstate"
import { decodeEntry } from "../actors/journal.ts"
import { vocabularyOf } from "../actors/mail.ts"
import { kindOf } from "../machines/address.ts"
import type { Event } from "../machines/events.ts"
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

type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** Fields in fields are changed one by one; anything else, a list too, is replaced. */
const merged = (recorded: Fields, change: Fields): Fields => ({
  ...recorded,
  ...Object.fromEntries(
    Object.entries(change).map(([name, value]) => {
      const was = recorded[name]
      return [name, isFields(was) && isFields(value) ? merged(was, value) : value]
    }),
  ),
})

/** What another text is to an event that has one: a reply of a model, or a message. @throws NotForkable */
export const textIn = (bundle: Bundle, place: Place, text: string): Fields => {
  const { type, ...event } = eventAt(bundle, place) as EventObject & Fields
  if (typeof event["text"] === "string") return { text }
  if (isFields(event["message"]) && "text" in event["message"]) return { message: { text } }
  throw new NotForkable({
    message: `entry ${place.seq} of ${place.address} is ${type}, which has no text: change it with --event`,
  })
}

const isTimer = ({ type }: EventObject) => type.startsWith("xstate.")

/** @throws NotForkable when the actor is told no such event. */
const toldTo = ({ address }: Place, event: EventObject): EventObject => {
  if (isTimer(event)) return event
  const { members } = vocabularyOf(kindOf(address))
  const member = members.find(({ fields }) => fields.type.literal === event.type)
  if (member === undefined) {
    const types = members.map(({ fields }) => fields.type.literal).toSorted()
    throw new NotForkable({
      message: `a ${kindOf(address)} knows no ${event.type}; it knows ${types.join(", ")}`,
    })
  }
  try {
    return Schema.decodeUnknownSync(member as unknown as Schema.Codec<Event>)(event, strict)
  } catch (error) {
    throw new NotForkable({ message: `this is no ${event.type}: ${(error as Error).message}` })
  }
}

/** A field that nobody knows would change nothing, without a word. */
const strict = { onExcessProperty: "error", errors: "all" } as const

/**
 * `change`: fields of the event that are otherwise, or, with a type of its own, another event.
 *
 * @throws NotForkable
 */
export const forked = (bundle: Bundle, place: Place, change: Fields): Fork => {
  const before = eventAt(bundle, place)
  const isOther = change["type"] !== undefined && change["type"] !== before.type
  const after = toldTo(place, (isOther ? change : merged({ ...before }, change)) as unknown as EventObject)
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
