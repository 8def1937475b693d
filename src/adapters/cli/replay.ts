/** `orrery replay FILE…`: recorded logs through today's code. Exit code 1 when one goes another way, 2 when one does not read. */
import { Console, Effect, Schema } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { logsIn } from "../files/logs.ts"
import { attempted } from "./attempted.ts"
import type { FileReport } from "./replay-file.ts"
import { replayFiles } from "./replay-threads.ts"

/** Exit code 1: it is what was asked for, and the answer is no. */
class ReplayDiffers extends Schema.TaggedError<ReplayDiffers>()("ReplayDiffers", {
  message: Schema.String,
}) {}

/** Exit code 2: the input is to be fixed. */
class ReplayInvalid extends Schema.TaggedError<ReplayInvalid>()("LogInvalid", { message: Schema.String }) {}

/** One line that changes, on a terminal only. */
const progressOf = (files: number) => {
  const began = performance.now()
  let done = 0
  let entries = 0
  return ({ logs }: FileReport, terminal: NodeJS.WriteStream) => {
    done++
    for (const log of logs) entries += log.entries
    if (!terminal.isTTY || files < 2) return
    const seconds = (performance.now() - began) / 1000
    terminal.write(`\r\u001B[K${done}/${files} files, ${entries} entries, ${Math.round(entries / seconds)}/s`)
    if (done === files) terminal.write("\n")
  }
}

const isEqual = ({ logs, invalid }: FileReport) => invalid === null && logs.every(({ ok }) => ok)

const text = (reports: ReadonlyArray<FileReport>, seconds: number): string => {
  const several = reports.length > 1
  const body = reports.flatMap((report) => {
    if (several && isEqual(report)) return []
    return [
      ...(several ? [report.file] : []),
      ...report.logs.filter(({ ok }) => !several || !ok).flatMap(({ lines }) => lines),
      ...(report.invalid === null ? [] : [`INVALID   ${report.invalid}`]),
    ]
  })
  const logs = reports.flatMap((report) => report.logs)
  const entries = logs.reduce((sum, log) => sum + log.entries, 0)
  const equal = logs.filter(({ ok }) => ok).length
  return [
    ...body,
    `${equal} of ${logs.length} logs ok, ${entries} entries equal, in ${seconds.toFixed(1)} s`,
  ].join("\n")
}

export const replayCommand = Command.make(
  "replay",
  {
    files: Argument.String("file").pipe(
      Argument.withDescription("Recorded logs (.jsonl, .jsonl.gz), or directories of them"),
      Argument.variadic({ min: 1 }),
    ),
    json: Flag.Boolean("json").pipe(
      Flag.withDefault(false),
      Flag.withDescription("A line of JSON for each file instead of words"),
    ),
  },
  Effect.fnUntraced(function* ({ files, json }) {
    const found = yield* attempted(() => Promise.all(files.map(logsIn)))
    const all = [...new Set(found.flat())]
    const progress = progressOf(all.length)
    const reports: Array<FileReport> = []
    const began = performance.now()
    yield* Effect.promise(() =>
      replayFiles(all, (report) => {
        reports.push(report)
        progress(report, process.stderr)
      }),
    )
    const sorted = reports.toSorted((a, b) => all.indexOf(a.file) - all.indexOf(b.file))
    const seconds = (performance.now() - began) / 1000
    yield* Console.log(
      json
        ? sorted
            .map(({ file, logs, invalid }) => JSON.stringify({ file, invalid, logs: logs.map(bare) }))
            .join("\n")
        : text(sorted, seconds),
    )
    const [invalid] = sorted.flatMap((report) => report.invalid ?? [])
    if (invalid !== undefined) return yield* new ReplayInvalid({ message: invalid })
    const unequal = sorted.flatMap(({ logs }) => logs).filter(({ ok }) => !ok).length
    if (unequal > 0)
      return yield* new ReplayDiffers({ message: `${unequal} logs do not replay as they were recorded` })
  }),
).pipe(
  Command.withDescription(
    "Steps recorded logs through today's code and compares state and hash at each entry; exit code 1 at a divergence",
  ),
  Command.withExamples([
    { command: "orrery replay conversation.jsonl", description: "ok, or the first divergence" },
    { command: "orrery replay test/replay", description: "All logs in a directory, over all processors" },
  ]),
)

const bare = ({ lines: _, ...rest }: FileReport["logs"][number]) => rest
