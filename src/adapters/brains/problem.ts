/** What is wrong with a brain, said so that its author can put it right without looking anything up. */
import { Schema } from "effect"

export const Problem = Schema.Struct({
  /** The file, as the operator named it. */
  file: Schema.String,
  line: Schema.Int,
  /** The key in the front matter, or null for the file as a whole. */
  key: Schema.NullOr(Schema.String),
  found: Schema.String,
  expected: Schema.String,
  example: Schema.String,
})
export type Problem = typeof Problem.Type

/** The directory holds no team. Fix the files; `message` lists all that is wrong, one problem a line. */
export class BrainInvalid extends Schema.TaggedError<BrainInvalid>()("BrainInvalid", {
  directory: Schema.String,
  problems: Schema.Array(Problem),
}) {
  override get message(): string {
    const count = this.problems.length === 1 ? "1 problem" : `${this.problems.length} problems`
    return [`${count} in the brains of ${this.directory}:`, ...this.problems.map(lineOf)].join("\n")
  }
}

const lineOf = ({ file, line, key, found, expected, example }: Problem): string =>
  `  ${file}:${line}: ${key === null ? "" : `${key}: `}${found}; expected ${expected}, for example \`${example}\``
