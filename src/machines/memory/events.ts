/** What is told of memory: to a constellation, to the archive of a user, to the knowledge of a channel. */
import { Schema } from "effect"
import { Edit, Editor } from "./edit.ts"
import { event } from "../event.ts"
import { Exchange, Fact, Person, Usage } from "../values.ts"

/** What a constellation is told of its memory and its sessions. */
export const memory = [
  /** An agent, by its tools, or the user wants blocks to be changed. */
  event("EDIT", { by: Editor, edits: Schema.Array(Edit) }),
  /** A text of a block's past is to stand again; null: what stood there before the last change. */
  event("RESTORE", {
    by: Person,
    label: Schema.String,
    agent: Schema.NullOr(Schema.String),
    past: Schema.NullOr(Schema.Int),
  }),
  /** The older part of the session with an agent is summed up. `ms` is what it took; `again`: as in THOUGHT. */
  event("DIGESTED", {
    brain: Schema.String,
    text: Schema.String,
    model: Schema.String,
    usage: Usage,
    ms: Schema.Number,
    again: Schema.optionalKey(Schema.Literal(true)),
  }),
] as const

export const ArchiveEvent = Schema.Union([
  /** Exchanges have left the session with an agent. */
  event("ARCHIVE", { brain: Schema.String, exchanges: Schema.Array(Exchange) }),
  /** Its user wants all of it forgotten. */
  event("EMPTY", { by: Person }),
])
export type ArchiveEvent = typeof ArchiveEvent.Type

export const KnowledgeEvent = Schema.Union([
  /** The channel knows something, or something else under this label. */
  event("LEARN", { ...Fact.fields, by: Person }),
  event("UNLEARN", { label: Schema.String, by: Person }),
])
export type KnowledgeEvent = typeof KnowledgeEvent.Type
