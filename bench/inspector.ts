/**
 * What being looked at costs: 2,000 agents go through their lifecycle, every event durable in Redis, four ways in one run, side
 * by side, many short rounds of each.
 *
 * - blind: nothing is counted but events
 * - control: the same once more, so that it is seen how much of a difference means nothing
 * - unwatched: the census is kept, the inspector runs, nobody looks
 * - watched: ten pages are open (`support/ten-pages.ts`)
 *
 * A runner is one thread, so what an event costs this thread in processor time is what it takes off the throughput; processor time
 * depends little on what else the machine does at the moment. Each way begins with a clean heap, and pays for its own garbage. A cost
 * is the share by which more is taken than blind in the same round, the median of all rounds; its `spread` is half of the range that
 * holds the middle half of the rounds. Rates by the clock are printed beside it.
 */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import v8 from "node:v8"
import vm from "node:vm"
import { Effect, Layer, ManagedRuntime } from "effect"
import { Alarms } from "../src/actors/alarms.ts"
import { Census, type Resident } from "../src/actors/watching/census.ts"
import { Committer } from "../src/actors/committer.ts"
import { Host } from "../src/actors/host.ts"
import { Mail } from "../src/actors/mail.ts"
import { Observer } from "../src/actors/watching/observer.ts"
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
/** Lifecycles of each agent in a round: six events each. */
const perRound = 1
const rounds = 24
const total = agents * perRound * 6

/** Counts events, and knows nothing of actors. */
const BlindLayer = Layer.sync(Observer, () => {
  const counts = { committed: 0, duplicates: 0, poisoned: 0, fenced: 0, refused: 0 }
  const watching = new Set<Parameters<Observer["Service"]["watch"]>[0]>()
  const nobody = { states: [], since: [], woke: 0, moved: 0, trouble: null } as unknown as Resident
  return {
    counts,
    waiting: { letters: 0 },
    census: new Census(),
    live: {} as never,
    woke: () => nobody,
    slept: () => {},
    broke: () => {},
    committed: (_, observation) => {
      counts.committed += observation.entries.length
      for (const watch of watching) watch(observation)
    },
    watch: (watch) => {
      watching.add(watch)
      return () => void watching.delete(watch)
    },
  }
})

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

const hosts = (url: string, observer: Layer.Layer<Observer>) =>
  Host.layer().pipe(
    Layer.provide(Layer.mergeAll(AgentsLayer, Committer.layer)),
    Layer.provideMerge(RedisStore.layer({ url })),
    Layer.provideMerge(Layer.mergeAll(Alarms.layer, observer)),
  )

interface Measured {
  /** Of this thread, in µs an event. */
  readonly cost: number
  readonly perSecond: number
}

