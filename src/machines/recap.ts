/** What was said in a channel since a time, to be summed up: asked for by a person, read once, and the same whoever goes on with it. */
import { Schema } from "effect"
import { Line, Person, Snowflake } from "./values.ts"

/** Messages, and characters of them, that are summed up at once; the newest. */
export const messagesAtMost = 200
export const charactersAtMost = 24_000

export const Recap = Schema.Struct({
  /** The brain that sums up. */
  brain: Schema.String,
  /** Since when, in ms since 1970. */
  since: Schema.Number,
  /** Oldest first. */
  lines: Schema.Array(Line),
  /** For who asked alone: it is not said in the channel. */
  aside: Schema.Boolean,
  by: Person,
  channel: Snowflake,
  guild: Schema.NullOr(Snowflake),
})
export type Recap = typeof Recap.Type
