/**
 * A week of a million guilds that share fifty thousand agents, by three scenarios, under each policy that says how long agents stay
 * and where they are to be before they are asked for (`src/machines/pool/policies/`).
 *
 *     npm run -s bench -- fleet --guilds 1000000 --agents 50000 [--seed 1] [--shards 20] [--history 2] [--sample 1]
 *
 * Real are the pool's chart, its books, its timers and its index, in as many shards as it is told, and every event that they take.
 * Not real are the agents, which do at once what they are told, and the store: nothing is written. An arrival is a session: an
 * agent is asked for once and kept until the session ends; the turns within it are no events. `x % active` is the share of guilds
 * that ask at least once on an average day, each session with 1, 1.5 or 2 agents on average. That makes nine million sessions a
 * week; were it the share that is in a session at every moment, it would be hundreds of millions, and hours of work.
 * Weeks before (`--history`) are told to the policies alone, so that there is something to have learned.
 *
 * Each line is a policy in a scenario: who was served at once; who found an agent that was still there (`here`), that was held for
 * them (`held`), that had served them lately and was free (`lately`), or none of these: a cold start (`cold`). The policy that is
 * the default works on all shards, all of them are compared on the first ones (`--sample`; as many as `--shards`: on all).
 */
import { availableParallelism } from "node:os"
import { parseArgs } from "node:util"
import { Worker } from "node:worker_threads"
import { standard } from "../src/machines/pool/policies/index.ts"
import { PolicyName } from "../src/machines/pool/policies/policy.ts"
import { scenarios, type Scenario } from "./fleet/guilds.ts"
import { folder, realArrivals } from "./fleet/real.ts"
import { run, type Outcome } from "./fleet/run.ts"
import type { Week, Weeks } from "./fleet/worker.ts"

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    guilds: { type: "string", default: "1000000" },
    agents: { type: "string", default: "50000" },
    seed: { type: "string", default: "1" },
    shards: { type: "string", default: "20" },
    history: { type: "string", default: "2" },
    sample: { type: "string", default: "1" },
  },
})
const number = (name: keyof typeof values): number => {
  const said = Number(values[name])
  if (Number.isInteger(said) && said > 0) return said
  console.error(`--${name} is a whole number above 0, not ${values[name]}`)
  return process.exit(2)
}
const [guilds, agents, seed] = [number("guilds"), number("agents"), number("seed")]
const [shards, history, sample] = [number("shards"), number("history"), number("sample")]

/** The default first: its pools are kept in memory until all shards of a scenario are through. */
const policies = [standard, ...PolicyName.literals.filter((name) => name !== standard)]

const together = (all: ReadonlyArray<Outcome>): Outcome => {
  const sum = (of: (outcome: Outcome) => number): number => all.reduce((total, one) => total + of(one), 0)
  return {
    events: sum((one) => one.events),
    asked: sum((one) => one.asked),
    atOnce: sum((one) => one.atOnce),
    here: sum((one) => one.here),
    held: sum((one) => one.held),
    lately: sum((one) => one.lately),
    cold: sum((one) => one.cold),
    timedOut: sum((one) => one.timedOut),
    busyHours: sum((one) => one.busyHours),
    idleHours: sum((one) => one.idleHours),
    waits: all.flatMap(({ waits }) => waits),
  }
}

const percentile = (waits: ReadonlyArray<number>, share: number): number => {
  const sorted = Float64Array.from(waits).toSorted()
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
}

const shareOf = (part: number, all: number): string => `${((100 * part) / all).toFixed(2)} %`

const line = (policy: string, one: Outcome, capacity: number): string =>
  [
    policy.padEnd(9),
    `at once ${shareOf(one.atOnce, one.asked)}`,
    `here ${shareOf(one.here, one.asked)}`,
    `held ${shareOf(one.held, one.asked)}`,
    `lately ${shareOf(one.lately, one.asked)}`,
    `cold ${shareOf(one.cold, one.asked)}`,
    `waited ${one.waits.length}, p50 ${percentile(one.waits, 0.5).toFixed(0)} s, p99 ${percentile(one.waits, 0.99).toFixed(0)} s`,
    `timed out ${one.timedOut}`,
    `used ${shareOf(one.busyHours, capacity)}`,
    `idle ${Math.round(one.idleHours)} agent-hours`,
  ].join(" · ")

