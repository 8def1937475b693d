/** One run: it is set up, broken for some minutes, left to heal, stopped, and looked through. */
import { existsSync, mkdirSync, rmSync } from "node:fs"
import { createServer, connect } from "node:net"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { Effect, Logger, Redacted } from "effect"
import { Redis } from "ioredis"
import { sharding } from "../../src/adapters/cluster/cluster.ts"
import { overview } from "../../src/adapters/cluster/layer.ts"
import { fencingsKey } from "../../src/adapters/redis/keys.ts"
import * as RedisStore from "../../src/adapters/redis/store.ts"
import { Store } from "../../src/actors/store.ts"
import { Dice } from "../simulation/dice.ts"
import { findings } from "./account.ts"
import { audit, everybody, unfinished } from "./audit.ts"
import { makeBuilds } from "./builds.ts"
import { Failovers } from "./failover.ts"
import { disturb, type Counts, type World } from "./faults.ts"
import { Fleet } from "./fleet.ts"
import type { Network } from "./network.ts"
import { People } from "./people.ts"
import { Processes } from "./processes.ts"
import { RedisServer } from "./redis.ts"
import { pass } from "./relay.ts"

export interface Plan {
  readonly minutes: number
  readonly runners: number
  readonly seed: number
  /** The commit of the second build; null: the same code under another label. */
  readonly other: string | null
  /** Null: everything on the loopback, and no partitions. */
  readonly network: Network | null
  /** An empty directory. */
  readonly home: string
}

/** The last line of `npm run chaos`. */
export interface Outcome {
  readonly bench: "chaos"
  readonly kills: number
  readonly stops: number
  readonly redis_restarts: number
  /** What people said and the playground acknowledged. */
  readonly messages: number
  readonly lost: number
  readonly duplicates: number
  /** Commits of owners of before that the store refused: as many as its notes hold, 16 an actor. */
  readonly fenced: number
  /** From a kill to the next commit of another owner, for an actor that the killed one owned. */
  readonly failover_ms: { readonly p50: number; readonly p99: number }
  readonly violations: number
}

export interface Verdict {
  readonly outcome: Outcome
  /** A line for each that must not be. */
  readonly evidence: ReadonlyArray<string>
}

/** Runners beyond those that there always are. */
export const extras = 2
const agents = 50
/** How long nothing must have happened before what is not at rest counts as stuck, in ms. */
const patience = 30_000

const listening = (path: string, port: number): Promise<void> =>
  new Promise((resolve) => {
    const server = createServer((from) => pass(from, () => connect(port, "127.0.0.1")))
    server.listen(path, resolve).unref()
  })

const percentile = (durations: ReadonlyArray<number>, share: number): number => {
  const sorted = durations.toSorted((a, b) => a - b)
  return Math.round(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0)
}

export const run = async (
  plan: Plan,
  processes: Processes,
  note: (line: string) => void,
): Promise<Verdict> => {
  const { minutes, runners: size, seed, other, network, home } = plan
  const evidence: Array<string> = []
  const violated = (what: string) => {
    note(`VIOLATION ${what}`)
    evidence.push(what)
  }
  const builds = makeBuilds(home, other)
  const redis = await RedisServer.launch(processes, home, network?.hub ?? null)
  const discord = await startPlayground(processes, home, builds[0].directory)
  await relayed(processes, network, join(home, "discord.sock"), discord)

  const people = new People(discord, new Dice(seed, "people"))
  const failovers = new Failovers(redis.url)
  const stage = { home, processes, redis, discord, note, violated }
  const places = network?.places ?? Array.from({ length: size + extras }, () => null)
  const fleet = new Fleet(stage, places, builds[0])
  const counts: Counts = { kills: 0, stops: 0, partitions: 0, upgrades: 0, changes: 0 }
  const inStore = <A, E>(effect: Effect.Effect<A, E, Store>) =>
    Effect.runPromise(
      effect.pipe(
        Effect.provide(RedisStore.layer({ url: redis.url })),
        Effect.provideService(Logger.LogToStderr, true),
      ),
    )
  const report = () =>
    `${people.messages} messages, ${counts.kills} kills, ${counts.stops} stops, ${counts.partitions} partitions, ${redis.restarts} Redis restarts, ${counts.changes} runners added or removed, ${counts.upgrades} upgrades; up: ${fleet.up.length}`
  const progress = setInterval(() => console.error(`chaos: ${report()}`), 10_000)

  await people.open()
  await Promise.all(fleet.seats.slice(0, size).map((seat) => fleet.start(seat, false)))
  await spread(redis.url, size)
  await failovers.learn(redis.url, people.channels)
  for (const channel of people.channels) await people.speak(channel)
  await rest(inStore, note)

  note("the faults begin")
  const over = AbortSignal.timeout(minutes * 60_000)
  const world: World = { ...stage, seed, size, fleet, people, failovers, network, builds, over, counts }
  await disturb(world)
  note("the faults are over")
  await rest(inStore, note)
  const at = Date.now()
  await fleet.close()
  failovers.close()

  const found = await inStore(findings(people, fleet.thawed))
  const audited = await inStore(audit({ agents, shards: 8 }, at))
  const fenced = await inStore(fencings(redis.url))
  clearInterval(progress)
  note(`${report()}; ${audited.entries} entries of journals replayed`)
  evidence.push(...audited.wrong, ...found.wrong)
  if (found.sameWords.length > 0)
    console.error(
      `chaos: ${found.sameWords.length} answers were not said again after a crash, since the same words stood already`,
    )
  if (found.late.length > 0)
    console.error(
      `chaos: ${found.late.length} answers stand twice, since a runner was frozen while it sent them, and a webhook takes no nonce`,
    )
  const { took } = failovers
  const outcome: Outcome = {
    bench: "chaos",
    kills: counts.kills,
    stops: counts.stops,
    redis_restarts: redis.restarts,
    messages: people.messages,
    lost: found.lost.length,
    duplicates: found.duplicates.length,
    fenced,
    failover_ms: { p50: percentile(took, 0.5), p99: percentile(took, 0.99) },
    violations: evidence.length,
  }
  return {
    outcome,
    evidence: [
      ...found.lost.map((line) => `lost: ${line}`),
      ...found.duplicates.map((line) => `duplicate: ${line}`),
      ...evidence.map((line) => `violation: ${line}`),
    ],
  }
}

