/**
 * The same feed as it is and without each economy, side by side: tokens, time, cost. A recorded channel is fed to the whole of
 * Orrery, in a process and a store of its own, whose models are played by `support/counting-provider.ts`: it answers at once, so
 * the seconds are Orrery's own, and those of whatever else runs on the machine. A feed at full speed has no pauses, so that nothing
 * in it is an earlier talk: what context saves in real time `context` measures. What cannot help here shows that it does not: the team's temperatures are above 0, so no
 * answer is ever kept.
 *
 * Costs are at `--price`, of a million tokens of questions and of answers (a small model's, in dollars); what the provider's
 * prompt cache would hold costs a tenth in `cost_cached`.
 *
 *     npm run -s bench -- economy [CHANNEL.json] [--price 0.4,1.6]
 */
import { spawn } from "node:child_process"
import { existsSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { Effect, Schema } from "effect"
import { countingProvider } from "./support/counting-provider.ts"

const pathOf = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** What is switched, by the configuration's environment. */
const variants: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  plain: { ORRERY_MODEL_CONTEXT: "plain" },
  "answers kept": { ORRERY_MODEL_CONTEXT: "plain", ORRERY_MODEL_CACHE_ANSWERS: "true" },
  "context chosen": { ORRERY_MODEL_CONTEXT: "chosen" },
  "manager if unsure": { ORRERY_MODEL_CONTEXT: "plain", ORRERY_MANAGER_ASK: "unsure" },
  "all of it": {
    ORRERY_MODEL_CONTEXT: "chosen",
    ORRERY_MODEL_CACHE_ANSWERS: "true",
    ORRERY_MANAGER_ASK: "unsure",
  },
}

const { values, positionals } = parseArgs({
  args: process.argv.slice(3),
  options: { price: { type: "string", default: "0.4,1.6" } },
  allowPositionals: true,
})
const channel = positionals[0] ?? pathOf("../../shared/data/clojure_feb2020-apr2020.json")
const [input = 0, output = 0] = values.price.split(",").map(Number)
/** Of what a question costs, where a provider's cache holds it. */
const cachedShare = 0.1

const decode = Schema.decodeUnknownSync(
  Schema.fromJsonString(
    Schema.Struct({ answered: Schema.Int, replies: Schema.Int, lost: Schema.Int, seconds: Schema.Number }),
  ),
)

const run = (environment: Readonly<Record<string, string>>) =>
  Effect.gen(function* () {
    const { url, counted } = yield* countingProvider
    const home = mkdtempSync(join(tmpdir(), "orrery-economy-"))
    yield* Effect.addFinalizer(() => Effect.sync(() => rmSync(home, { recursive: true })))
    const brains = ["--brains", pathOf("../../shared/brains-programming")]
    const child = spawn(
      process.execPath,
      [pathOf("../src/main.ts"), "feed", channel, ...brains, "--price", values.price],
      {
        env: { ...process.env, ORRERY_HOME: home, OPENAI_BASE_URL: url, ORRERY_MODEL: "m", ...environment },
        stdio: ["ignore", "pipe", "inherit"],
      },
    )
    const said = yield* Effect.promise(() => text(child.stdout))
    const { answered, replies, lost, seconds } = decode(said.trim().split("\n").at(-1) ?? "")
    const million = 1_000_000
    const asked = (counted.input * input + counted.output * output) / million
    return {
      answered,
      replies,
      lost,
      ...counted,
      seconds,
      cost: Number(asked.toFixed(4)),
      cost_cached: Number((asked - (counted.cached * input * (1 - cachedShare)) / million).toFixed(4)),
    }
  }).pipe(Effect.scoped)

if (!existsSync(channel)) {
  console.log("skipped: the recorded channel is not there")
} else {
  const rows: Record<string, Effect.Success<ReturnType<typeof run>>> = {}
  for (const [name, environment] of Object.entries(variants))
    rows[name] = await Effect.runPromise(run(environment))
  console.table(rows)
  console.log(JSON.stringify({ bench: "economy", ...rows }))
}
