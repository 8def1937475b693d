/** Runs seeds of the deterministic simulation, each twice, and says what broke: `npm run simulate -- --help`. */
import { optionsOf } from "../support/options.ts"
import { report } from "./report.ts"
import { mutants } from "./mutants.ts"
import { shrink } from "./shrink.ts"
import { simulate, type Options, type Verdict } from "./simulation.ts"
import { Violation } from "./audit/violation.ts"

const help = `npm run simulate -- [--seeds N] [--from S]

Runs all of Orrery in a simulated world that breaks, decided by a seed: each seed twice, and what broke is said and made smaller.

  --seeds N          how many seeds (default 100)
  --from S           the first of them (default 1)
  --twice N          only the first N of them twice
  --failover         a store that may lose what it acknowledged
  --mutants          whether mutants of Orrery are caught
  --trace            all that happened in each seed
  --steps N          ends each seed after N steps
  --without A,B      without faults of these kinds, as crash,freeze
  --mutant NAME      with a mutant of Orrery: one of ${mutants.map(({ name }) => name).join(", ")}
`

const { values, fail } = optionsOf("simulate", help, {
  seeds: { type: "string", default: "100" },
  from: { type: "string", default: "1" },
  twice: { type: "string" },
  steps: { type: "string" },
  without: { type: "string", default: "" },
  trace: { type: "boolean", default: false },
  mutant: { type: "string" },
  failover: { type: "boolean", default: false },
  mutants: { type: "boolean", default: false },
})
for (const name of ["seeds", "from", "twice", "steps"] as const)
  if (!/^\d+$/.test(values[name] ?? "0")) fail(`--${name} is a whole number, and not ${values[name]}`)

/** Failing seeds that are made smaller; of the others only the command is told. */
const mostShrunk = 3
/** Seeds within which a mutant must be caught. */
const seedsForMutants = 300

const planted = mutants.find(({ name }) => name === values.mutant) ?? null
if (values.mutant !== undefined && planted === null)
  fail(`--mutant is one of: ${mutants.map(({ name }) => name).join(", ")}`)

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
