/**
 * What being looked at costs: 2,000 agents go through their lifecycle, every event durable in Redis, in one Orrery whose observer
 * does its work in some turns and not in others.
 *
 * - blind: nothing is counted but events
 * - control: the same once more, so that it is seen how much of a difference means nothing
 * - unwatched: the census is kept, as in any Orrery; nobody looks
 * - watched: the same, with ten pages open (`support/ten-pages.ts`)
 *
 * It is one Orrery because two of the same kind differ by more than is measured here: in what their memory looks like, in where their
 * Redis is. A runner is one thread, so what an event costs this thread in processor time is what it takes off the throughput;
 * processor time depends little on what else the machine does at the moment. What it does depend on changes within seconds, so the
 * first three take turns of some 50 ms, 200 agents at a time. Who is watched has longer turns, with the pages open in no other, each
 * beside a blind one as long. A cost is the share by which more is taken than blind in the same block of turns, the median of all
 * blocks; its `spread` is half of the range that holds the middle half of them. Rates by the clock are printed beside it.
 */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { Effect, Layer, ManagedRuntime } from "effect"
import { Alarms } from "../src/actors/alarms.ts"
import { Committer } from "../src/actors/committer.ts"
import { Host } from "../src/actors/host.ts"
import { Mail } from "../src/actors/mail.ts"
import { Observer, type Observation } from "../src/actors/watching/observer.ts"
import { Roster } from "../src/actors/performing/roster.ts"
import { Placement } from "../src/actors/placement.ts"
import { Pools } from "../src/actors/pools.ts"
import { SingleRunnerLayer } from "../src/actors/runtime.ts"
import { PoolWatch } from "../src/actors/watching/pool-watch.ts"
import { Status } from "../src/actors/watching/status.ts"
import { Inspector } from "../src/adapters/inspector/inspector.ts"
import * as RedisStore from "../src/adapters/redis/store.ts"
import { address } from "../src/machines/address.ts"
import { redisServer } from "../test/support/redis.ts"
import { team } from "../test/support/world.ts"
import { AgentsLayer, turn } from "./support/agents.ts"

const agents = 2000
/** Events in the lifecycle of an agent. */
const perLife = 6
/** Agents in a short turn; ten of these are a block. */
const few = 200
const blocks = 32
/** Turns with pages open. */
const rounds = 12

type Way = "blind" | "control" | "unwatched" | "watched"

/** How it goes at present. Between turns no actor is under way, and each is in the state in which the turn before found it. */
let way: Way = "unwatched"

/** Told of every commit, whichever way it goes. */
let told: (observation: Observation) => void = () => {}

/** The observer as it is, which does nothing but count events in turns that are blind. */
const SwitchedLayer = Layer.effect(
  Observer,
  Effect.map(Observer, (observer) => ({
    ...observer,
    get live() {
      return observer.live
    },
    committed: (resident, observation) => {
      if (way === "blind" || way === "control") observer.counts.committed += observation.entries.length
      else observer.committed(resident, observation)
      told(observation)
    },
  })),
).pipe(Layer.provide(Observer.layer))

/** What the pages ask for beside the actors is not what is measured. */
const SurroundingsLayer = Layer.mergeAll(
  Layer.succeed(Mail, {
    tell: () => Effect.die("nobody sends"),
    peek: () => Effect.die("no"),
    wake: () => Effect.void,
  }),
  Layer.effect(
    Status,
    Effect.map(Observer, ({ live, counts }) => ({
      report: Effect.sync(() => ({
        uptime: 1,
        live,
        events: counts,
        owed: 0,
        quarantined: [],
        warnings: [],
      })),
    })) as never,
  ) as Layer.Layer<Status, never, Observer>,
  Placement.layer({ agents, shards: 1 }),
  Layer.succeed(Roster, team),
  PoolWatch.layer.pipe(Layer.provide([SingleRunnerLayer, Placement.layer({ agents, shards: 1 })])),
  Layer.succeed(Pools, {
    standing: Effect.succeed({ shards: [], silent: [] }),
    add: () => Effect.die("nobody adds"),
    drain: () => Effect.die("nobody drains"),
    restore: () => Effect.die("nobody restores"),
  }),
)

const OrreryLayer = (url: string) =>
  Inspector.layer({ port: 0 }).pipe(
    Layer.provideMerge(SurroundingsLayer),
    Layer.provideMerge(
      Host.layer().pipe(
        Layer.provide(Layer.mergeAll(AgentsLayer, Committer.layer)),
        Layer.provideMerge(RedisStore.layer({ url })),
        Layer.provideMerge(Layer.mergeAll(Alarms.layer, SwitchedLayer)),
      ),
    ),
  )

interface Measured {
  /** Of this thread, in µs. */
  readonly cpu: number
  /** In ms. */
  readonly clock: number
  readonly events: number
}

const sum = (turns: ReadonlyArray<Measured>): Measured =>
  turns.reduce((all, { cpu, clock, events }) => ({
    cpu: all.cpu + cpu,
    clock: all.clock + clock,
    events: all.events + events,
  }))

const costOf = ({ cpu, events }: Measured): number => cpu / events

