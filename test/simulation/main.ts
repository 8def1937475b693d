/**
 * Runs seeds of the deterministic simulation, each twice, and says what broke.
 *
 *     npm run simulate -- --seeds 500 [--from 1]     seeds 1 to 500
 *     npm run simulate -- --seeds 500 --twice 100    the same, only the first 100 twice
 *     npm run simulate -- --seeds 500 --failover     the same with a store that may lose what it acknowledged
 *     npm run simulate -- --mutants                  whether mutants of Orrery are caught
 *     npm run simulate -- --seeds 1 --from 98 --trace [--steps 400] [--without crash,freeze] [--mutant "no dedup"]
 *                                                    one seed, all that happened in it
 */
import { parseArgs } from "node:util"
import { report } from "./report.ts"
import { mutants } from "./mutants.ts"
import { shrink } from "./shrink.ts"
import { simulate, type Options, type Verdict } from "./simulation.ts"
import { Violation } from "./audit/violation.ts"

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "100" },
    from: { type: "string", default: "1" },
    twice: { type: "string" },
    steps: { type: "string" },
    without: { type: "string", default: "" },
    trace: { type: "boolean", default: false },
    mutant: { type: "string" },
    failover: { type: "boolean", default: false },
    mutants: { type: "boolean", default: false },
  },
})

/** Failing seeds that are made smaller; of the others only the command is told. */
const mostShrunk = 3
/** Seeds within which a mutant must be caught. */
const seedsForMutants = 300

const planted = mutants.find(({ name }) => name === values.mutant) ?? null
if (values.mutant !== undefined && planted === null)
  throw new Error(`--mutant is one of: ${mutants.map(({ name }) => name).join(", ")}`)

const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Twice: a seed that does not do the same both times proves nothing. */
const judge = async (options: Options, isTwice: boolean): Promise<Verdict> => {
  const first = await simulate(options)
  if (!isTwice) return first
  const second = await simulate(options)
  if (first.world.digest === second.world.digest) return first
  const [one, other] = [first.world.transcript, second.world.transcript]
  const n = one.findIndex((line, at) => line !== other[at])
  const failure = new Violation("the same seed does the same", `${one[n]}\n  the second time: ${other[n]}`)
  return { ...first, failure }
}

const runSeeds = async (): Promise<boolean> => {
  const total = { seeds: 0, events: 0, faults: 0, violations: 0 }
  let [said, doubled, lost, consequences] = [0, 0, 0, 0]
  const [from, seeds] = [Number(values.from), Number(values.seeds)]
  const twice = Number(values.twice ?? seeds)
  const steps = values.steps === undefined ? null : Number(values.steps)
  const without = new Set(values.without.split(",").filter((kind) => kind !== ""))
  for (let seed = from; seed < from + seeds; seed++) {
    const options = { seed, steps, without, mutant: planted, failover: values.failover }
    const verdict = await judge(options, seed < from + twice)
    total.seeds++
    total.events += verdict.events
    total.faults += verdict.faults
    said += verdict.said
    doubled += verdict.doubled
    lost += verdict.lost
    consequences += verdict.consequences
    if (verdict.failure !== null) {
      const smallest = total.violations++ < mostShrunk ? await shrink(options, verdict) : options
      console.log(report(smallest, await simulate(smallest), values.trace))
    } else if (values.trace) {
      console.log(verdict.world.transcript.join("\n"))
    }
    if (total.seeds % 1000 === 0) console.log(JSON.stringify(total))
    await breathe()
  }
  console.log(
    `${said} messages of people; ${doubled} replies stand twice, since an owner of before sent late what a webhook cannot know again`,
  )
  if (values.failover)
    console.log(
      `${lost} acknowledged entries were lost at failovers of the store, as this mode allows; ${consequences} rules were broken in consequence`,
    )
  console.log(JSON.stringify(total))
  return total.violations === 0
}

const runMutants = async (): Promise<boolean> => {
  let caught = 0
  for (const mutant of mutants) {
    let found: Verdict | null = null
    for (
      let seed = Number(values.from);
      found === null && seed < Number(values.from) + seedsForMutants;
      seed++
    ) {
      const verdict = await simulate({ seed, mutant })
      if (verdict.failure !== null) found = verdict
      await breathe()
    }
    if (found !== null) caught++
    const how =
      found === null ? "not caught" : `caught by seed ${found.seed}: ${found.failure!.message.split("\n")[0]}`
    console.log(`${mutant.name}: ${how}`)
  }
  console.log(JSON.stringify({ mutants: mutants.length, caught }))
  return caught === mutants.length
}

process.exitCode = (await (values.mutants ? runMutants() : runSeeds())) ? 0 : 1
