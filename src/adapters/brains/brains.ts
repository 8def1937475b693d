/** Loads the team: one Markdown file an agent, front matter (`keys.ts`) and then the system prompt. */
import { readdir } from "node:fs/promises"
import { join } from "node:path"
import { Effect, Result } from "effect"
import type { Team } from "../../machines/agent/brain.ts"
import { readBounded } from "../files/read.ts"
import { largestFile, parse, type Parsed } from "./parse.ts"
import { BrainInvalid, type Problem } from "./problem.ts"
import { assemble, warningsOf } from "./team.ts"

export interface Loaded {
  readonly team: Team
  /** What it is made of. */
  readonly parsed: ReadonlyArray<Parsed>
  /** What an operator should know, a sentence each; nothing is printed here. */
  readonly warnings: ReadonlyArray<string>
}

/** Files of a directory that are read: more is no team, but a directory named by mistake. */
const mostFiles = 200

/**
 * Reads every `*.md` of a directory. `BrainInvalid` tells all that is wrong in all of them at once.
 *
 * @example
 * const { team, warnings } = yield* Brains.load("brains")
 */
export const load: (directory: string) => Effect.Effect<Loaded, BrainInvalid> = Effect.fn("Brains.load")(
  function* (directory) {
    const files = yield* list(directory)
    if (files.length > mostFiles) {
      const found = `it holds ${files.length} of them, and a team has at most ${mostFiles}`
      return yield* new BrainInvalid({ directory, problems: [nobody(directory, found)] })
    }
    const results = yield* Effect.forEach(files, read, { concurrency: 8 })
    const problems = results.flatMap((result) => (Result.isFailure(result) ? result.failure : []))
    if (problems.length > 0) return yield* new BrainInvalid({ directory, problems })

    const parsed = results.flatMap((result): ReadonlyArray<Parsed> =>
      Result.isSuccess(result) ? [result.success] : [],
    )
    const team = assemble(parsed)
    if (team === null)
      return yield* new BrainInvalid({ directory, problems: [nobody(directory, "it holds no agent")] })
    return { team, parsed, warnings: warningsOf(parsed) }
  },
)

const nobody = (file: string, found: string): Problem => {
  const expected = "a directory with a Markdown file for each agent"
  return { file, line: 1, key: null, found, expected, example: "brains/writer.md" }
}

/** The files of a team, in order. */
export const list = (directory: string) =>
  Effect.tryPromise({
    try: async () => (await readdir(directory)).filter((name) => name.endsWith(".md")).sort(),
    catch: (error) =>
      new BrainInvalid({ directory, problems: [nobody(directory, `it cannot be read (${codeOf(error)})`)] }),
  }).pipe(Effect.map((names) => names.map((name) => join(directory, name))))

/** A file that cannot be read is a problem like any other. */
const read = (file: string): Effect.Effect<Result.Result<Parsed, ReadonlyArray<Problem>>> =>
  Effect.try({
    try: () =>
      parse(file, new TextDecoder("utf-8", { fatal: true }).decode(readBounded(file, largestFile))),
    catch: (error): ReadonlyArray<Problem> => [
      {
        file,
        line: 1,
        key: null,
        found: `it cannot be read (${codeOf(error)})`,
        expected: `a UTF-8 text file of at most ${largestFile} bytes`,
        example: "brains/writer.md",
      },
    ],
  }).pipe(Effect.catch((problems) => Effect.succeed(Result.fail(problems))))

const codeOf = (error: unknown): string =>
  error instanceof Error ? String((error as NodeJS.ErrnoException).code ?? error.message) : String(error)
