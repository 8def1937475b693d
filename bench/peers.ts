/**
 * Orrery beside what else one could build durable actors with: the same lifecycle events for the same actors, told by a client
 * process of one shape, each answered when it is on disk.
 *
 * - orrery: agents in one runner of a cluster, reached through Effect Cluster, journaled in Redis
 * - restate: a virtual object, in `restate-server` and a Node service
 * - durable object: in `workerd`, with its SQLite on the local disk
 * - bullmq: a job an event and a key an actor, in Redis; no order of an actor's events
 *
 * All are up during the whole run, and take their rounds in turn, each with several numbers of calls at once; the figure of
 * each is the median at the number that suits it best. `bench/peers/README.md` says what is equal and what is not.
 */
import { spawnSync } from "node:child_process"
import { existsSync, readFileSync, statSync } from "node:fs"
import { loadavg } from "node:os"
import { join } from "node:path"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import { Cause, Effect, type Scope } from "effect"
import type { Answer, Question } from "./peers/contender.ts"
import { client } from "./peers/processes.ts"
import { actors } from "./peers/work.ts"

const home = join(import.meta.dirname, "peers")
const names = ["orrery", "restate", "durable-object", "bullmq"] as const
type Name = (typeof names)[number]

const atOnce = [64, 256, 1024]
const rounds = 3
const roundMs = 2000
/** Every actor is told at least one event in it, however long that takes. */
const warmUpMs = 4000
/** No round begins later than this after the first, in ms: a slow disk makes fewer rounds, not a longer run. */
const enough = 80_000

const progress = (line: string) => console.error(line)

/** Installs what bench/peers/package-lock.json says, once, without running anybody's install scripts. */
const install = () => {
  const installed = join(home, "node_modules/.package-lock.json")
  const lock = join(home, "package-lock.json")
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return
  progress("installing the packages of bench/peers (once)")
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
  const { status } = spawnSync("npm", args, { cwd: home, stdio: ["ignore", 2, 2] })
  if (status !== 0) progress("npm ci failed: what is not installed is left out")
}

interface Contender {
  readonly name: Name
  readonly ask: (question: Question) => Promise<Answer>
  /** Events per second of each round, by how many calls were under way at once. */
  readonly rates: Map<number, Array<number>>
  failed: string | null
}

const begin = (name: Name): Effect.Effect<Contender | null, never, Scope.Scope> =>
  Effect.gen(function* () {
    const { start } = (yield* Effect.promise(() => import(`./peers/${name}/start.ts`))) as {
      readonly start: Effect.Effect<string, never, Scope.Scope>
    }
    const ask = yield* client(`${name}/client.${name === "orrery" ? "ts" : "js"}`, yield* start)
    progress(`${name} is up`)
    return { name, ask, rates: new Map<number, Array<number>>(), failed: null }
  }).pipe(
    Effect.catchCause((cause) => {
      progress(`${name} cannot be had here: ${Cause.pretty(cause)}`)
      return Effect.succeed(null)
    }),
  )

/** A contender that failed is out. */
const take = async (contender: Contender, question: Question): Promise<number | null> => {
  if (contender.failed !== null) return null
  const answer = await contender.ask(question)
  if (answer === "yes") return null
  if ("perSecond" in answer) return answer.perSecond
  contender.failed = answer.failed
  progress(`${contender.name} failed: ${answer.failed}`)
  return null
}

const compete = async (contenders: ReadonlyArray<Contender>): Promise<void> => {
  for (const contender of contenders) {
    progress(`${contender.name} warms up`)
    await take(contender, { lanes: actors.length, ms: warmUpMs })
  }
  const since = performance.now()
  for (let round = 1; round <= rounds; round++) {
    for (const lanes of atOnce) {
      for (const contender of contenders) {
        if (performance.now() - since > enough) continue
        const rate = await take(contender, { lanes, ms: roundMs })
        if (rate === null) continue
        contender.rates.set(lanes, [...(contender.rates.get(lanes) ?? []), rate])
        progress(`round ${round} of ${rounds}: ${contender.name}, ${lanes} at once: ${Math.round(rate)}/s`)
      }
    }
  }
  await Promise.all(contenders.map((contender) => take(contender, "check")))
}

const median = (rates: ReadonlyArray<number>): number => {
  const sorted = rates.toSorted((a, b) => a - b)
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1)
  return Math.round(middle.reduce((sum, rate) => sum + rate, 0) / middle.length)
}

const medians = ({ rates }: Contender) =>
  atOnce.map((lanes) => rates.get(lanes)).map((all) => all && median(all))

const best = (contender: Contender | null): number | null =>
  contender === null || contender.failed !== null || contender.rates.size === 0
    ? null
    : Math.max(...medians(contender).filter((rate) => rate !== undefined))

const program = Effect.gen(function* () {
  const [load] = loadavg()
  const contenders = (yield* Effect.forEach(names, begin)).filter((contender) => contender !== null)
  yield* Effect.promise(() => compete(contenders))

  console.log(
    readFileSync(join(home, "README.md"), "utf8")
      .split("\n## ")[1]!
      .replace(/^.*\n\n/, ""),
  )
  console.log(`${actors.length} actors; events per second, median of ${rounds} rounds of ${roundMs / 1000} s`)
  console.log(`other load on this machine at the start: ${load!.toFixed(1)}`)
  const cell = (text: string | number | undefined) => String(text ?? "-").padStart(9)
  console.log(`${"calls at once".padEnd(16)}${atOnce.map(cell).join("")}`)
  for (const contender of contenders)
    console.log(`${contender.name.padEnd(16)}${medians(contender).map(cell).join("")}`)

  const figureOf = (name: Name) => best(contenders.find((contender) => contender.name === name) ?? null)
  const orrery_per_s = figureOf("orrery")
  const restate_per_s = figureOf("restate")
  const durable_object_per_s = figureOf("durable-object")
  const bullmq_per_s = figureOf("bullmq")
  const times = (peer: number | null) =>
    peer === null || orrery_per_s === null ? "unknown" : `${(orrery_per_s / peer).toFixed(1)} times`
  console.log(
    `Orrery: ${times(restate_per_s)} Restate, ${times(durable_object_per_s)} the Durable Object, ${times(bullmq_per_s)} BullMQ`,
  )
  if (orrery_per_s === null) process.exitCode = 1
  return { orrery_per_s, restate_per_s, durable_object_per_s, bullmq_per_s }
})

install()
// When the run is stopped, what it has started is stopped, and its files are removed.
NodeRuntime.runMain(
  Effect.map(Effect.scoped(program), (figures) =>
    console.log(JSON.stringify({ bench: "peers", ...figures })),
  ),
)
