/** What the list of partners can be told. */
import { Schema } from "effect"
import { event } from "../event.ts"
import { Person, Snowflake } from "../values.ts"

export const PartnersEvent = Schema.Union([
  /** An administrator of a server wants somebody's constellation to be there before they speak. */
  event("ENLIST", {
    user: Person,
    /** By its name; null: the standard one. */
    template: Schema.NullOr(Schema.String),
    by: Person,
    guild: Snowflake,
  }),
  /** No more; their agents stay. */
  event("DISMISS", { user: Snowflake, by: Person }),
])
export type PartnersEvent = typeof PartnersEvent.Type