const startPlayground = async (processes: Processes, home: string, cwd: string): Promise<string> => {
  const directory = join(home, "playground")
  mkdirSync(directory)
  const args = ["src/main.ts", "playground", "--port", "0"]
  const env = { ORRERY_HOME: directory }
  const playground = processes.start({
    name: "playground",
    place: null,
    command: process.execPath,
    args,
    cwd,
    env,
  })
  return (await playground.says(/chat +(http:\/\/127\.0\.0\.1:\d+)/))[1]!
}

/** The playground, in every namespace at the same address. */
const relayed = async (processes: Processes, network: Network | null, socket: string, discord: string) => {
  if (network === null) return
  const { port } = new URL(discord)
  if (existsSync(socket)) rmSync(socket)
  await listening(socket, Number(port))
  const relays = network.places.map((place, n) =>
    processes.start({
      name: `relay-${n + 1}`,
      place,
      command: process.execPath,
      args: [join(import.meta.dirname, "relay.ts"), port, socket],
      cwd: import.meta.dirname,
      env: {},
    }),
  )
  await Promise.all(relays.map(({ says }) => says(/listening/)))
}

/** Until all shards are held by so many runners, and somebody listens. */
const spread = async (url: string, size: number): Promise<void> => {
  for (;;) {
    const { runners } = await Effect.runPromise(overview(Redacted.make(url)))
    const living = runners.filter(({ state, shards }) => state === "healthy" && shards > 0)
    const held = living.reduce((sum, { shards }) => sum + shards, 0)
    const heard = living.flatMap(({ gateway }) => gateway).length
    if (living.length === size && held === sharding.shardsPerGroup && heard === 2) return
    await sleep(200)
  }
}

type InStore = <A, E>(effect: Effect.Effect<A, E, Store>) => Promise<A>

/** Until nobody owes anything, or nothing happens any more. */
const rest = async (inStore: InStore, note: (line: string) => void): Promise<void> => {
  let last = ""
  let since = Date.now()
  let wasAtRest = false
  for (;;) {
    const { entries, owing } = await inStore(unfinished)
    const state = [entries, ...owing].join()
    if (state !== last) since = Date.now()
    // What is said and not heard yet owes nothing: twice at rest, with nothing between.
    if (owing.length === 0 && wasAtRest && state === last && Date.now() - since > 4000) return
    if (Date.now() - since > patience) return note(`stuck: ${owing.join("; ")}`)
    wasAtRest = owing.length === 0
    last = state
    await sleep(500)
  }
}

/** How many refusals of stale owners are noted. */
const fencings = (url: string) =>
  Effect.gen(function* () {
    const all = yield* everybody
    const redis = new Redis(url)
    const lengths = yield* Effect.promise(() => Promise.all(all.map((of) => redis.llen(fencingsKey(of)))))
    redis.disconnect()
    return lengths.reduce((sum, length) => sum + length, 0)
  })
