/** What a user's constellation can be told. */
import { Schema } from "effect"
import { event, lifecycle, paying } from "../event.ts"
import { ruling } from "../tools/ruling.ts"
import { memory } from "../memory/events.ts"
import { Group, Template } from "./template.ts"
import { Block, Person } from "../values.ts"

export const parts = ["agents", "memory", "groups"] as const
export const Part = Schema.Literals(parts)
export type Part = (typeof parts)[number]

export const ConstellationEvent = Schema.Union([
  /**
   * Its user speaks, or is a partner. If it is to be made: from the template of that name, the standard one where nobody says;
   * `whole`: with all agents at once, not with the core alone.
   */
  event("ALLOCATE", {
    user: Person,
    template: Schema.optionalKey(Schema.String),
    whole: Schema.optionalKey(Schema.Boolean),
  }),
  /** One part of the constellation exists. `later` are agents that are made when they are first needed. */
  event("AGENTS_READY", {
    template: Template,
    agents: Schema.Array(Schema.String),
    later: Schema.Array(Schema.String),
  }),
  event("MEMORY_READY", { blocks: Schema.Array(Block) }),
  event("GROUPS_READY", { groups: Schema.Array(Group) }),
  /** One of its agents has a turn: it is made if it was not. */
  event("NEED", { brain: Schema.String }),
  /** The operator applies a template; what is the user's own stays. */
  event("APPLY", { template: Template }),
  /** Its user makes it their own. `name`: what the agent is called; null: as everywhere. */
  event("ADD", { brain: Schema.String }),
  event("REMOVE", { brain: Schema.String }),
  event("RENAME", { brain: Schema.String, name: Schema.NullOr(Schema.String) }),
  /** As the template has it; what is written in its memory stays. */
  event("RESET", { template: Template }),
  lifecycle.RELEASE,
  lifecycle.DISCONNECTED,
  lifecycle.FAIL,
  /** An agent answered this user: it goes into the session that the two have. */
  event("REMEMBER", {
    user: Person,
    brain: Schema.String,
    turn: Schema.String,
    asked: Schema.String,
    answered: Schema.String,
  }),
  ...memory,
  ruling.RULE,
  ruling.REPEAL,
  paying.PRICED,
  paying.GRANTED,
  paying.REFUSED,
  /** Not all budgets have answered in time what a digest is to be paid from; it tells itself. */
  event("UNPAID", { turn: Schema.String }),
])
export type ConstellationEvent = typeof ConstellationEvent.Type