const round = (n: number) =>
  Effect.gen(function* () {
    const host = yield* Host
    const { watch, counts } = yield* Observer
    const waiting = new Map<string, () => void>()
    const stop = watch(({ address: of, after }) => {
      const { life } = after.value as { readonly life: unknown }
      const key = `${of} ${String(life)}`
      waiting.get(key)?.()
      waiting.delete(key)
    })
    const reached = (of: string, life: string) =>
      new Promise<void>((resolve) => waiting.set(`${of} ${life}`, resolve))
    const live = async (agent: number) => {
      const of = address("agent", `0-${agent}`)
      for (let cycle = 0; cycle < perRound; cycle++) {
        const id = n * perRound + cycle
        const spoken = reached(of, "idle")
        await Effect.runPromise(
          host.tell(of, { cause: "bench", id: `a${id}`, event: { type: "ALLOCATE", turn: turn(id) } }),
        )
        await spoken
        const free = reached(of, "available")
        await Effect.runPromise(host.tell(of, { cause: "bench", id: `r${id}`, event: { type: "RELEASE" } }))
        await free
      }
    }
    const before = counts.committed
    const [cpu, clock] = [process.threadCpuUsage(), performance.now()]
    yield* Effect.promise(() => Promise.all(Array.from({ length: agents }, (_, agent) => live(agent))))
    collect()
    const { user, system } = process.threadCpuUsage(cpu)
    stop()
    if (counts.committed - before < total) throw new Error("not all were committed")
    return {
      cost: (user + system) / total,
      perSecond: Math.round(total / ((performance.now() - clock) / 1000)),
    } satisfies Measured
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

/** Collects all garbage: Node has no public way but this flag. */
v8.setFlagsFromString("--expose-gc")
const collect = vm.runInNewContext("gc") as () => void

const all = ["blind", "control", "unwatched", "watched"] as const

const median = (numbers: ReadonlyArray<number>): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!

const program = Effect.gen(function* () {
  const runtimeOf = <A, E>(layer: Layer.Layer<A, E>) =>
    Effect.acquireRelease(
      Effect.sync(() => ManagedRuntime.make(layer)),
      (runtime) => Effect.promise(() => runtime.dispose()),
    )
  const inspected = (url: string) =>
    Inspector.layer({ port: 0 }).pipe(
      Layer.provideMerge(SurroundingsLayer),
      Layer.provideMerge(hosts(url, Observer.layer)),
    )
  // Each has a history of its own, and they are as long.
  const servers = [
    yield* redisServer(quick),
    yield* redisServer(quick),
    yield* redisServer(quick),
    yield* redisServer(quick),
  ] as const
  const blind = yield* runtimeOf(hosts(servers[0].url, BlindLayer))
  const control = yield* runtimeOf(hosts(servers[3].url, BlindLayer))
  const unwatched = yield* runtimeOf(inspected(servers[1].url))
  const watched = yield* runtimeOf(inspected(servers[2].url))
  yield* Effect.promise(() => unwatched.runPromise(Inspector))
  const { origin } = yield* Effect.promise(() => watched.runPromise(Inspector))

  const took = {
    blind: [] as Array<Measured>,
    control: [] as Array<Measured>,
    unwatched: [] as Array<Measured>,
    watched: [] as Array<Measured>,
  }
  const wake = Effect.gen(function* () {
    const host = yield* Host
    yield* Effect.forEach(
      Array.from({ length: agents }, (_, n) => address("agent", `0-${n}`)),
      host.wake,
      { concurrency: 256, discard: true },
    )
  })
  yield* Effect.promise(() =>
    Promise.all([blind, control, unwatched, watched].map((one) => one.runPromise(wake))),
  )
  for (let n = 0; n <= rounds; n++) {
    const ways = {
      blind: Effect.promise(() => blind.runPromise(round(n))),
      control: Effect.promise(() => control.runPromise(round(n))),
      unwatched: Effect.promise(() => unwatched.runPromise(round(n))),
      watched: Effect.scoped(
        Effect.andThen(
          pages(origin),
          Effect.promise(() => watched.runPromise(round(n))),
        ),
      ),
    }
    // Each goes first as often as the others, and after each of them.
    const turned = all.map((_, k) => all[(k + n) % all.length]!)
    const order = n % 2 === 0 ? turned : turned.toReversed()
    for (const way of order) {
      collect()
      const measured = yield* ways[way]
      // The first round warms the code up.
      if (n > 0) took[way].push(measured)
    }
  }

  for (const [way, measured] of Object.entries(took)) {
    const cost = median(measured.map(({ cost }) => cost)).toFixed(1)
    const rate = median(measured.map(({ perSecond }) => perSecond))
    console.log(`${way.padEnd(10)} ${cost} µs of processor time an event, ${rate} events/s by the clock`)
  }
  /** Of the throughput: 1 - blind / way, round by round. */
  const shares = (way: ReadonlyArray<Measured>) =>
    way.map(({ cost }, n) => 1 - took.blind[n]!.cost / cost).toSorted((a, b) => a - b)
  const rounded = (share: number) => Number(share.toFixed(3))
  const cost = (way: ReadonlyArray<Measured>) => rounded(median(shares(way)))
  const spread = (way: ReadonlyArray<Measured>) => {
    const sorted = shares(way)
    return rounded(
      (sorted[Math.floor(sorted.length * 0.75)]! - sorted[Math.floor(sorted.length * 0.25)]!) / 2,
    )
  }
  console.log(
    JSON.stringify({
      bench: "inspector",
      unwatched_cost: cost(took.unwatched),
      watched_cost: cost(took.watched),
      control_cost: cost(took.control),
      spread: {
        unwatched: spread(took.unwatched),
        watched: spread(took.watched),
        control: spread(took.control),
      },
    }),
  )
})

const quick = { appendonly: "yes", appendfsync: "everysec" } as const

await Effect.runPromise(Effect.scoped(program))
process.exit(0)
