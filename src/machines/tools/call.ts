/** A call of a tool: what a model wants, whether it may, and what came of it. */
import { Schema } from "effect"
import { Verdict } from "./permissions.ts"

/** What a model wants to be done. */
export const Use = Schema.Struct({
  /** Tells it from the others of its turn: `<round>.<place>`, both from 0. */
  id: Schema.String,
  /** As rules name it: `time`, `blender.render`. */
  tool: Schema.String,
  /** What it is called with, as JSON; at most `longestInput` characters. */
  input: Schema.String,
})
export type Use = typeof Use.Type

/** A call, and what the rules say of it. */
export const Judged = Schema.Struct({
  ...Use.fields,
  verdict: Verdict,
  /** It changes nothing anywhere. */
  harmless: Schema.Boolean,
  /** With `deny`: why, in a line that lets the model do better; left out: a rule says so. */
  why: Schema.optionalKey(Schema.String),
})
export type Judged = typeof Judged.Type

/** What came of a call. */
export const Result = Schema.Struct({
  use: Schema.String,
  ok: Schema.Boolean,
  /** What the tool said, or in a sentence why it could not; at most `longestResult` characters. */
  text: Schema.String,
  /** How long it took, in ms. */
  ms: Schema.Number,
})
export type Result = typeof Result.Type

/** One round of a turn: what the model said, what it wanted, and what that came to, in the order of the calls. */
export const Round = Schema.Struct({
  text: Schema.String,
  uses: Schema.Array(Use),
  results: Schema.Array(Result),
})
export type Round = typeof Round.Type

/** Calls of one turn that run at a time. */
export const sideBySide = 5
/** Rounds of one turn; after the last one the model has to answer without tools. */
export const roundsAtMost = 8
/** Calls that a model may want at once. */
export const usesAtMost = 16
/** In characters. */
export const longestInput = 16_384
/** In characters; what is longer is clipped in the middle, and says so. */
export const longestResult = 16_384

/** The beginning and the end of a text, where it is longer than `longest` characters. */
export const clipped = (text: string, longest: number): string => {
  if (text.length <= longest) return text
  const half = Math.max(0, Math.floor(longest / 2) - 20)
  const left = text.length - 2 * half
  const end = half === 0 ? "" : text.slice(-half)
  return `${text.slice(0, half)}\n[${left} characters left out]\n${end}`.toWellFormed()
}
