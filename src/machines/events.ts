/**
 * Everything an actor can be told. One vocabulary for all charts, each event a Schema: what comes from the outside is
 * decoded by it, and a journal is a list of it.
 *
 * Time is not in here: the envelope brings it, and a chart reads it as `event.at`.
 */
import { Schema } from "effect"
import { ConstellationEvent } from "./constellation/events.ts"
import { DepartureEvent } from "./departure/events.ts"
import { Edit } from "./memory/edit.ts"
import { board, event, lifecycle, paying, RESUME, ROUTED, turns, QUEUE_SHOWN } from "./event.ts"
import { ArchiveEvent, KnowledgeEvent } from "./memory/events.ts"
import { PartnersEvent } from "./constellation/partner-events.ts"
import { PermitEvent } from "./permit/events.ts"
import { LessonsEvent } from "./lessons/events.ts"
import { PoolEvent } from "./pool/events.ts"
import { RosterEvent } from "./team/roster-events.ts"
import { change, Standard } from "./conversation/settings.ts"
import {
  AssignmentEvent,
  BudgetEvent,
  DebateEvent,
  GuildEvent,
  ScheduleEvent,
  SummaryEvent,
  VoteEvent,
  WorkflowEvent,
} from "./team/events.ts"
import { Judged, Result } from "./tools/call.ts"
import { asked, Line, Message, Missed, Person, Recalled, Snowflake, Turn, Usage } from "./values.ts"

export { ConstellationEvent, Part, parts } from "./constellation/events.ts"
export { DepartureEvent } from "./departure/events.ts"
export { ArchiveEvent, KnowledgeEvent } from "./memory/events.ts"
export { PartnersEvent } from "./constellation/partner-events.ts"
export { PermitEvent } from "./permit/events.ts"
export { LessonsEvent } from "./lessons/events.ts"
export { PoolEvent } from "./pool/events.ts"
export { RosterEvent } from "./team/roster-events.ts"
export {
  AssignmentEvent,
  BudgetEvent,
  DebateEvent,
  GuildEvent,
  ScheduleEvent,
  SummaryEvent,
  VoteEvent,
  WorkflowEvent,
} from "./team/events.ts"
export { board, turns } from "./event.ts"

export const ConversationEvent = Schema.Union([
  lifecycle.ALLOCATE,
  /** The channel is open; `recent` are its last lines before the first message heard, oldest first. */
  event("CONNECTED", {
    recent: Schema.Array(Line),
    /** What the operator has laid down by now. */
    standard: Schema.optionalKey(Standard),
    /** Of a thread: what was said last in its parent when it began, oldest first. */
    parent: Schema.optionalKey(Schema.Array(Line)),
  }),
  lifecycle.RELEASE,
  lifecycle.DISCONNECTED,
  lifecycle.FAIL,
  /** A person said something; with `missed`, while nobody listened. */
  event("MESSAGE", {
    message: Message,
    missed: Schema.optionalKey(Missed),
    /** What the operator has laid down by now, where it may be new. */
    standard: Schema.optionalKey(Standard),
  }),
  /** A person says how this conversation is to be; null: as the operator laid down. */
  event("SET", { by: Person, ...change }),
  /** A person has the lines forgotten that are lent. */
  event("CLEAR", { by: Person }),
  /** A person changed what a message says, or took messages back. */
  event("EDITED", { message: Snowflake, text: Schema.String }),
  event("DELETED", { messages: Schema.Array(Snowflake) }),
  /** All that was missed has been heard. `more`: there was more, too old or too much to be read. */
  event("CAUGHT_UP", { more: Schema.Boolean }),
  paying.PRICED,
  paying.GRANTED,
  paying.REFUSED,
  ROUTED,
  turns.ANSWERED,
  turns.UNANSWERED,
  turns.QUEUED,
  QUEUE_SHOWN,
  /** STOP: everything under way is given up, and nobody speaks until RESUME. */
  event("HALT", {
    by: Person,
    /** The word alone, or the sign: then the channel is told; a command tells it itself. */
    via: Schema.optionalKey(Schema.Literals(["word", "reaction"])),
    /** Who halted may manage messages here. */
    manages: Schema.optionalKey(Schema.Boolean),
  }),
  RESUME,
  board.SHOWN,
  board.UNSHOWN,
  board.PRESSED,
])
export type ConversationEvent = typeof ConversationEvent.Type

