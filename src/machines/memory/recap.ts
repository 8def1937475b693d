/** What was said in a channel since a time, to be summed up: asked for by a person, read once, and the same whoever goes on with it. */
import { Schema } from "effect"
import { Line, Person, Snowflake } from "../values.ts"

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

/** What the agent is asked; Discord shows the time to each as it is where they are. */
export const question = ({ lines, since }: Pick<Recap, "lines" | "since">): string =>
  `Summarise these ${lines.length} messages, all that was said here since <t:${Math.floor(since / 1000)}:f>: who wants what, what was decided, what is open.`

/** Whether a text is that, and nobody's own words. */
export const isQuestion = (text: string): boolean =>
  /^Summarise these \d+ messages, all that was said here since <t:\d+:f>:/.test(text)
