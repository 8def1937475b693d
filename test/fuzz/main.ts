/**
 * `npm run fuzz -- [--inputs N] [--seed S] [--only PART]`: feeds everything that decodes untrusted data with hostile inputs.
 * The last line is `{"inputs":N,"crashes":0,"hangs":0}`; the exit code is 1 when something crashed or hung.
 *
 * The inputs run in a thread of their own, so that one that never ends is noticed, too.
 */
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads"
import { optionsOf } from "../support/options.ts"
import { run, type Tally } from "./run.ts"
import { targets } from "./targets.ts"

const help = `npm run fuzz -- [--inputs N] [--seed S] [--only PART]

Feeds everything that decodes untrusted data with hostile inputs, and ends with 1 when something crashed or hung.

  --inputs N         how many in all (default 100000)
  --seed S           the same inputs again (default: a new one, which is printed)
  --only PART        targets with this in their names, of: ${targets.map(({ name }) => name).join(", ")}
`

/** In ms: an input that keeps its thread busy for longer hangs, and one that has not ended after so much longer never ends. */
const patience = 1000
const never = 60_000

interface Work {
  readonly inputs: number
  readonly seed: number
  readonly only: string
  /** How many inputs were begun, and the target of the last one. */
  readonly progress: Int32Array<SharedArrayBuffer>
}

const chosen = (only: string) => targets.filter(({ name }) => name.includes(only))

const finish = (tally: Tally): never => {
  console.log(JSON.stringify(tally))
  process.exit(tally.crashes + tally.hangs === 0 ? 0 : 1)
}

const supervise = (): void => {
  const { values, fail } = optionsOf("fuzz", help, {
    inputs: { type: "string" },
    seed: { type: "string" },
    only: { type: "string" },
  })
  const inputs = Number(values.inputs ?? 100_000)
  const seed = Number(values.seed ?? Date.now() % 2 ** 31)
  const only = values.only ?? ""
  if (!Number.isInteger(inputs) || !Number.isInteger(seed) || chosen(only).length === 0) {
    fail("--inputs and --seed are whole numbers, --only a part of a target's name")
  }
  console.log(`seed ${seed}`)
  const progress = new Int32Array(new SharedArrayBuffer(8))
  const work: Work = { inputs, seed, only, progress }
  const worker = new Worker(new URL(import.meta.url), { workerData: work })
  const where = () => chosen(only)[Atomics.load(progress, 1)]?.name
  const begun = () => Atomics.load(progress, 0)

  let before = begun()
  setInterval(() => {
    if (begun() === before && before > 0) {
      console.log(`  hang: an input of ${where()} never ended`)
      finish({ inputs: before, crashes: 0, hangs: 1 })
    }
    before = begun()
  }, never)
  worker.once("message", finish)
  worker.once("error", (error) => {
    console.log(`  crash: ${where()} broke the process: ${error.stack}`)
    finish({ inputs: begun(), crashes: 1, hangs: 0 })
  })
}

const work = async ({ inputs, seed, only, progress }: Work): Promise<Tally> =>
  run(chosen(only), {
    inputs,
    seed,
    patience,
    report: console.log,
    tick: (target) => {
      Atomics.store(progress, 1, target)
      Atomics.add(progress, 0, 1)
    },
  })

if (isMainThread) supervise()
else {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread is no window
  parentPort?.postMessage(await work(workerData as Work))
}
