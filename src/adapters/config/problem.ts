/** What is wrong with the configuration, said so that a newcomer can put it right without looking anything up. */
import { Schema } from "effect"

export const Problem = Schema.Struct({
  /** The file as the operator named it, or `environment`. */
  file: Schema.String,
  /** From 1, with the column in UTF-16 code units; null where a place has no sense. */
  at: Schema.NullOr(Schema.Struct({ line: Schema.Int, column: Schema.Int })),
  /** `retention.keep_days`, `partners.users[0].name` or the name of a variable; null for the file as a whole. */
  key: Schema.NullOr(Schema.String),
  /** Never holds the value of a secret. A question when it is clear what was meant; nothing is expected then. */
  found: Schema.String,
  /** Ends a sentence that begins with "expected"; null when `found` says it all. */
  expected: Schema.NullOr(Schema.String),
  /** A right line. */
  example: Schema.NullOr(Schema.String),
})
export type Problem = typeof Problem.Type

/** The configuration cannot be used: fix the file or the environment. `message` lists all that is wrong, one problem a line. */
export class ConfigInvalid extends Schema.TaggedError<ConfigInvalid>()("ConfigInvalid", {
  problems: Schema.Array(Problem),
}) {
  override get message(): string {
    const count = this.problems.length === 1 ? "1 problem" : `${this.problems.length} problems`
    return [`${count} in the configuration:`, ...this.problems.map((it) => `  ${lineOf(it)}`)].join("\n")
  }
}

/** `orrery.toml:3:8: playground.port: it is the text "4010"; expected a port …, for example` and a right line. */
export const lineOf = ({ file, at, key, found, expected, example }: Problem): string =>
  [
    `${at === null ? file : `${file}:${at.line}:${at.column}`}: `,
    key === null ? "" : `${key}: `,
    found,
    expected === null ? "" : `; expected ${expected}`,
    example === null ? "" : `${found.endsWith("?") ? " For" : ", for"} example \`${example}\``,
  ].join("")

/** `templates.default.memory[0].label`. */
export const dotted = (path: ReadonlyArray<PropertyKey>): string =>
  path
    .map((part, n) => (typeof part === "number" ? `[${part}]` : `${n === 0 ? "" : "."}${bare(String(part))}`))
    .join("")

const bare = (part: string): string => {
  const short = part.length > 40 ? `${part.slice(0, 40).toWellFormed()}…` : part
  return /^[\w-]+$/.test(part) ? short : JSON.stringify(short)
}

const secretLike = /[\w-]{20,}\.[\w-]{4,}\.[\w-]{20,}|^(sk|xox[a-z])-|:\/\/[^/\s]*@/

/** A value for people: short, and nothing that looks like a secret which got under the wrong key. */
export const shown = (value: unknown, secret = false): string => {
  if (value === undefined) return "it is missing"
  if (Array.isArray(value)) return "it is a list"
  if (value instanceof Date) return "it is a date"
  if (typeof value === "object") return "it is a table"
  if (typeof value === "boolean") return `it is ${value}`
  if (typeof value !== "string")
    return secret ? "it is a number" : `it is the number ${String(value).slice(0, 40).toLowerCase()}`
  if (value.trim() === "") return "it is an empty text"
  if (secret || secretLike.test(value)) return "it is a text that is not shown here"
  return `it is the text ${JSON.stringify(value.length > 60 ? `${value.slice(0, 60).toWellFormed()}…` : value)}`
}
