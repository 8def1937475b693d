/**
 * `npm run load -- steady|spike|endurance|stress [--minutes M] [--rate R] [--out DIR]`: people write in the playground at fixed times,
 * whether or not those before were answered, and a runner with the scripted model answers. A report with pictures is written; the
 * last line is one line of JSON. Exit code 1 when what was promised did not hold.
 */
import { mkdirSync, writeFileSync } from "node:fs"
import { cpus, loadavg, tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { parseArgs } from "node:util"
import { Effect } from "effect"
import { Playground } from "../src/adapters/playground/playground.ts"
import { drive } from "./drive.ts"
import { draw } from "./pictures.ts"
import { report } from "./report.ts"
import { isScenario, scenarios } from "./scenarios.ts"
import { startSystem } from "./system.ts"
import { judge } from "./verdict.ts"

const usage = `npm run load -- SCENARIO [--minutes M] [--rate R] [--out DIR]

People write at fixed times, a runner answers, and a report with pictures says whether what was promised held.

${Object.entries(scenarios)
  .map(([name, { does, minutes }]) => `  ${name.padEnd(10)} ${does} (${minutes} min unless told)`)
  .join("\n")}

  --minutes  how long it takes
  --rate     messages in a second, 100 unless told
  --out      where the report goes, a new temporary folder unless told`

const wrong = (message: string): never => {
  console.error(`${message}\n\n${usage}`)
  process.exit(2)
}
const read = () => {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        minutes: { type: "string" },
        rate: { type: "string" },
        out: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    })
  } catch (error) {
    return wrong((error as Error).message)
  }
}

const { values, positionals } = read()
if (values.help === true) {
  console.log(usage)
  process.exit(0)
}
const [name] = positionals
const above0 = (option: string, text: string): number => {
  const value = Number(text)
  return value > 0 && Number.isFinite(value) ? value : wrong(`--${option} must be a number above 0`)
}

if (name === undefined || !isScenario(name))
  wrong(name === undefined ? "Which scenario?" : `There is no scenario ${name}.`)
else {
  const scenario = scenarios[name]
  const minutes = values.minutes === undefined ? scenario.minutes : above0("minutes", values.minutes)
  const rate = values.rate === undefined ? 100 : above0("rate", values.rate)
  const out = resolve(
    values.out ?? join(tmpdir(), `orrery-load-${name}-${new Date().toISOString().replace(/[:.]/g, "-")}`),
  )
  mkdirSync(out, { recursive: true })
  const before = loadavg()[0]!
  const run = await Effect.runPromise(
    Effect.gen(function* () {
      const system = yield* startSystem(out)
      return yield* drive(system, scenario, { minutes, rate })
    }).pipe(Effect.provide(Playground.layer({ port: 0 })), Effect.scoped),
  )
  const verdict = judge(name, run)
  const { html, plots } = report({
    name,
    does: scenario.does,
    minutes,
    rate,
    run,
    verdict,
    cores: cpus().length,
    busy: before,
  })
  const page = join(out, `${name}.html`)
  writeFileSync(page, html)
  writeFileSync(join(out, `${name}.json`), JSON.stringify({ verdict, samples: run.samples }))
  const pictures = await draw(page, out, name, plots)
  for (const line of verdict.lines) console.log(line)
  console.log(
    `report  ${page}${pictures.length === 0 ? " (no PNGs: no Chromium here)" : ` and ${pictures.length} PNGs beside it`}`,
  )
  console.log(
    JSON.stringify({
      load: name,
      minutes,
      rate,
      ...verdict.figures,
      held: verdict.held,
      busy_before: Number(before.toFixed(2)),
      report: page,
    }),
  )
  process.exit(verdict.held ? 0 : 1)
}
