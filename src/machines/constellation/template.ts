/** A template with the team's agents put in: what a constellation is laid out by. The configuration writes it, a constellation keeps it. */
import { Schema } from "effect"
import { Coordination } from "../conversation/settings.ts"

/** Agents of one constellation that work together; members are ids of brains. */
export const Group = Schema.Struct({
  name: Schema.String,
  /** How they work together. */
  coordination: Coordination,
  members: Schema.Array(Schema.String),
})
export type Group = typeof Group.Type

/** A block of memory before anybody wrote into it. `limit` is in characters. */
export const BlockPlan = Schema.Struct({
  label: Schema.String,
  description: Schema.String,
  limit: Schema.Int,
  readOnly: Schema.Boolean,
  /** One block for all agents; otherwise each agent has one of its own. */
  shared: Schema.Boolean,
})
export type BlockPlan = typeof BlockPlan.Type

export const Template = Schema.Struct({
  name: Schema.String,
  /** Ids of brains. */
  agents: Schema.Array(Schema.String),
  /** Those of its agents that are made first for who comes unannounced; the others are made when they are first needed. */
  core: Schema.Array(Schema.String),
  memory: Schema.Array(BlockPlan),
  groups: Schema.Array(Group),
})
export type Template = typeof Template.Type
