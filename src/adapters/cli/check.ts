/** `orrery check [FILE…]`: everything that may happen to a chart, in any order, and what is to hold of it. Exit code 1: it does not. */
import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { Console, Effect, Option, Schema } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { deep, parts, standard, type Extent } from "../../check/check.ts"
import type { Violation } from "../../check/violation.ts"
import { exploredWords, neverWords, violationWords } from "../../check/words.ts"
import { many } from "../../replay/size.ts"
import { logsIn, readLog } from "../files/logs.ts"
import { attempted } from "./attempted.ts"
import { checker } from "./check-thread.ts"
import { picturesOf } from "./check-picture.ts"
import { stopped } from "./stopped.ts"

/** Exit code 1: it is what was asked for, and the answer is no. */
class CheckViolated extends Schema.TaggedError<CheckViolated>()("CheckViolated", {
  message: Schema.String,
}) {}

/** One line that changes, on a terminal only. */
const progressOf = (part: string, terminal: NodeJS.WriteStream) => (states: number, waiting: number) => {
  if (terminal.isTTY) terminal.write(`\r\u001B[K${part}: ${states} states, ${waiting} to be gone on from`)
}

/** Files that were written. */
const draw = async (violation: Violation, directory: string): Promise<ReadonlyArray<string>> => {
  await mkdir(directory, { recursive: true })
  const pictures = await picturesOf(violation)
  return Promise.all(
    [...pictures].map(async ([name, svg]) => {
      const path = join(directory, `${name}.svg`)
      await writeFile(path, svg)
      return path
    }),
  )
}

const number = (name: keyof Extent, what: string) =>
  Flag.Int(name).pipe(
    Flag.withDescription(`${what} (default: ${standard[name]}, with --deep ${deep[name]})`),
    Flag.optional,
  )

export const checkCommand = Command.make(
  "check",
  {
    files: Argument.String("file").pipe(
      Argument.withDescription(
        "Recorded logs, or directories of them: the states in them are gone on from, too",
      ),
      Argument.variadic(),
    ),
    of: Flag.Literals("of", parts).pipe(
      Flag.withDescription("One chart alone, or the charts together (system)"),
      Flag.optional,
    ),
    deep: Flag.Boolean("deep").pipe(
      Flag.withDefault(false),
      Flag.withDescription("Looks further, for minutes instead of seconds"),
    ),
    states: number("states", "States of each chart that are looked at, at most"),
    messages: number("messages", "Messages that people say, in the charts together"),
    failures: number("failures", "Things that go wrong, in the charts together"),
    out: Flag.String("out").pipe(
      Flag.withAlias("o"),
      Flag.withDefault("orrery-check"),
      Flag.withDescription("Where a violation is drawn"),
    ),
    json: Flag.Boolean("json").pipe(
      Flag.withDefault(false),
      Flag.withDescription("A line of JSON for each chart instead of words"),
    ),
  },
  Effect.fnUntraced(function* ({ files, of, deep: isDeep, states, messages, failures, out, json }) {
    const usual = isDeep ? deep : standard
    const extent: Extent = {
      states: Option.getOrElse(states, () => usual.states),
      messages: Option.getOrElse(messages, () => usual.messages),
      failures: Option.getOrElse(failures, () => usual.failures),
    }
    const bundles = yield* attempted(async () => {
      const found = await Promise.all(files.map(logsIn))
      return Promise.all([...new Set(found.flat())].map(readLog))
    })
    const check = yield* checker({ extent, bundles })
    let violated = 0
    const chosen = Option.match(of, { onNone: () => parts, onSome: (one) => [one] })
    for (const [n, part] of chosen.entries()) {
      const progress = progressOf(`${n + 1}/${chosen.length} ${part}`, process.stderr)
      const checked = yield* check(part, progress).pipe(
        stopped(() => `after ${n} of ${many(chosen.length, "part")}`),
      )
      if (process.stderr.isTTY) process.stderr.write("\r\u001B[K")
      if (checked === null) {
        yield* Console.log(
          json
            ? JSON.stringify({ explored: null, of: part })
            : `unknown   ${part}: no properties stand beside it`,
        )
        continue
      }
      const { explored, violations } = checked
      violated += violations.length
      const drawings = yield* attempted(() => Promise.all(violations.map((one) => draw(one, out))))
      if (json) {
        const all = violations.map((violation, n) => ({ ...violation, drawings: drawings[n] }))
        yield* Console.log(JSON.stringify({ explored, violations: all }))
        continue
      }
      const verdict = violations.length === 0 ? "ok" : "not ok"
      yield* Console.log([verdict.padEnd(10) + exploredWords(explored), ...neverWords(explored)].join("\n"))
      for (const [n, violation] of violations.entries()) {
        const shown = drawings[n]!.map((path) => `    drawn in ${path}`)
        yield* Console.log([...violationWords(violation), ...shown].join("\n"))
      }
    }
    if (violated > 0)
      return yield* new CheckViolated({ message: `${violated} of what is to hold do not hold` })
  }, Effect.scoped),
).pipe(
  Command.withDescription(
    "Explores each chart, and conversation, pool and agents together, with failures, and says in the shortest way what does not hold",
  ),
  Command.withExamples([
    { command: "orrery check", description: "All charts from their beginning" },
    { command: "orrery check --deep --of pool", description: "One of them, and further" },
    { command: "orrery check --of conversation talk.jsonl", description: "From every state in a log, too" },
  ]),
)
