/** What a shard of the pool can be told. */
import { Schema } from "effect"
import { Need, Profile } from "./allocation.ts"
import { alarm, event, lifecycle } from "../event.ts"
import { PolicyName } from "./policies/policy.ts"
import { Turn } from "../values.ts"

export const PoolEvent = Schema.Union([
  lifecycle.ALLOCATE,
  /** The agents that this shard holds. */
  event("CONNECTED", {
    agents: Schema.Array(Schema.String),
    /** What they are by nature, of those that are not like the others. */
    profiles: Schema.optionalKey(Schema.Record(Schema.String, Profile)),
    /** The other shards. */
    others: Schema.optionalKey(Schema.Array(Schema.String)),
    /** What decides from now on how long agents stay, and where they are expected; left out: what did before. */
    policy: Schema.optionalKey(PolicyName),
  }),
  lifecycle.RELEASE,
  lifecycle.DISCONNECTED,
  lifecycle.FAIL,
  /** A conversation wants an agent for a turn. */
  event("REQUEST", { turn: Turn, need: Schema.optionalKey(Need) }),
  /** A conversation gives a turn up; `gently`: unless its agent speaks already. */
  event("WITHDRAW", { turn: Schema.String, gently: Schema.optionalKey(Schema.Literal(true)) }),
  /** An agent ended its turn and stays with its guild. */
  event("IDLED", { agent: Schema.String, turn: Schema.String }),
  /** An agent left its guild and is free. */
  event("RELEASED", { agent: Schema.String }),
  /** An agent broke. It has answered for `turn`; null: it could not even do that. */
  event("FAILED", { agent: Schema.String, turn: Schema.NullOr(Schema.String), reason: Schema.String }),
  /** An agent is there. It was asked when `turn` was thought to be its own; it has `held`, and is with the guild `home`. */
  event("ALIVE", {
    agent: Schema.String,
    turn: Schema.NullOr(Schema.String),
    held: Schema.NullOr(Schema.String),
    home: Schema.NullOr(Schema.String),
  }),
  /** It is time to look round. */
  event("ROUND", {}),
  /** An agent's backoff is over. */
  event("PROBE", { agent: Schema.String }),
  /** A shard wants agents of this one: so many, such as a turn needs, or any (null). */
  event("BORROW", {
    pool: Schema.String,
    loan: Schema.String,
    count: Schema.Int,
    wanted: Schema.NullOr(Schema.Struct({ home: Schema.String, need: Need })),
  }),
  /** A shard lends agents, or has none to lend. */
  event("LENT", {
    pool: Schema.String,
    loan: Schema.String,
    agents: Schema.Array(Schema.Struct({ agent: Schema.String, profile: Profile })),
  }),
  /** The borrower has taken them in. */
  event("TAKEN", { pool: Schema.String, loan: Schema.String, agents: Schema.Array(Schema.String) }),
  /** The borrower has them no more, or never had. */
  event("RETURNED", { pool: Schema.String, loan: Schema.String, agents: Schema.Array(Schema.String) }),
  /** A shard asks for the agents that it has lent. */
  event("LOAN", { pool: Schema.String, loan: Schema.String, agents: Schema.Array(Schema.String) }),
  /** How many agents a shard has, and how many of them are with guilds. */
  event("LOAD", { pool: Schema.String, used: Schema.Int, all: Schema.Int }),
  /** Guilds are expected to ask, or were: it is time to see to it. */
  event("LOOK", {}),
  /** No new turns; agents go home as they end theirs. */
  event("DRAIN", {}),
  event("SERVE", {}),
  /** Agents are scarce, or many more than are used; `pool/0` tells it to the operator, once in `cooldown` ms. */
  event("ALARM", { ...alarm, cooldown: Schema.Number }),
  /** An operator wants more agents here. */
  event("ADD_AGENTS", { count: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1000 })) }),
  /** An operator takes an agent out: it ends what it does, gets nothing more, and goes. */
  event("DRAIN_AGENT", { agent: Schema.String }),
  /** An operator lets one in again that was taken out. */
  event("RESTORE_AGENT", { agent: Schema.String }),
])
export type PoolEvent = typeof PoolEvent.Type
