/** What the book of errors is told. */
import { Schema } from "effect"
import { event } from "../event.ts"
import { Person } from "../values.ts"

/** How often something was done about an error by itself, and how often the error was gone then. */
export const Fix = Schema.Struct({
  /** `shorter context`, `asked again` */
  fix: Schema.String,
  tried: Schema.Int,
  helped: Schema.Int,
  /** When it was done last, in ms since 1970. */
  last: Schema.Number,
  /** It was taken back so often, as it did not help. */
  undone: Schema.Int,
})
export type Fix = typeof Fix.Type

/** An error as it is known: without what is particular to one time that it happened. */
export const Lesson = Schema.Struct({
  /** A hash of the three that follow. */
  id: Schema.String,
  /** `context length`, `overload` */
  kind: Schema.String,
  /** Where it came from: `model gpt-6-luna`, `voice`. */
  where: Schema.String,
  message: Schema.String,
  seen: Schema.Int,
  /** In ms since 1970. */
  first: Schema.Number,
  last: Schema.Number,
  fixes: Schema.Array(Fix),
})
export type Lesson = typeof Lesson.Type

/** News that come together, at most. */
export const newsAtMost = 100

export const LessonsEvent = Schema.Union([
  /** Errors that a runner has seen since it told last, each with what is new of it: counts are added to what is known. */
  event("LEARNT", { news: Schema.Array(Lesson).check(Schema.isMaxLength(newsAtMost)) }),
  /** An operator has all of it forgotten, after an upgrade for instance. */
  event("FORGET_ALL", { by: Person }),
])
export type LessonsEvent = typeof LessonsEvent.Type
