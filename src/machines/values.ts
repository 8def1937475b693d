/** What events and effects carry. All of it is plain JSON: it is journaled, exported and replayed. */
import { Schema } from "effect"
import { Address } from "./address.ts"

/** A Discord id: 17 to 20 digits that sort by time. https://discord.com/developers/docs/reference#snowflakes */
export const Snowflake = Schema.String.pipe(Schema.check(Schema.isPattern(/^\d{1,20}$/)))

/** When what a Discord id names was made, in ms since 1970. */
export const saidAt = (id: string): number => Number(BigInt(id) >> 22n) + 1_420_070_400_000

export const Person = Schema.Struct({ id: Snowflake, name: Schema.String })
export type Person = typeof Person.Type

/** One utterance in a channel; `brain` names the agent that spoke, or is null for a person. */
export const Line = Schema.Struct({
  id: Schema.String,
  author: Schema.String,
  brain: Schema.NullOr(Schema.String),
  text: Schema.String,
  /** Milliseconds since 1970. */
  at: Schema.Number,
  /** The message that it replies to, or that it answers. */
  to: Schema.optionalKey(Schema.String),
})
export type Line = typeof Line.Type

/** A person's message with what the edge heard in it: who is called by name, whose words it holds. */
export const Message = Schema.Struct({
  id: Snowflake,
  channel: Snowflake,
  guild: Schema.NullOr(Snowflake),
  author: Person,
  text: Schema.String,
  /** People it pinged: an answer may ping these and nobody else. */
  pinged: Schema.Array(Snowflake),
  /** Ids of the brains it calls: `@Name`, `Name, …`, a reply to an agent's message, `/ask`. */
  called: Schema.Array(Schema.String),
  /** Ids of the brains one of whose trigger words it holds. */
  matched: Schema.Array(Schema.String),
  /** It speaks to the team as a whole (mentions the bot, or is a DM), so somebody must answer. */
  toTeam: Schema.Boolean,
  /** The brain whose answer is calling, or null when a person speaks. The author stays the person it all began with. */
  via: Schema.NullOr(Schema.String),
  /** The message that it replies to. */
  repliesTo: Schema.optionalKey(Snowflake),
  /** With `via`: the person's message that it all began with. */
  origin: Schema.optionalKey(Snowflake),
  /** A schedule asks for its maker: nothing that they say follows up on it, nor it on that. */
  scheduled: Schema.optionalKey(Schema.Literal(true)),
})
export type Message = typeof Message.Type

/** A message as a line of its channel. */
export const asLine = ({ id, author, via, text, repliesTo }: Message, at: number): Line => ({
  id,
  author: via ?? author.name,
  brain: via,
  text,
  at,
  ...(repliesTo !== undefined && { to: repliesTo }),
})

/** That a message was said while nobody listened, and what is to be done about it. */
export const Missed = Schema.Struct({
  /** Since when nobody had listened, in ms since 1970. */
  since: Schema.Number,
  /** Older than this it is not answered, in ms. */
  answerWithin: Schema.Number,
})
export type Missed = typeof Missed.Type

/** What a button of a board is called by its actor. */
export const ButtonId = Schema.String.check(Schema.isPattern(/^[a-z0-9-]{1,24}$/))

/** A button under a board; `label` is what people read, at most 80 characters. */
export const Button = Schema.Struct({
  id: ButtonId,
  label: Schema.String,
  style: Schema.Literals(["primary", "secondary", "success", "danger"]),
})
export type Button = typeof Button.Type

/** The correlation id of all that a message leads to. */
export const originOf = ({ id, origin }: Message): string => origin ?? id

/**
 * Why an agent answers: it was called by name, it heard its word, the manager chose it, all answer here, it always does; it is next
 * in order, it leads, or all do one after the other, as the team works together. `none`: nobody asked.
 */
export const Route = Schema.Literals([
  "mention",
  "keyword",
  "manager",
  "all",
  "auto",
  "order",
  "lead",
  "pipeline",
  "none",
])
export type Route = typeof Route.Type

/** A message that was routed to some, or to none, when a person wanted others: what the manager learns from. Ids of brains. */
export const Correction = Schema.Struct({
  text: Schema.String,
  chosen: Schema.Array(Schema.String),
  wanted: Schema.Array(Schema.String),
})
export type Correction = typeof Correction.Type

/** What the manager said of a message: whom it chose, ids of brains, and why. */
export const Choice = Schema.Struct({
  from: Schema.String,
  text: Schema.String,
  chosen: Schema.Array(Schema.String),
  reason: Schema.String,
})
export type Choice = typeof Choice.Type

