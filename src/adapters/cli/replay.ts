/** `orrery replay FILE…`: recorded logs through today's code. Exit code 1 when one goes another way, 2 when one does not read. */
import { Console, Effect, Schema } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { many } from "../../replay/size.ts"
import { logsIn } from "../files/logs.ts"
import { attempted } from "./attempted.ts"
import { barOn } from "./bar.ts"
import { InputError } from "./input-error.ts"
import type { FileReport } from "./replay-file.ts"
import { replayFiles } from "./replay-threads.ts"
import { stopped } from "./stopped.ts"

/** Exit code 1: it is what was asked for, and the answer is no. */
class ReplayDiffers extends Schema.TaggedError<ReplayDiffers>()("ReplayDiffers", {
  message: Schema.String,
}) {}

/** So many files are worth a word on the way: on a terminal, and elsewhere. */
const worthABar = { terminal: 2, elsewhere: 100 }

/** Counts files as they are done. */
const progress = (files: number) =>
  Effect.gen(function* () {
    if (files < (process.stderr.isTTY ? worthABar.terminal : worthABar.elsewhere)) return () => {}
    const bar = yield* barOn(process.stderr, "Replaying files")
    const began = performance.now()
    let done = 0
    let entries = 0
    return ({ logs }: FileReport) => {
      for (const log of logs) entries += log.entries
      const rate = Math.round((entries / (performance.now() - began)) * 1000)
      bar.at(++done, files, `, ${entries} entries, ${rate}/s`)
    }
  })

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
  const all = `${equal} of ${many(logs.length, "log")} ok, ${many(entries, "entry", "entries")} equal, in ${seconds.toFixed(1)} s`
  return [...body, ...(logs.length === 0 ? [] : [all])].join("\n")
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
    const done = yield* progress(all.length)
    const reports = new Map<string, FileReport>()
    const began = performance.now()
    yield* attempted(() =>
      replayFiles(all, (report) => {
        reports.set(report.file, report)
        done(report)
      }),
    ).pipe(stopped(() => `after ${reports.size} of ${many(all.length, "file")}`))
    const inOrder = all.map((file) => reports.get(file)!)
    const seconds = (performance.now() - began) / 1000
    yield* Console.log(
      json
        ? inOrder
            .map(({ file, logs, invalid }) => JSON.stringify({ file, invalid, logs: logs.map(bare) }))
            .join("\n")
        : text(inOrder, seconds),
    )
    const invalid = inOrder.filter((report) => report.invalid !== null).length
    if (invalid > 0)
      return yield* new InputError({
        message: `${all.length === 1 ? "the file" : `${invalid} of ${all.length} files`} cannot be replayed as a whole`,
      })
    const unequal = inOrder.flatMap(({ logs }) => logs).filter(({ ok }) => !ok).length
    if (unequal > 0)
      return yield* new ReplayDiffers({
        message: `${many(unequal, "log does", "logs do")} not replay as recorded`,
      })
  }, Effect.scoped),
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
