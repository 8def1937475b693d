/** How an event is written, and those that many charts share. */
import { Schema } from "effect"
import { Address } from "./address.ts"
import { asked, ButtonId, Claim, Person, Snowflake, Usage } from "./values.ts"

export const event = <const T extends string, F extends Schema.Struct.Fields>(type: T, fields: F) =>
  Schema.Struct({ type: Schema.Literal(type), ...fields })

/** The lifecycle that every pooled actor shares. */
export const lifecycle = {
  ALLOCATE: event("ALLOCATE", {}),
  CONNECTED: event("CONNECTED", {}),
  RELEASE: event("RELEASE", {}),
  DISCONNECTED: event("DISCONNECTED", {}),
  /** It did not work. `retry`: trying again may help; otherwise it is over, and `reason` says why to a person. */
  FAIL: event("FAIL", { reason: Schema.String, retry: Schema.Boolean }),
}

/** What an actor with a board of its own hears of it. */
export const board = {
  /** The board stands in the channel as this message. */
  SHOWN: event("SHOWN", { message: Snowflake }),
  /** It could not be shown, or changed; `reason` is for the operator. `retry`: Discord is not there now. */
  UNSHOWN: event("UNSHOWN", { reason: Schema.String, retry: Schema.Boolean }),
  /** Somebody pressed a button of it in `channel`; `manages`: who may manage messages there. */
  PRESSED: event("PRESSED", {
    button: ButtonId,
    by: Person,
    channel: Snowflake,
    manages: Schema.Boolean,
    /** Who may manage the server, too. */
    managesServer: Schema.optionalKey(Schema.Literal(true)),
  }),
}

/** What whoever asked for a turn hears of it. */
export const turns = {
  /** An agent has spoken. `calls` are the brains that its answer calls by name. */
  ANSWERED: event("ANSWERED", {
    turn: Schema.String,
    brain: Schema.String,
    text: Schema.String,
    messages: Schema.Array(Schema.String),
    calls: Schema.Array(Schema.String),
  }),
  /** A turn waits for an agent: its place among those that do, 1 being the next, and how long that may take, in ms (null: nobody can say); 0: it has one. */
  QUEUED: event("QUEUED", {
    turn: Schema.String,
    place: Schema.Int,
    about: Schema.NullOr(Schema.Number),
  }),
  /** A turn ended without an answer; `reason` is for the person who waits. */
  UNANSWERED: event("UNANSWERED", {
    turn: Schema.String,
    reason: Schema.String,
    /** Who waits has been told before, and is not told again. */
    told: Schema.optionalKey(Schema.Literal(true)),
  }),
}

/** What whoever has a model asked hears of who pays for it. */
export const paying = {
  /** It costs something: so much at most, and of these budgets. `turn` tells it from all else that they pay. */
  PRICED: event("PRICED", { turn: Schema.String, claim: Claim }),
  /** A budget has set tokens aside for it. */
  GRANTED: event("GRANTED", { turn: Schema.String, budget: Address }),
  /** A budget has too few left; `reason` is for the person who waits. `told`: who has heard it today, there. */
  REFUSED: event("REFUSED", {
    turn: Schema.String,
    budget: Address,
    reason: Schema.String,
    told: Schema.Boolean,
  }),
}

/** How scarce agents are, or how plenty. */
export const alarm = {
  load: Schema.Literals(["scarce", "plenty"]),
  agents: Schema.Int,
  /** Agents that are with a server: now, or with `plenty` the most at once. */
  used: Schema.Int,
  waiting: Schema.Int,
  /** How long the first of those has waited, in ms. */
  longest: Schema.Number,
  /** How long it has been so, in ms. */
  over: Schema.Number,
}

/** A person lets it go on. */
export const RESUME = event("RESUME", { by: Person })

/** A person ends what an actor does for them. */
export const STOP = event("STOP", { by: Person })

/**
 * The manager chose. An empty list means that nobody answers; `ms` is what the model took, `again`: as in THOUGHT. `model` and
 * `usage` are left out when no model was asked, or none answered.
 */
export const ROUTED = event("ROUTED", {
  message: Schema.String,
  responders: Schema.Array(Schema.String),
  reason: Schema.String,
  ms: Schema.Number,
  again: Schema.optionalKey(Schema.Literal(true)),
  model: Schema.optionalKey(Schema.String),
  usage: Schema.optionalKey(Usage),
  ...asked,
})

/** What a channel shows of its turns that wait for an agent is as it should be; null: it shows nothing. */
export const QUEUE_SHOWN = event("QUEUE_SHOWN", { message: Schema.NullOr(Snowflake) })
