/** `orrery shrink FILE --fails CMD`: the shortest log that still fails. */
import { spawn } from "node:child_process"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { Console, Effect, Option } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import type { Bundle } from "../../replay/bundle.ts"
import { shrunk } from "../../replay/shrink.ts"
import { many, sizeInWords, sizeOf } from "../../replay/size.ts"
import { readLog, writeLog } from "../files/logs.ts"
import { attempted } from "./attempted.ts"
import { barOn } from "./bar.ts"
import { InputError } from "./input-error.ts"
import { stopped } from "./stopped.ts"

/** What a shell ends with when it cannot run what it was told to. */
const unrunnable: ReadonlyArray<number | null> = [126, 127]
/** What ends like this was told to, and says nothing about the log. */
const ended: ReadonlyArray<number | NodeJS.Signals | null> = ["SIGINT", "SIGTERM", 130, 143]

/** Runs a command of the user's own in a shell, with the file where it says {} or at its end; whether it fails. */
const failsOn = (command: string, file: string): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const quoted = `'${file.replaceAll("'", "'\\''")}'`
    const line = command.includes("{}") ? command.replaceAll("{}", quoted) : `${command} ${quoted}`
    const child = spawn(line, { shell: true, stdio: "ignore" })
    child.on("error", reject)
    child.on("close", (code, signal) => {
      if (unrunnable.includes(code))
        reject(new InputError({ message: `--fails cannot be run, the shell ends with ${code}: ${command}` }))
      else resolve(code !== 0 && !ended.includes(code ?? signal))
    })
  })

const nameFor = (file: string): string => `${basename(file).replace(/\.jsonl(\.gz)?$/, "")}.shrunk.jsonl`

export const shrinkCommand = Command.make(
  "shrink",
  {
    file: Argument.String("file").pipe(Argument.withDescription("A recorded log that fails")),
    fails: Flag.String("fails").pipe(
      Flag.withDescription("A command that ends with another code than 0 as long as the log ({}) fails"),
    ),
    out: Flag.String("out").pipe(
      Flag.withAlias("o"),
      Flag.withDescription("Where the shortest so far is kept (default: <file>.shrunk.jsonl here)"),
      Flag.optional,
    ),
  },
  Effect.fnUntraced(function* ({ file, fails, out }) {
    const bundle = yield* attempted(() => readLog(file))
    const to = Option.getOrElse(out, () => nameFor(file))
    const directory = yield* Effect.acquireRelease(
      attempted(() => mkdtemp(join(tmpdir(), "orrery-shrink-"))),
      (made) => Effect.promise(() => rm(made, { recursive: true, force: true })),
    )
    const candidate = join(directory, "candidate.jsonl")
    const bar = yield* barOn(process.stderr, "Shrinking")
    let runs = 0
    let left = sizeOf(bundle)
    const stillFails = async (smaller: Bundle) => {
      runs++
      await writeLog(candidate, smaller)
      const failed = await failsOn(fails, candidate)
      if (failed) {
        left = sizeOf(smaller)
        await writeLog(to, smaller)
      }
      bar.at(runs, null, ` runs, ${left} of ${sizeOf(bundle)} entries still fail`)
      return failed
    }
    const first = attempted(() => stillFails(bundle)).pipe(stopped(() => "before it was known to fail"))
    if (!(yield* first))
      return yield* new InputError({ message: `${file} does not fail: ${fails} ends with 0` })
    const shortest = yield* attempted(() => shrunk(bundle, stillFails)).pipe(
      stopped(() => `after ${many(runs, "run")}: the shortest so far is in ${to}`),
    )
    yield* Console.log(
      `${sizeInWords(bundle)} became ${sizeOf(shortest)} of ${shortest.length} in ${many(runs, "run")}: ${to}`,
    )
  }, Effect.scoped),
).pipe(
  Command.withDescription("Reduces a recorded log to the shortest that still fails"),
  Command.withExamples([
    {
      command: 'orrery shrink talk.jsonl --fails "npm run -s orrery -- replay {}"',
      description: "The shortest that diverges",
    },
  ]),
)
