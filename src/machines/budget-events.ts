/** What a budget can be told. */
import { Schema } from "effect"
import { Address } from "./address.ts"
import { event } from "./event.ts"
import { Limit, Person, Snowflake } from "./values.ts"

/** Tokens of a server, a person or an agent. */
export const BudgetEvent = Schema.Union([
  /** An agent wants so many set aside for a turn of somebody's in a channel → GRANTED | REFUSED. */
  event("RESERVE", {
    turn: Schema.String,
    tokens: Schema.Int,
    limit: Limit,
    agent: Address,
    channel: Snowflake,
    by: Person,
  }),
  /** The model answered: this is what the turn took. */
  event("SETTLE", { turn: Schema.String, tokens: Schema.Int }),
  /** The turn came to nothing: what was set aside for it is given back. */
  event("RETURN", { turn: Schema.String }),
])
export type BudgetEvent = typeof BudgetEvent.Type
