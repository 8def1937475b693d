/** A change that somebody wants in a block of memory: an agent by its tools, a person by a form. */
import { Schema } from "effect"
import { Person } from "../values.ts"

/** In characters; what a person can write is bounded by Discord's form. https://discord.com/developers/docs/components/reference#text-input */
export const longestText = 4000

const Text = Schema.String.check(Schema.isMaxLength(longestText))

/** Which block. */
const block = {
  label: Schema.String,
  /** The brain whose own it is; null: the one that all share. */
  agent: Schema.NullOr(Schema.String),
}

export const Edit = Schema.Union([
  /** A line more. */
  Schema.Struct({ tool: Schema.Literal("append"), ...block, text: Text }),
  /** Something else in the place of these words of it. */
  Schema.Struct({ tool: Schema.Literal("replace"), ...block, old: Text, text: Text }),
  /** All of it, as changed from what it said in this version. */
  Schema.Struct({ tool: Schema.Literal("write"), ...block, version: Schema.Int, text: Text }),
])
export type Edit = typeof Edit.Type

/** Who wants it. */
export const Editor = Schema.Union([Person, Schema.Struct({ agent: Schema.String })])
export type Editor = typeof Editor.Type
