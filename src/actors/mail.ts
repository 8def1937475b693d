/** How an actor is reached, wherever it runs. In one process this is a function call; over several, Effect Cluster. */
import { Context, Schema, type Effect } from "effect"
import { Address, kindOf, kinds, type Kind } from "../machines/address.ts"
import {
  AgentEvent,
  ArchiveEvent,
  AssignmentEvent,
  BudgetEvent,
  ConstellationEvent,
  ConversationEvent,
  DebateEvent,
  DepartureEvent,
  Event,
  GuildEvent,
  KnowledgeEvent,
  LessonsEvent,
  PartnersEvent,
  PermitEvent,
  PoolEvent,
  RosterEvent,
  ScheduleEvent,
  SummaryEvent,
  VoteEvent,
  WorkflowEvent,
} from "../machines/events.ts"

const vocabularies = {
  agent: AgentEvent,
  constellation: ConstellationEvent,
  conversation: ConversationEvent,
  pool: PoolEvent,
  workflow: WorkflowEvent,
  schedule: ScheduleEvent,
  guild: GuildEvent,
  budget: BudgetEvent,
  assignment: AssignmentEvent,
  summary: SummaryEvent,
  archive: ArchiveEvent,
  knowledge: KnowledgeEvent,
  partners: PartnersEvent,
  departure: DepartureEvent,
  permit: PermitEvent,
  roster: RosterEvent,
  lessons: LessonsEvent,
  vote: VoteEvent,
  debate: DebateEvent,
}

/** What actors of a kind can be told, an event each. */
export const vocabularyOf = (
  kind: Kind,
): {
  readonly members: ReadonlyArray<{ readonly fields: { readonly type: { readonly literal: string } } }>
} => vocabularies[kind]

/** An event on its way to an actor's mailbox, which stamps it with the time it is taken in. */
export const Envelope = Schema.Struct({
  /** Where it came from and which one it is (`discord:<message id>`): an actor takes an id once. Null: never seen twice. */
  id: Schema.NullOr(Schema.String),
  /** The correlation id that follows a message through all the actors it touches. */
  cause: Schema.String,
  event: Event,
})
export type Envelope = typeof Envelope.Type

/** An envelope and whose it is. */
export interface Letter {
  readonly to: Address
  readonly envelope: Envelope
}

/** A letter as it comes from another process: for one of these kinds of actors, and an event that this kind knows. */
export const letterTo = (...kinds: ReadonlyArray<Kind>): Schema.Codec<Letter, unknown> =>
  Schema.Union(
    kinds.map((kind) =>
      Schema.Struct({
        to: Address.check(
          Schema.makeFilter((to) => kindOf(to) === kind || `Expected the address of a ${kind}`),
        ),
        envelope: Schema.Struct({ ...Envelope.fields, event: vocabularies[kind] as Schema.Codec<Event> }),
      }),
    ),
  )

const known = new Map(
  kinds.map((kind) => [kind, new Set(vocabularyOf(kind).members.map(({ fields }) => fields.type.literal))]),
)

/** Whether actors of a kind can be told such an event. */
export const knows = (kind: Kind, { type }: Event): boolean => known.get(kind)!.has(type)

/** `committed`: durable now; `duplicate`: it was before. */
export const Receipt = Schema.Literals(["committed", "duplicate"])
export type Receipt = typeof Receipt.Type

/** The actor has as much waiting as it may have. Retry later: nothing was taken. */
export class MailboxFull extends Schema.TaggedError<MailboxFull>()("MailboxFull", { address: Address }) {}

/** The actor's store or its owner is not there now, or it has just moved. Retry under the same id. */
export class ActorUnavailable extends Schema.TaggedError<ActorUnavailable>()("ActorUnavailable", {
  address: Address,
  reason: Schema.String,
}) {}

/** The chart broke on this event, which is refused and will be again. Stop: the actor is as it was before. */
export class Poisoned extends Schema.TaggedError<Poisoned>()("Poisoned", {
  address: Address,
  reason: Schema.String,
}) {}

export const Refused = Schema.Union([MailboxFull, ActorUnavailable, Poisoned])
export type Refused = typeof Refused.Type

export class Mail extends Context.Service<
  Mail,
  {
    /** Returns when the event is durable. Tell again under the same id when in doubt. */
    readonly tell: (to: Address, envelope: Envelope) => Effect.Effect<Receipt, Refused>
    /** An actor's chart state (`value`) and context as last committed. */
    readonly peek: (address: Address) => Effect.Effect<Peeked, ActorUnavailable>
    /** Brings an actor that owes something into memory, so that it goes on. */
    readonly wake: (address: Address) => Effect.Effect<void, ActorUnavailable>
  }
>()("orrery/actors/Mail") {}

export const Peeked = Schema.Struct({
  value: Schema.Json,
  context: Schema.Json,
  seq: Schema.Int,
  epoch: Schema.Int,
})
export type Peeked = typeof Peeked.Type