/** Whose words it holds is known by it. */
const turn = Schema.optionalKey(Schema.String)

/** What a model said, and how it was asked. */
const thought = {
  text: Schema.String,
  model: Schema.String,
  usage: Usage,
  ms: Schema.Number,
  again: Schema.optionalKey(Schema.Literal(true)),
  /** What it wants to be changed in the memory of who asked. */
  edits: Schema.optionalKey(Schema.Array(Edit)),
  ...asked,
  recalled: Schema.optionalKey(Recalled),
}

export const AgentEvent = Schema.Union([
  event("ALLOCATE", {
    turn: Turn,
    /** How long it stays with the guild afterwards, in ms; left out: as is usual. */
    stays: Schema.optionalKey(Schema.Number),
    /** The shard that gives it, which hears of it; left out: the one that did last. */
    pool: Schema.optionalKey(Schema.String),
  }),
  lifecycle.CONNECTED,
  lifecycle.RELEASE,
  lifecycle.DISCONNECTED,
  lifecycle.FAIL,
  /**
   * The model answered. `calls` are the brains that the text calls by name; `ms` is what the model took;
   * `again`: a call for this was under way when its owner ended, so this is another one.
   */
  event("THOUGHT", { ...thought, calls: Schema.Array(Schema.String) }),
  /** The model wants tools used before it answers; what it says meanwhile is part of the answer. All else as in THOUGHT. */
  event("WANTS", { ...thought, uses: Schema.Array(Judged), turn }),
  /** A call of a tool has ended. */
  event("USED", {
    ...Result.fields,
    turn,
    /** What models took on the way; left out: nothing. */
    usage: Schema.optionalKey(Usage),
  }),
  /** Somebody was asked whether a call may be made; `why` is for the model, and for people. */
  event("PERMITTED", {
    turn: Schema.String,
    use: Schema.String,
    verdict: Schema.Literals(["allow", "deny"]),
    why: Schema.String,
  }),
  paying.GRANTED,
  paying.REFUSED,
  /** The answer takes long: a draft of it is about to stand in the channel. */
  event("WRITING", {}),
  /** It stands there, as this message. */
  event("DRAFTED", { message: Snowflake }),
  /** Discord has it: the ids of the messages that the answer became. */
  event("SAID", { messages: Schema.Array(Schema.String) }),
  /** A pool shard asks whether it is there; `turn`: the one that it is thought to have. */
  event("PING", { pool: Schema.String, turn: Schema.NullOr(Schema.String) }),
  /** Gives this turn up; `gently`: unless the agent speaks already. */
  event("STOP", { turn: Schema.String, gently: Schema.optionalKey(Schema.Literal(true)) }),
])
export type AgentEvent = typeof AgentEvent.Type

const every = [
  ...ConversationEvent.members,
  ...AgentEvent.members,
  ...ConstellationEvent.members,
  ...PoolEvent.members,
  ...VoteEvent.members,
  ...DebateEvent.members,
  ...WorkflowEvent.members,
  ...ScheduleEvent.members,
  ...GuildEvent.members,
  ...BudgetEvent.members,
  ...AssignmentEvent.members,
  ...SummaryEvent.members,
  ...ArchiveEvent.members,
  ...KnowledgeEvent.members,
  ...PartnersEvent.members,
  ...DepartureEvent.members,
  ...PermitEvent.members,
  ...RosterEvent.members,
  ...LessonsEvent.members,
]

export type Event =
  | ConversationEvent
  | AgentEvent
  | ConstellationEvent
  | PoolEvent
  | VoteEvent
  | DebateEvent
  | WorkflowEvent
  | ScheduleEvent
  | GuildEvent
  | BudgetEvent
  | AssignmentEvent
  | SummaryEvent
  | ArchiveEvent
  | KnowledgeEvent
  | PartnersEvent
  | DepartureEvent
  | PermitEvent
  | RosterEvent
  | LessonsEvent

/** Any event. Charts share names (`ALLOCATE` with a turn, with a user, with nothing), so what holds more is tried first. */
export const Event: Schema.Codec<Event> = Schema.Union(
  every.toSorted((a, b) => Object.keys(b.fields).length - Object.keys(a.fields).length),
)

/** An event as a chart sees it: with the time it was taken from the mailbox's point of view, in ms since 1970. */
export type Timed<E> = E & { readonly at: number }
