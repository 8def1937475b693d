/**
 * How a conversation goes: who may answer what (mode), whether side by side (pace), and how much of the channel is remembered and
 * lent. The operator lays down what holds everywhere; the people of a channel may set their own.
 */
import { Schema } from "effect"
import { Person } from "../values.ts"

/**
 * Who answers: `mentions`, who is called by name; `keywords`, else who listens for a word of the message; `manager`, else whom the
 * manager chooses; `all`, every agent of the channel; `off`, nobody. What is said to the team itself the manager decides, whatever
 * the mode; but when it is off.
 */
export const Mode = Schema.Literals(["mentions", "keywords", "manager", "all", "off"])
export type Mode = typeof Mode.Type

/** The answers of one message come `together`, or `inTurn`: each when the one before it is said, and lent it. */
export const Pace = Schema.Literals(["together", "inTurn"])
export type Pace = typeof Pace.Type

/**
 * How the team works together when nobody is called by name: `hybrid`, words and the manager decide; `round_robin`, one after
 * the other in order; `supervisor`, the lead, who may hand parts on and concludes; `pipeline`, all in order, each after it has
 * read what the one before it said; `sleep_time`, as hybrid, and what was said is tidied into memory while nobody talks.
 */
export const Coordination = Schema.Literals(["hybrid", "round_robin", "supervisor", "pipeline", "sleep_time"])
export type Coordination = typeof Coordination.Type

const between = (minimum: number, maximum: number) => Schema.Int.check(Schema.isBetween({ minimum, maximum }))

/** What each may be. `atOnce` are answers under way, `kept` and `lent` are lines. */
export const bounds = { atOnce: [1, 5], kept: [1, 100], lent: [0, 50] } as const

const AtOnce = between(...bounds.atOnce)
const Kept = between(...bounds.kept)
const Lent = between(...bounds.lent)

/** An agent as a conversation knows it. */
export const Member = Schema.Struct({
  id: Schema.String,
  /** Answers every message that is for nobody else. */
  always: Schema.optionalKey(Schema.Literal(true)),
  /** Lines that it is lent, where it wants others than everybody. */
  lent: Schema.optionalKey(Lent),
  /** Ids of those in whose place it answers: what was set for them holds for it. */
  formerly: Schema.optionalKey(Schema.Array(Schema.String)),
})
export type Member = typeof Member.Type

/** What the operator laid down for every channel. */
export const Standard = Schema.Struct({
  mode: Mode,
  pace: Pace,
  /** Answers under way at once. */
  atOnce: AtOnce,
  /** Lines of the channel that are kept. */
  kept: Kept,
  /** Of these, lines that are lent to an agent for one answer; at most, where they are chosen. */
  lent: Lent,
  /** Which: those that belong to what is asked; left out: the newest. */
  lends: Schema.optionalKey(Schema.Literal("chosen")),
  /** Whether the manager says in the channel whom it chose. */
  announced: Schema.Boolean,
  /** The team. */
  agents: Schema.Array(Member),
  /** How it works together; left out: `hybrid`. */
  coordination: Schema.optionalKey(Coordination),
  /** Who leads it. */
  lead: Schema.optionalKey(Schema.String),
})
export type Standard = typeof Standard.Type

/** Until a conversation is told what is laid down. */
export const builtIn: Standard = {
  mode: "manager",
  pace: "together",
  atOnce: 3,
  kept: 20,
  lent: 10,
  announced: false,
  agents: [],
}

/**
 * What the people of a channel may set; `team`: ids of the agents that listen there, instead of all; `talk`: that of the one to
 * whom a person speaks in direct messages.
 */
const choices = {
  mode: Mode,
  pace: Pace,
  atOnce: AtOnce,
  kept: Kept,
  lent: Lent,
  team: Schema.Array(Schema.String),
  talk: Schema.String,
  coordination: Coordination,
}

export const Own = Schema.Struct({
  mode: Schema.optionalKey(choices.mode),
  pace: Schema.optionalKey(choices.pace),
  atOnce: Schema.optionalKey(choices.atOnce),
  kept: Schema.optionalKey(choices.kept),
  lent: Schema.optionalKey(choices.lent),
  team: Schema.optionalKey(choices.team),
  talk: Schema.optionalKey(choices.talk),
  coordination: Schema.optionalKey(choices.coordination),
})
export type Own = typeof Own.Type

/** What somebody sets; null: as the operator laid down. */
export const change = {
  mode: Schema.optionalKey(Schema.NullOr(choices.mode)),
  pace: Schema.optionalKey(Schema.NullOr(choices.pace)),
  atOnce: Schema.optionalKey(Schema.NullOr(choices.atOnce)),
  kept: Schema.optionalKey(Schema.NullOr(choices.kept)),
  lent: Schema.optionalKey(Schema.NullOr(choices.lent)),
  team: Schema.optionalKey(Schema.NullOr(choices.team)),
  talk: Schema.optionalKey(Schema.NullOr(choices.talk)),
  coordination: Schema.optionalKey(Schema.NullOr(choices.coordination)),
}
const Change = Schema.Struct(change)
export type Change = typeof Change.Type

/** Who set something, and when, in ms since 1970. */
export const SetBy = Schema.Struct({ by: Person, at: Schema.Number })
export type SetBy = typeof SetBy.Type

/** What a conversation keeps of it. */
export const Settings = Schema.Struct({
  standard: Standard,
  own: Own,
  setBy: Schema.Record(Schema.String, SetBy),
})
export type Settings = typeof Settings.Type

export const unset: Settings = { standard: builtIn, own: {}, setBy: {} }

const names = Object.keys(change) as ReadonlyArray<keyof Own>

/** Somebody sets something. */
export const set = ({ standard, own, setBy }: Settings, to: Change, by: SetBy): Settings => {
  const given = names.filter((name) => to[name] !== undefined)
  const kept = names.filter((name) => (given.includes(name) ? to[name] !== null : own[name] !== undefined))
  const after = kept.map((name) => [name, given.includes(name) ? to[name] : own[name]])
  const who = kept.map((name) => [name, given.includes(name) ? by : setBy[name]!])
  return { standard, own: Object.fromEntries(after) as Own, setBy: Object.fromEntries(who) }
}

/** What holds. */
export const inForce = ({ standard, own }: Pick<Settings, "standard" | "own">) => ({
  mode: own.mode ?? standard.mode,
  pace: own.pace ?? standard.pace,
  atOnce: own.atOnce ?? standard.atOnce,
  kept: own.kept ?? standard.kept,
  lent: Math.min(own.lent ?? standard.lent, own.kept ?? standard.kept),
  coordination: own.coordination ?? standard.coordination ?? "hybrid",
})

/** Whether an agent listens in this channel. */
export const listens = (
  { standard, own: { team } }: Pick<Settings, "standard" | "own">,
  brain: string,
): boolean =>
  team === undefined ||
  team.includes(brain) ||
  standard.agents.some(({ id, formerly = [] }) => id === brain && formerly.some((one) => team.includes(one)))

/** The agents that listen in this channel. */
export const everyone = (settings: Pick<Settings, "standard" | "own">): ReadonlyArray<Member> =>
  settings.standard.agents.filter(({ id }) => listens(settings, id))

/** Lines that an agent is lent: as many as it wants itself, and no more than its channel allows. */
export const lentTo = (settings: Pick<Settings, "standard" | "own">, brain: string): number => {
  const { lent, kept } = inForce(settings)
  const wanted = settings.standard.agents.find(({ id }) => id === brain)?.lent ?? lent
  return Math.min(wanted, settings.own.lent ?? wanted, kept)
}
