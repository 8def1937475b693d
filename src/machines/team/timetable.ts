/** When something is asked again and again, of whom, and where. */
import { Schema } from "effect"
import { Person, Snowflake } from "../values.ts"

/** When it is due: at what a cron expression of five fields says, every so often, or once at `2026-12-24 18:00`. */
export const When = Schema.Union([
  Schema.Struct({ type: Schema.Literal("cron"), cron: Schema.String }),
  Schema.Struct({ type: Schema.Literal("every"), ms: Schema.Int }),
  Schema.Struct({ type: Schema.Literal("once"), at: Schema.String }),
])
export type When = typeof When.Type

/** What becomes of runs that were due while nobody could run them: none is made up for, one is, or all are (five at most). */
export const MissedRuns = Schema.Literals(["skip", "once", "all"])
export type MissedRuns = typeof MissedRuns.Type

export const Timetable = Schema.Struct({
  when: When,
  /** As a person said it: `daily 08:00`. */
  said: Schema.String,
  /** An IANA time zone. https://www.iana.org/time-zones */
  zone: Schema.String,
  /** Who is asked; null: the team, of which somebody answers. */
  agent: Schema.NullOr(Schema.Struct({ id: Schema.String, name: Schema.String })),
  prompt: Schema.String,
  /** Who made it: it asks as if they did. */
  by: Person,
  /** Where it asks: a channel, or somebody's direct messages. */
  channel: Snowflake,
  /** Whose direct messages, when they are not its maker's. */
  to: Schema.optionalKey(Person),
  guild: Schema.NullOr(Snowflake),
  /** Whose record lists it: a server's, or a direct message's. */
  home: Snowflake,
  missed: MissedRuns,
})
export type Timetable = typeof Timetable.Type