/** A turn: `count` agents, from the one numbered `from`, live once. `turn` is never the same for an agent. */
const live = (its: Way, id: number, from: number, count: number) =>
  Effect.gen(function* () {
    const host = yield* Host
    const { counts } = yield* Observer
    const waiting = new Map<string, () => void>()
    way = its
    told = ({ address: of, after }) => {
      const { life } = after.value as { readonly life: unknown }
      const key = `${of} ${String(life)}`
      waiting.get(key)?.()
      waiting.delete(key)
    }
    const reached = (of: string, life: string) =>
      new Promise<void>((resolve) => waiting.set(`${of} ${life}`, resolve))
    const once = async (agent: number) => {
      const of = address("agent", `0-${agent}`)
      const spoken = reached(of, "idle")
      await Effect.runPromise(
        host.tell(of, { cause: "bench", id: `a${id}`, event: { type: "ALLOCATE", turn: turn(id) } }),
      )
      await spoken
      const free = reached(of, "available")
      await Effect.runPromise(host.tell(of, { cause: "bench", id: `r${id}`, event: { type: "RELEASE" } }))
      await free
    }
    const before = counts.committed
    const [cpu, clock] = [process.threadCpuUsage(), performance.now()]
    yield* Effect.promise(() => Promise.all(Array.from({ length: count }, (_, n) => once(from + n))))
    const { user, system } = process.threadCpuUsage(cpu)
    const events = count * perLife
    if (counts.committed - before < events) throw new Error("not all were committed")
    return { cpu: user + system, clock: performance.now() - clock, events } satisfies Measured
  })

const pages = (origin: string) =>
  Effect.acquireRelease(
    Effect.promise(async () => {
      const child = spawn(process.execPath, [join(import.meta.dirname, "support/ten-pages.ts"), origin], {
        stdio: ["ignore", "pipe", "inherit"],
      })
      await once(child.stdout, "data")
      return child
    }),
    (child) => Effect.sync(() => child.kill()),
  )

const median = (numbers: ReadonlyArray<number>): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!

const program = Effect.gen(function* () {
  const { url } = yield* redisServer({ appendonly: "yes", appendfsync: "everysec" })
  const orrery = yield* Effect.acquireRelease(
    Effect.sync(() => ManagedRuntime.make(OrreryLayer(url))),
    (runtime) => Effect.promise(() => runtime.dispose()),
  )
  const { origin } = yield* Effect.promise(() => orrery.runPromise(Inspector))
  const wake = Effect.gen(function* () {
    const host = yield* Host
    yield* Effect.forEach(
      Array.from({ length: agents }, (_, n) => address("agent", `0-${n}`)),
      host.wake,
      { concurrency: 256, discard: true },
    )
  })
  yield* Effect.promise(() => orrery.runPromise(wake))
  let lives = 0
  const turnOf = (its: Way, from = 0, count = agents) =>
    Effect.promise(() => orrery.runPromise(live(its, lives++, from, count)))

  /** Of a block: what it takes blind, and another way. */
  interface Pair {
    readonly blind: Measured
    readonly other: Measured
  }
  const short = ["blind", "control", "unwatched"] as const
  const pairs: Record<"control" | "unwatched" | "watched", Array<Pair>> = {
    control: [],
    unwatched: [],
    watched: [],
  }
  // The first block warms the code up.
  for (let block = 0; block <= blocks; block++) {
    const turns: Record<(typeof short)[number], Array<Measured>> = { blind: [], control: [], unwatched: [] }
    for (let from = 0; from < agents; from += few) {
      // Each goes first as often as the others, and after each of them.
      const k = block * (agents / few) + from / few
      const turned = short.map((_, at) => short[(at + k) % short.length]!)
      for (const its of k % 2 === 0 ? turned : turned.toReversed())
        turns[its].push(yield* turnOf(its, from, few))
    }
    if (block === 0) continue
    pairs.control.push({ blind: sum(turns.blind), other: sum(turns.control) })
    pairs.unwatched.push({ blind: sum(turns.blind), other: sum(turns.unwatched) })
  }
  for (let n = 0; n <= rounds; n++) {
    const watching = Effect.scoped(Effect.andThen(pages(origin), turnOf("watched")))
    const first = n % 2 === 0 ? yield* watching : null
    const beside = yield* turnOf("blind")
    const other = first ?? (yield* watching)
    if (n > 0) pairs.watched.push({ blind: beside, other })
  }

  const say = (its: string, all: Measured) =>
    console.log(
      `${its.padEnd(10)} ${costOf(all).toFixed(1)} µs of processor time an event, ${Math.round(all.events / (all.clock / 1000))} events/s by the clock`,
    )
  say("blind", sum(pairs.unwatched.map(({ blind }) => blind)))
  for (const [its, all] of Object.entries(pairs)) say(its, sum(all.map(({ other }) => other)))

  type Compared = keyof typeof pairs
  /** Of the throughput: 1 - blind / other, block by block. */
  const shares = (its: Compared) =>
    pairs[its].map(({ blind, other }) => 1 - costOf(blind) / costOf(other)).toSorted((a, b) => a - b)
  const rounded = (share: number) => Number(share.toFixed(3))
  const cost = (its: Compared) => rounded(median(shares(its)))
  const spread = (its: Compared) => {
    const sorted = shares(its)
    return rounded(
      (sorted[Math.floor(sorted.length * 0.75)]! - sorted[Math.floor(sorted.length * 0.25)]!) / 2,
    )
  }
  console.log(
    JSON.stringify({
      bench: "inspector",
      unwatched_cost: cost("unwatched"),
      watched_cost: cost("watched"),
      control_cost: cost("control"),
      spread: {
        unwatched: spread("unwatched"),
        watched: spread("watched"),
        control: spread("control"),
      },
    }),
  )
})

await Effect.runPromise(Effect.scoped(program))
process.exit(0)
