/** `orrery coverage [FILE…]`: which edges of the charts logs, tests and running actors took, as a table and drawn on the charts. */
import { mkdir, readFile, stat, writeFile } from "node:fs/promises"
import { globSync } from "node:fs"
import { join } from "node:path"
import { Console, Effect, Option, Schema } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import type { AnyStateMachine } from "xstate"
import { kinds } from "../../machines/address.ts"
import { charts } from "../../machines/index.ts"
import { everyOf, logOf } from "../../replay/collect.ts"
import { Coverage, CoverageFile, edgesIn, rowOf, type Row } from "../../replay/coverage.ts"
import { nameOf } from "../../replay/trace.ts"
import { many } from "../../replay/size.ts"
import { drawn } from "../charts/drawn.ts"
import { marked, type Mark } from "../charts/marked.ts"
import { LogInvalid, logsIn, readLog } from "../files/logs.ts"
import { attempted } from "./attempted.ts"
import { configured, flags } from "./flags.ts"
import { recordings } from "./log-store.ts"
import { stopped } from "./stopped.ts"

const ofTests = /\.edges\.json$/

const decode = Schema.decodeUnknownSync(Schema.fromJsonString(CoverageFile))

const addTests = async (path: string, coverage: Coverage): Promise<void> => {
  try {
    coverage.addAll(decode(await readFile(path, "utf8")))
  } catch (error) {
    throw new LogInvalid({ message: `${path} is no coverage of tests: ${String(error)}` })
  }
}

/** Logs, coverages of tests, and directories of both. */
const addFile = async (path: string, coverage: Coverage): Promise<void> => {
  const isDirectory = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
  const tests = isDirectory ? globSync("**/*.edges.json", { cwd: path }).map((name) => join(path, name)) : []
  if (ofTests.test(path)) return addTests(path, coverage)
  for (const test of tests) await addTests(test, coverage)
  if (isDirectory && tests.length > 0 && globSync("**/*.jsonl{,.gz}", { cwd: path }).length === 0) return
  for (const file of await logsIn(path)) for (const log of await readLog(file)) coverage.addLog(log)
}

/** All actors of a store, of one that is in use, too. */
const addStore = (coverage: Coverage) =>
  Effect.gen(function* () {
    for (const kind of kinds)
      for (const address of yield* everyOf(kind)) coverage.addLog(yield* logOf(address))
  })

const style = `
.statechart { --taken: #15803d; --never: #b91c1c; }
@media (prefers-color-scheme: dark) { .statechart { --taken: #4ade80; --never: #f87171; } }
.statechart .taken .card { stroke: var(--taken); stroke-width: 1.5; }
.statechart .never .card { stroke: var(--never); stroke-width: 1.5; stroke-dasharray: 3 3; fill: none; }
.statechart .never text { opacity: 0.75; }
.statechart .edge.never .line, .statechart .edge:has(.never):not(:has(.taken)) .line { stroke: var(--never); stroke-dasharray: 5 4; }
.statechart .edge.taken .line, .statechart .edge:has(.taken) .line { stroke: var(--taken); }
.statechart .mark { fill: var(--taken); }
.statechart .never .mark { fill: var(--never); }
`

const picture = async (chart: AnyStateMachine, coverage: Coverage): Promise<string> => {
  const counts = coverage.of(nameOf(chart))
  const marks = edgesIn(chart).map((edge): readonly [string, Mark] => {
    const times = counts.get(edge) ?? 0
    const title = times === 0 ? "never taken" : times === 1 ? "taken once" : `taken ${times} times`
    return [edge, { class: times === 0 ? "never" : "taken", note: times === 0 ? "✗" : `${times}×`, title }]
  })
  return marked(await drawn(chart), { edges: new Map(marks), states: new Map(), style })
}

const words = (rows: ReadonlyArray<Row>, list: boolean): string => {
  const share = ({ taken, of }: Row) => `${Math.floor((100 * taken) / of)} %`.padStart(6)
  const lines = rows.flatMap((row) => [
    `${row.machine.padEnd(18)} ${`${row.taken} of ${row.of}`.padStart(10)}${share(row)}`,
    ...(list ? row.never.map((edge) => `    never  ${edge}`) : []),
  ])
  const [taken, of] = [
    rows.reduce((sum, row) => sum + row.taken, 0),
    rows.reduce((sum, row) => sum + row.of, 0),
  ]
  return [...lines, `${taken} of ${of} edges were taken`].join("\n")
}

export const coverageCommand = Command.make(
  "coverage",
  {
    config: flags.config,
    store: flags.store,
    files: Argument.String("file").pipe(
      Argument.withDescription(
        "Recorded logs, what `ORRERY_EDGES=DIR npm test` wrote, or directories of them (default: the store)",
      ),
      Argument.variadic(),
    ),
    never: Flag.Boolean("never").pipe(
      Flag.withDefault(false),
      Flag.withDescription("Name the edges that were never taken"),
    ),
    out: Flag.String("out").pipe(
      Flag.withAlias("o"),
      Flag.withDescription("A directory: each chart is drawn there, with how often each edge was taken"),
      Flag.optional,
    ),
    json: Flag.Boolean("json").pipe(
      Flag.withDefault(false),
      Flag.withDescription("A line of JSON for each chart instead of words"),
    ),
  },
  Effect.fnUntraced(function* ({ files, never, out, json, ...chosen }) {
    const coverage = new Coverage()
    for (const [n, file] of files.entries())
      yield* attempted(() => addFile(file, coverage)).pipe(
        stopped(() => `after ${n} of ${many(files.length, "file")}`),
      )
    if (files.length === 0 || Option.isSome(chosen.store)) {
      const { settings } = yield* configured(chosen)
      yield* addStore(coverage).pipe(
        Effect.provide(recordings(settings)),
        stopped(() => "before all of the store was looked at"),
      )
    }
    const all = Object.values(charts) as ReadonlyArray<AnyStateMachine>
    const rows = all.map((chart) => rowOf(chart, coverage))
    const earlier = coverage.machines.filter((machine) => !rows.some((row) => row.machine === machine))
    if (Option.isSome(out))
      yield* attempted(async () => {
        await mkdir(out.value, { recursive: true })
        for (const chart of all)
          await writeFile(join(out.value, `${chart.id}.svg`), await picture(chart, coverage))
      })
    yield* Console.log(
      json
        ? rows
            .map((row) => JSON.stringify({ ...row, edges: Object.fromEntries(coverage.of(row.machine)) }))
            .join("\n")
        : words(rows, never),
    )
    if (!json && earlier.length > 0)
      yield* Console.log(`Left out, for they are charts of before: ${earlier.join(", ")}`)
  }),
).pipe(
  Command.withDescription(
    "Shows which edges of the charts logs, tests and running actors took, and which never",
  ),
  Command.withExamples([
    { command: "orrery coverage --never", description: "All that the store remembers" },
    { command: "orrery coverage talk.jsonl -o coverage", description: "A log, drawn on the charts" },
  ]),
)
