/** What is told of a team's work: votes, debates, workflows, assignments, schedules; what a server knows of it, and budgets. */
import { Schema } from "effect"
import { Address } from "../address.ts"
import { Ballot } from "./ballot.ts"
import { board, event, paying, RESUME, ROUTED, STOP, turns } from "../event.ts"
import { Motion } from "./motion.ts"
import { Plan, PlanName } from "./plan.ts"
import { Recap } from "../memory/recap.ts"
import { ruling } from "../tools/ruling.ts"
import { Timetable } from "./timetable.ts"
import { Limit, Person, Snowflake } from "../values.ts"

export const VoteEvent = Schema.Union([
  /** Something is put to the vote. */
  event("OPEN_VOTE", { ballot: Ballot }),
  turns.ANSWERED,
  turns.UNANSWERED,
  STOP,
  board.SHOWN,
  board.UNSHOWN,
  board.PRESSED,
])
export type VoteEvent = typeof VoteEvent.Type

export const DebateEvent = Schema.Union([
  event("OPEN_DEBATE", { motion: Motion }),
  turns.ANSWERED,
  turns.UNANSWERED,
  STOP,
  board.SHOWN,
  board.UNSHOWN,
  board.PRESSED,
])
export type DebateEvent = typeof DebateEvent.Type

export const SummaryEvent = Schema.Union([
  event("OPEN_SUMMARY", { recap: Recap }),
  turns.ANSWERED,
  turns.UNANSWERED,
  STOP,
])
export type SummaryEvent = typeof SummaryEvent.Type

/** A run of a workflow. */
export const WorkflowEvent = Schema.Union([
  /** A person has it run, about something. */
  event("BEGIN", {
    plan: Plan,
    topic: Schema.String,
    by: Person,
    channel: Snowflake,
    guild: Schema.NullOr(Snowflake),
  }),
  turns.ANSWERED,
  turns.UNANSWERED,
  STOP,
  board.SHOWN,
  board.UNSHOWN,
  board.PRESSED,
])
export type WorkflowEvent = typeof WorkflowEvent.Type

/** Something that a person has asked at certain times. */
export const ScheduleEvent = Schema.Union([
  event("CREATE", { timetable: Timetable }),
  /** When it is due next, in ms since 1970; null: never again. */
  event("DUE", { next: Schema.NullOr(Schema.Number) }),
  /** Whether its maker may still write where it asks: why not, in a sentence; null: they may. */
  event("CHECKED", { barred: Schema.NullOr(Schema.String) }),
  event("PAUSE", { by: Person }),
  RESUME,
  STOP,
])
export type ScheduleEvent = typeof ScheduleEvent.Type

/** What a server agrees on, and what is under way in it. */
export const GuildEvent = Schema.Union([
  /** There is a schedule, or it is another now. */
  event("SCHEDULED", {
    schedule: Address,
    said: Schema.String,
    zone: Schema.String,
    /** Its name; null: the team. */
    agent: Schema.NullOr(Schema.String),
    prompt: Schema.String,
    channel: Snowflake,
    by: Person,
    due: Schema.NullOr(Schema.Number),
    paused: Schema.Boolean,
    /** Why it was paused by itself. */
    barred: Schema.optionalKey(Schema.String),
  }),
  event("UNSCHEDULED", { schedule: Address }),
  /** There is a workflow of this name, or it is another now. */
  event("DEFINE", { plan: Plan, by: Person }),
  event("FORGET", { name: PlanName, by: Person }),
  /** Work has begun in one of its channels. */
  event("BEGUN", { work: Address, name: Schema.String, channel: Snowflake, by: Person }),
  event("ENDED", { work: Address }),
  /** Somebody said STOP in a channel: their work there ends; with `manages`, everybody's. */
  event("HALTED", { channel: Snowflake, by: Person, manages: Schema.Boolean }),
  ruling.RULE,
  ruling.REPEAL,
])
export type GuildEvent = typeof GuildEvent.Type

/** Tokens of a server, a person or an agent. */
export const BudgetEvent = Schema.Union([
  /** Somebody wants so many set aside for a turn, or for what else a model is asked for → GRANTED | REFUSED. */
  event("RESERVE", {
    turn: Schema.String,
    tokens: Schema.Int,
    limit: Limit,
    asker: Address,
    /** Where who waits hears that nothing is left; left out: they need not. */
    channel: Schema.optionalKey(Snowflake),
    by: Person,
  }),
  /** The model answered: this is what the turn took. */
  event("SETTLE", { turn: Schema.String, tokens: Schema.Int }),
  /** The turn came to nothing: what was set aside for it is given back. */
  event("RETURN", { turn: Schema.String }),
])
export type BudgetEvent = typeof BudgetEvent.Type

const Named = Schema.Struct({ id: Schema.String, name: Schema.String })

/** Something that an agent is to do and to report on. */
export const AssignmentEvent = Schema.Union([
  event("ASSIGN", {
    task: Schema.String,
    /** Null: the manager chooses one of `agents`. */
    agent: Schema.NullOr(Named),
    agents: Schema.Array(Named),
    by: Person,
    channel: Snowflake,
    guild: Schema.NullOr(Snowflake),
  }),
  paying.PRICED,
  paying.GRANTED,
  paying.REFUSED,
  ROUTED,
  turns.ANSWERED,
  turns.UNANSWERED,
  STOP,
  board.SHOWN,
  board.UNSHOWN,
  board.PRESSED,
])
export type AssignmentEvent = typeof AssignmentEvent.Type
