/**
 * Everything a chart can want done. A chart never does it: it names the effect, the runtime commits the name to the outbox
 * and performs it afterwards, and what came of it is an event (the comment says which).
 */
import { Schema } from "effect"
import { Address } from "./address.ts"
import { Known } from "./departure/events.ts"
import { alarm } from "./event.ts"
import { Event, Part } from "./events.ts"
import { When } from "./team/timetable.ts"
import { Round, Use } from "./tools/call.ts"
import {
  Button,
  Choice,
  Correction,
  Draft,
  Exchange,
  Line,
  Message,
  originOf,
  Person,
  Snowflake,
  Turn,
  Waiting,
} from "./values.ts"

const effect = <const T extends string, F extends Schema.Struct.Fields>(type: T, fields: F) =>
  Schema.Struct({ type: Schema.Literal(type), ...fields })

/** Whether budgets have set aside what it may take; if not, a rule does it. Left out: nobody has asked them. */
const paid = Schema.optionalKey(Schema.Boolean)

/** Makes ready to speak in a channel → CONNECTED | FAIL. */
export const Connect = effect("Connect", {
  channel: Snowflake,
  recent: Schema.Int,
  /** Whose direct messages they are. */
  user: Schema.optionalKey(Snowflake),
})
/** Forgets what was kept in memory for a channel, or for the actor itself → DISCONNECTED. */
export const Disconnect = effect("Disconnect", { channel: Schema.NullOr(Snowflake) })
/** Asks the manager who of these agents answers → ROUTED, or PRICED, where that costs something. */
export const Route = effect("Route", {
  message: Message,
  lent: Schema.Array(Line),
  corrections: Schema.Array(Correction),
  /** What the manager said here lately, oldest first. */
  choices: Schema.Array(Choice),
  /** Ids of the agents that listen here; null: all. */
  team: Schema.NullOr(Schema.Array(Schema.String)),
  paid,
})
/** The manager says under its own name whom it chose for a message → nothing. */
export const Announce = effect("Announce", {
  channel: Snowflake,
  message: Snowflake,
  chosen: Schema.Array(Schema.String),
  reason: Schema.String,
})
/** Asks the model for an answer → THOUGHT | WANTS | FAIL, and before, where a draft of it is shown, WRITING and DRAFTED. */
export const Think = effect("Think", {
  turn: Turn,
  /** What tools were used for so far, oldest first; left out: nothing. */
  rounds: Schema.optionalKey(Schema.Array(Round)),
  /** What the channel shows of the answer already, or may show; left out: nothing. */
  draft: Schema.optionalKey(Draft),
})
/** Has a tool do something → USED. */
export const UseTool = effect("Use", { turn: Turn, use: Use })
/** Shows in the channel, for as long as tools are used, what has been said so far and what they do → WRITING, DRAFTED. */
export const Progress = effect("Progress", {
  turn: Turn,
  text: Schema.String,
  draft: Schema.optionalKey(Draft),
})
/** Sums up the older part of the session with an agent → DIGESTED, or PRICED, where that costs something. */
export const Digest = effect("Digest", {
  brain: Schema.String,
  user: Person,
  /** What was before; null: nothing. */
  before: Schema.NullOr(Schema.String),
  exchanges: Schema.Array(Exchange),
  paid,
})
/** Speaks in the channel → SAID | FAIL. The draft, if there is one, becomes the first message of it. */
export const Say = effect("Say", { turn: Turn, text: Schema.String, draft: Schema.optionalKey(Draft) })
/** Takes away the draft of an answer that will not come → nothing. */
export const Retract = effect("Retract", { turn: Turn, draft: Draft })
/** The bot says something: of an agent, `<name> <text>`; with null, the text alone → nothing. */
export const Notice = effect("Notice", {
  /** Ids of people whom it calls; left out: nobody. */
  pings: Schema.optionalKey(Schema.Array(Snowflake)),
  channel: Snowflake,
  about: Schema.NullOr(Schema.String),
  text: Schema.String,
})
/**
 * Shows the actor's board: one message of the bot's, made when `message` is null, else changed to this → SHOWN | UNSHOWN.
 */
