/** What is told of the agents of a team: how each stands, that one was called who is not there, and what they have done. */
import { Schema } from "effect"
import { event } from "../event.ts"
import { Person, Snowflake } from "../values.ts"

const Count = Schema.Finite.pipe(Schema.check(Schema.isGreaterThanOrEqualTo(0)))

/** What an agent has done. */
export const Done = Schema.Struct({
  /** Turns that it was given. */
  asked: Count,
  /** Of these: it has spoken; it failed, or a budget refused; somebody stopped it. */
  answered: Count,
  failed: Count,
  stopped: Count,
  /** Tokens of its prompts and of its answers, as the models report them. */
  input: Count,
  output: Count,
  /** What they cost, in the operator's currency, and how many of the tokens had no price. */
  cost: Count,
  unpriced: Count,
  /** When it was asked last, in ms since 1970. */
  last: Count,
})
export type Done = typeof Done.Type

/** An agent that is called and is not there. */
export const Missed = Schema.Struct({
  brain: Schema.String,
  name: Schema.String,
  /** The name of who answers in its place; null: nobody. */
  successor: Schema.NullOr(Schema.String),
})

/** Null: who has the command line. */
const By = Schema.NullOr(Person)

export const RosterEvent = Schema.Union([
  /** It is active, whatever its file says; `filed`: as its file says, and nothing need be kept of it. */
  event("ENABLE", { brain: Schema.String, filed: Schema.Boolean, by: By }),
  event("DISABLE", { brain: Schema.String, by: By }),
  /** From now on `successor` answers in its place. */
  event("DEPRECATE", { brain: Schema.String, successor: Schema.String, by: By }),
  /** Somebody called one by name who is disabled or deprecated. */
  event("MISSED", { missed: Missed, channel: Snowflake, by: Person }),
  /** What a process has counted since it said so last, by agent. */
  event("COUNTED", { done: Schema.Record(Schema.String, Done) }),
])
export type RosterEvent = typeof RosterEvent.Type
