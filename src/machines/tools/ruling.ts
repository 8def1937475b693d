/** What a server or a person has laid down about tools for as long as they do not take it back: a rule, by whom, since when. */
import { Schema } from "effect"
import { event } from "../event.ts"
import { Person, Snowflake } from "../values.ts"
import { Rule } from "./permissions.ts"

const scope = {
  rule: Rule,
  /** In this conversation alone; null: everywhere. */
  channel: Schema.NullOr(Snowflake),
  by: Person,
}

export const Ruling = Schema.Struct({
  ...scope,
  /** In ms since 1970. */
  at: Schema.Number,
})
export type Ruling = typeof Ruling.Type

/** Told a server, or a person's constellation. */
export const ruling = {
  /** From now on this holds, instead of what was laid down about the same calls. */
  RULE: event("RULE", scope),
  /** What was laid down about these calls holds no more. */
  REPEAL: event("REPEAL", scope),
}

/** Of one server, or of one person. */
export const rulingsAtMost = 200

type Rulings = ReadonlyArray<Ruling>
type Laid = Pick<Ruling, "rule" | "channel">

/** The same calls, of the same agent, in the same place. */
const isAbout =
  ({ rule, channel }: Laid) =>
  (one: Laid): boolean =>
    one.channel === channel && one.rule.pattern === rule.pattern && one.rule.agent === rule.agent

/** Of too many, the oldest that allows something goes: whoever wants it is asked again. */
const fitting = (rulings: Rulings): Rulings => {
  if (rulings.length <= rulingsAtMost) return rulings
  const goes = Math.max(
    0,
    rulings.findIndex(({ rule }) => rule.verdict === "allow"),
  )
  return rulings.toSpliced(goes, 1)
}

export const ruled = (rulings: Rulings = [], { rule, channel, by, at }: Ruling): Rulings =>
  fitting([...rulings.filter((one) => !isAbout({ rule, channel })(one)), { rule, channel, by, at }])

export const repealed = (rulings: Rulings = [], told: Laid): Rulings =>
  rulings.filter((one) => !isAbout(told)(one))