export const Show = effect("Show", {
  channel: Snowflake,
  /** Tells this board of the actor's from one before it; left out where there is but one. */
  of: Schema.optionalKey(Schema.String),
  message: Schema.NullOr(Snowflake),
  /** An agent's id: its name stands before the text. */
  about: Schema.optionalKey(Schema.String),
  text: Schema.String,
  buttons: Schema.Array(Button),
})
/** Shows in the channel which of its turns wait for an agent: one message, made when `message` is null; without any, it is taken away → QUEUE_SHOWN. */
export const Queue = effect("Queue", {
  channel: Snowflake,
  /** Tells this message from one before it. */
  of: Schema.String,
  message: Schema.NullOr(Snowflake),
  waits: Schema.Array(Waiting),
})
/** Asks the pool for an agent → in time ANSWERED | UNANSWERED, from whoever ends the turn. */
export const Allocate = effect("Allocate", { turn: Turn })
/** Gives turns up, wherever they are; `gently`: but for those that are being said → nothing. */
export const Release = effect("Release", {
  turns: Schema.Array(Turn),
  gently: Schema.optionalKey(Schema.Literal(true)),
})
/** Takes an effect of this actor that is under way back; what it would have come to is dropped → nothing. */
export const Cancel = effect("Cancel", {
  effect: Schema.Literals([
    "Connect",
    "Disconnect",
    "Route",
    "Think",
    "Use",
    "Progress",
    "Say",
    "Show",
    "Provision",
    "Recruit",
    "Due",
    "Check",
  ]),
})
/** Makes one part of a constellation → AGENTS_READY | MEMORY_READY | GROUPS_READY | FAIL. */
export const Provision = effect("Provision", {
  part: Part,
  /** By its name; null: the standard one. */
  template: Schema.optionalKey(Schema.NullOr(Schema.String)),
  /** All agents, not the core alone. */
  whole: Schema.optionalKey(Schema.Boolean),
})
/** Finds out which agents a pool shard holds → CONNECTED. */
export const Recruit = effect("Recruit", {})
/** Finds out when something is due next after a time, in ms since 1970 → DUE. */
export const Due = effect("Due", { when: When, zone: Schema.String, after: Schema.Number })
/** Finds out whether somebody is still a member of a server and may write in a channel of it; null: any → CHECKED. */
export const Check = effect("Check", { by: Person, guild: Snowflake, channel: Schema.NullOr(Snowflake) })
/**
 * Takes a step of somebody's departure → SURVEYED | QUIETED | ERASED | PROVEN | FAIL; `close` and `withdraw` rewrite and erase the
 * actor that wants it, and nothing comes of them.
 */
export const Forget = effect("Forget", {
  step: Schema.Literals(["survey", "quiet", "erase", "prove", "close", "withdraw"]),
  by: Person,
  known: Known,
  /** Whether it waits for what is under way. */
  patient: Schema.Boolean,
})
/** Tells whoever operates Orrery that agents are scarce, or plenty → nothing. */
export const Alert = effect("Alert", alarm)
/** Tells another actor something, at least once, under an id that makes it exactly once → nothing. */
export const Tell = effect("Tell", {
  to: Address,
  event: Event,
})

export const Effect = Schema.Union([
  Connect,
  Disconnect,
  Route,
  Announce,
  Think,
  UseTool,
  Progress,
  Digest,
  Say,
  Retract,
  Notice,
  Show,
  Queue,
  Allocate,
  Release,
  Cancel,
  Provision,
  Recruit,
  Due,
  Check,
  Forget,
  Alert,
  Tell,
])
export type Effect = typeof Effect.Type
export type EffectType = Effect["type"]
export type EffectOf<T extends EffectType> = Extract<Effect, { type: T }>

const types: ReadonlySet<string> = new Set(Effect.members.map((member) => member.fields.type.literal))

/** Tells the named effects of a chart from XState's own actions. */
export const isEffectType = (type: string): type is EffectType => types.has(type)

/** The correlation id of an effect that is about a message; null for one that is about none. */
export const causeOf = (effect: Effect): string | null => {
  if ("turn" in effect) return originOf(effect.turn.message)
  if (effect.type === "Route") return originOf(effect.message)
  if (effect.type === "Tell" && "turn" in effect.event) {
    const { turn } = effect.event
    return turn === null || typeof turn === "string" ? null : originOf(turn.message)
  }
  return null
}

/** What an XState action of that name takes as `params`. */
export type Params<T extends EffectType> = Omit<EffectOf<T>, "type">

/** The implementation of every effect in a chart: nothing. The name and the params are all that the runtime takes. */
export const named =
  <T extends EffectType>() =>
  (_: unknown, _params: Params<T>): void => {}