const answered = (worker: Worker, week: Week): Promise<Weeks> =>
  new Promise((resolve, reject) => {
    worker.once("error", reject)
    worker.once("message", (weeks: Weeks) => {
      worker.off("error", reject)
      resolve(weeks)
    })
    worker.postMessage(week, [])
  })

/** Weeks of shards, over as many threads as there are cores. */
const through = async (workers: ReadonlyArray<Worker>, weeks: ReadonlyArray<Week>) => {
  const left = [...weeks]
  const done: Array<Weeks> = []
  const work = async (worker: Worker): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift())
      done.push(await answered(worker, next))
  }
  await Promise.all(workers.map(work))
  return done.flatMap(({ outcomes }) => outcomes)
}

const sharesOf = (scenario: Scenario, names: ReadonlyArray<PolicyName>, from: number, to: number) =>
  Array.from({ length: to - from }, (_, n): Week => {
    const shard = from + n
    const asked = { guilds, shard, shards, seed, scenario, weeks: history + 1 }
    const share = Math.floor(agents / shards) + (shard < agents % shards ? 1 : 0)
    return { asked, history, agents: share, policies: names }
  })

const began = performance.now()
let peak = 0
const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 250)
const workers = Array.from(
  { length: Math.min(shards, availableParallelism()) },
  () => new Worker(new URL("./fleet/worker.ts", import.meta.url)),
)
const compared = Math.min(sample, shards)
const ours: Array<Outcome> = []
for (const scenario of scenarios) {
  const since = performance.now()
  peak = process.memoryUsage.rss()
  const first = await through(workers, sharesOf(scenario, policies, 0, compared))
  const rest = await through(workers, sharesOf(scenario, [standard], compared, shards))
  console.log(`${scenario.name}: ${compared} of ${shards} shards under each policy`)
  for (const name of policies) {
    const outcome = together(first.filter(({ policy }) => policy === name).map((it) => it.outcome))
    console.log(`  ${line(name, outcome, (agents / shards) * compared * 168)}`)
  }
  const whole = together(
    [...first.filter(({ policy }) => policy === standard), ...rest].map((it) => it.outcome),
  )
  ours.push(whole)
  console.log(`  all ${shards} shards, ${whole.asked} sessions, ${whole.events} events:`)
  console.log(`  ${line(standard, whole, agents * 168)}`)
  const seconds = ((performance.now() - since) / 1000).toFixed(0)
  console.log(`  ${seconds} s, at most ${Math.round(peak / 1e6)} MB with the pools of all shards in memory`)
}
clearInterval(watch)
for (const worker of workers) await worker.terminate()

const real = realArrivals()
if (real === null) console.log(`No real arrivals: there is no ${folder}.`)
else {
  const learning = 4
  const hours = real.arrivals.at.at(-1)! / 3600 - learning * 168
  for (const few of [1, 2, 3, 4]) {
    console.log(`Real arrivals: ${real.guilds} guilds on ${few} agents, ${learning} weeks to learn from`)
    for (const policy of policies) {
      const { outcome } = run({ arrivals: real.arrivals, history: learning, agents: few, policy })
      console.log(`  ${line(policy, outcome, few * hours)}`)
    }
  }
}

const all = together(ours)
console.log(
  JSON.stringify({
    bench: "fleet",
    guilds,
    agents,
    events: all.events,
    warm: Number(((all.here + all.held + all.lately) / all.asked).toFixed(4)),
    cold: Number((all.cold / all.asked).toFixed(4)),
    idle_agent_hours: Math.round(all.idleHours),
    wait_p99_s: Number(percentile(all.waits, 0.99).toFixed(1)),
    rss_mb: Math.round(peak / 1e6),
    seconds: Math.round((performance.now() - began) / 1000),
    policy: standard,
  }),
)
process.exit(0)
