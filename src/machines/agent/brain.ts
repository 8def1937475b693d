/** A brain is what makes a pooled agent somebody: a name, a role, a way to speak. One Markdown file each, in `brains/`. */
import { Schema } from "effect"
import { Purpose } from "../pool/keep-alive.ts"

export const Tier = Schema.Literals(["premium", "standard", "lite"])

/**
 * How an agent stands: `active`, it is called and answers; `planned`, it is shown, and not called yet; `disabled`, it is not
 * called for a while; `deprecated`, another answers in its place.
 */
export const Standing = Schema.Literals(["active", "planned", "disabled", "deprecated"])
export type Standing = typeof Standing.Type

/** Languages whose forms of a word are known, by their codes. https://www.loc.gov/standards/iso639-2/php/code_list.php */
export const Language = Schema.Literals([
  "da",
  "de",
  "en",
  "es",
  "fi",
  "fr",
  "hu",
  "it",
  "nl",
  "no",
  "pt",
  "ro",
  "ru",
  "sv",
  "tr",
])
export type Language = typeof Language.Type

export const Brain = Schema.Struct({
  /** The file's name without `.md`: lower-case letters, digits and dashes. */
  id: Schema.String,
  name: Schema.String,
  role: Schema.String,
  /** What it knows about, in words and phrases: they call nobody, and tell the manager whose field a message is. */
  expertise: Schema.Array(Schema.String),
  /** Words or phrases that call this agent when they stand in a message as whole words, in any form. */
  triggers: Schema.Array(Schema.String),
  /** The language of its triggers and its expertise. */
  language: Language,
  /** Answers every message of a channel, unless another is called by name. */
  autoRespond: Schema.Boolean,
  /** Lines of the channel that it is lent; left out: as many as everybody. */
  context: Schema.optionalKey(Schema.Int),
  /** The longest answer, in tokens. */
  maxTokens: Schema.Int,
  /** The longest prompt, in tokens, without the answer; left out: by its tier. */
  contextTokens: Schema.optionalKey(Schema.Int),
  temperature: Schema.Number,
  /** Tools that the agent of the pool that speaks for it must have. */
  tools: Schema.Array(Schema.String),
  /** What it is for, which says how long its agent stays with a guild; left out: nothing in particular. */
  purpose: Schema.optionalKey(Purpose),
  tier: Tier,
  /** How it stands, unless an operator has said otherwise since; left out: it is active. */
  state: Schema.optionalKey(Standing),
  /** The id of who answers in its place when it is deprecated. */
  successor: Schema.optionalKey(Schema.String),
  /** An https address of a picture, or null for a drawn one. */
  avatar: Schema.NullOr(Schema.String),
  /** The system prompt: the file's body. */
  prompt: Schema.String,
})
export type Brain = typeof Brain.Type

/** An agent of the team that is not called: planned, disabled, or deprecated. */
export interface Away {
  readonly brain: Brain
  readonly standing: Exclude<Standing, "active">
  /** The agent that answers in its place, whom nobody replaces in turn; null: nobody does. */
  readonly successor: Brain | null
}

/** The agents that can be called, the manager that routes, and the lead who answers when somebody must. */
export interface Team {
  readonly agents: ReadonlyArray<Brain>
  readonly manager: Brain | null
  readonly lead: Brain
  /** Those that are not called; left out: there are none. */
  readonly away?: ReadonlyArray<Away>
}