/** Tokens that somebody may use a day, and the day that it is where the operator counts. */
export const Limit = Schema.Struct({
  /** Whose: the budget's address. */
  of: Address,
  /** As people read it: `this server`, `Ada`, `Writer`. */
  name: Schema.String,
  tokens: Schema.Int,
  /** The day's number, which grows by one a day. */
  day: Schema.Int,
  /** When the next day begins there, in ms since 1970. */
  until: Schema.Number,
  /** An IANA time zone. https://www.iana.org/time-zones */
  zone: Schema.String,
})
export type Limit = typeof Limit.Type

/** What an answer may use at most, and of whose budgets. */
export const Claim = Schema.Struct({ tokens: Schema.Int, limits: Schema.Array(Limit) })
export type Claim = typeof Claim.Type

/** One agent's answer to one message. `id` is `<message id>.<brain id>`: the same for every retry. */
export const Turn = Schema.Struct({
  id: Schema.String,
  brain: Schema.String,
  conversation: Address,
  message: Message,
  route: Route,
  /** Recent lines of the channel, lent for this one answer. */
  lent: Schema.Array(Line),
  /** For who asked alone: it is not said in the channel. */
  aside: Schema.optionalKey(Schema.Literal(true)),
  /** Left out where no budget is. */
  claim: Schema.optionalKey(Claim),
})
export type Turn = typeof Turn.Type

/** A turn of an agent's that waits: where it stands, 1 being the next, and how long that may take, in ms; null: nobody can say. */
export const Waiting = Schema.Struct({
  brain: Schema.String,
  place: Schema.Int,
  about: Schema.NullOr(Schema.Number),
})
export type Waiting = typeof Waiting.Type

/** What a channel shows of the turns that wait for an agent. */
export interface QueueLine {
  /** Tells this line from one before it. */
  readonly of: string
  /** Null: none stands there, or nobody knows of it yet. */
  readonly message: string | null
  readonly shows: ReadonlyArray<Waiting>
  /** It is being changed. */
  readonly showing: boolean
}

/** How a model was asked, where there is something to tell. */
export const asked = {
  /** How long the question waited for a place, in ms; left out: not at all. */
  waited: Schema.optionalKey(Schema.Number),
  /** How often it was put; left out: once. */
  asks: Schema.optionalKey(Schema.Int),
}

/** How much of each an answer was made from. */
export const Recalled = Schema.Struct({
  /** Exchanges of the session with who asked. */
  session: Schema.Int,
  /** Exchanges before those, which a digest stands for. */
  digest: Schema.Int,
  /** Blocks of memory, and their characters. */
  memory: Schema.Int,
  characters: Schema.Int,
  /** What the channel knows. */
  knowledge: Schema.Int,
})
export type Recalled = typeof Recalled.Type

/** What stands in the channel of an answer while it is written: one message, whose id nobody may know yet. */
export const Draft = Schema.Struct({ message: Schema.NullOr(Snowflake) })
export type Draft = typeof Draft.Type

/** One question and its answer in the long session of an agent with a user. */
export const Exchange = Schema.Struct({
  asked: Schema.String,
  answered: Schema.String,
  at: Schema.Number,
  /** The turn that it was; left out of what was remembered before turns were noted. */
  turn: Schema.optionalKey(Schema.String),
})
export type Exchange = typeof Exchange.Type

/** What the older part of a session came to. */
export const Digest = Schema.Struct({
  text: Schema.String,
  /** How many exchanges it is made from, and when the first of them was, in ms since 1970. */
  of: Schema.Int,
  since: Schema.Number,
  /** Those of them that came last, oldest first: their turns, as far as they are known, and when they were. */
  sources: Schema.Array(Schema.Struct({ turn: Schema.NullOr(Schema.String), at: Schema.Number })),
  /** Who made it: a model's name, or the offline model's. */
  model: Schema.String,
  at: Schema.Number,
})
export type Digest = typeof Digest.Type

/** Something that a channel knows, under a label that people gave it. */
export const Fact = Schema.Struct({ label: Schema.String, text: Schema.String })
export type Fact = typeof Fact.Type

/** A block of memory. `limit` is in characters. */
export const Block = Schema.Struct({
  label: Schema.String,
  /** What belongs into it, for who writes it. */
  description: Schema.String,
  value: Schema.String,
  limit: Schema.Int,
  /** Agents may read it and no more; people may write it. */
  readOnly: Schema.Boolean,
  /** The brain whose own it is; null: all agents of the constellation share it. */
  agent: Schema.NullOr(Schema.String),
})
export type Block = typeof Block.Type

export const Usage = Schema.Struct({ input: Schema.Int, output: Schema.Int })
export type Usage = typeof Usage.Type

/** What a record holds under a key that somebody else chose: `constructor` is in every object, and in no record. */
export const own = <A>(record: Readonly<Record<string, A>>, key: string): A | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined
