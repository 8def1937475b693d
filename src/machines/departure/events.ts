/** What is told of somebody who leaves: what is theirs, and how far it is forgotten. */
import { Schema } from "effect"
import { board, event, lifecycle } from "../event.ts"
import { Person } from "../values.ts"

/** Button ids under the question. */
export const confirm = "forget"
export const decline = "keep"

/** By what traces of somebody are known, beside their id. */
export const Known = Schema.Struct({
  /** Under which they spoke. */
  names: Schema.Array(Schema.String),
  /** Ids of their messages, and of the answers to them. */
  messages: Schema.Array(Schema.String),
  /** What those say, the newest first. */
  texts: Schema.Array(Schema.String),
})
export type Known = typeof Known.Type

/** How far a departure is, as its chart counts it and others read it. */
export const Progress = Schema.Struct({
  erased: Schema.Int,
  rewritten: Schema.Int,
  archived: Schema.Int,
  looked: Schema.Int,
  found: Schema.Array(Schema.String),
  /** Archived logs that do not read; left out by departures that did not say. */
  unread: Schema.optionalKey(Schema.Array(Schema.String)),
})

export const DepartureEvent = Schema.Union([
  /** Somebody asks to be forgotten, and is shown what goes. */
  event("ASK", { by: Person }),
  board.PRESSED,
  /** What they are known by. */
  event("SURVEYED", { known: Known }),
  /** Nothing is under way for them any more, and what they set up has ended. */
  event("QUIETED", {}),
  /** Actors that were erased, and rewritten, and logs that left the archive. */
  event("ERASED", { erased: Schema.Int, rewritten: Schema.Int, archived: Schema.Int }),
  /**
   * All that is stored was read, `looked` pieces of it; `found`: where there is something of theirs still; `unread`: archived logs
   * that do not read, of which nothing is known.
   */
  event("PROVEN", {
    looked: Schema.Int,
    found: Schema.Array(Schema.String),
    unread: Schema.optionalKey(Schema.Array(Schema.String)),
  }),
  lifecycle.FAIL,
])
export type DepartureEvent = typeof DepartureEvent.Type
