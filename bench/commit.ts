/**
 * What durability costs: 2,000 agents, 100,000 lifecycle events, three ways in one run.
 *
 * - bare: XState's own `actor.send`, in memory
 * - durable: Orrery's actors; each event is journaled with snapshot, outbox and timers in Redis before its sender is answered
 * - naive: XState's pure transition, then one MULTI (XADD and HSET) an event, as many under way at once as there are agents
 *
 * Redis is a private one with appendonly, appendfsync everysec. Waking the actors is not measured (see `wake`).
 * A cycle is ALLOCATE, CONNECTED, THOUGHT, SAID, RELEASE, DISCONNECTED. In `durable` only ALLOCATE and RELEASE come from
 * outside, the rest comes from effects that succeed at once, as in a real run.
 */
import { Effect, Layer } from "effect"
import { Redis } from "ioredis"
import { createActor, initialTransition, transition } from "xstate"
import { Alarms } from "../src/actors/alarms.ts"
import { Committer } from "../src/actors/committer.ts"
import { Host } from "../src/actors/host.ts"
import { Observer } from "../src/actors/watching/observer.ts"
import { Performer } from "../src/actors/performing/performer.ts"
import * as RedisStore from "../src/adapters/redis/store.ts"
import { address } from "../src/machines/address.ts"
import type { Effect as Wanted } from "../src/machines/effects.ts"
import type { AgentEvent, Event } from "../src/machines/events.ts"
import { charts } from "../src/machines/index.ts"
import type { Turn } from "../src/machines/values.ts"
import { redisServer } from "../test/support/redis.ts"

const agents = 2000
const events = 100_000
const rounds = Math.floor(events / agents / 6)
const total = rounds * agents * 6

const turn = (n: number): Turn => ({
  id: `${n}.writer`,
  brain: "writer",
  conversation: address("conversation", "300000000000000001"),
  route: "mention",
  lent: [],
  message: {
    id: "400000000000000001",
    channel: "300000000000000001",
    guild: "200000000000000001",
    author: { id: "100000000000000001", name: "Ada" },
    text: "a tagline, please",
    pinged: [],
    called: ["writer"],
    matched: [],
    toTeam: false,
    via: null,
  },
})

const thought: Event = {
  type: "THOUGHT",
  text: "Here it is.",
  model: "m",
  usage: { input: 1, output: 1 },
  ms: 1,
  calls: [],
}
const said: Event = { type: "SAID", messages: ["500000000000000001"] }

const cycle = (n: number): ReadonlyArray<AgentEvent> => [
  { type: "ALLOCATE", turn: turn(n) },
  { type: "CONNECTED" },
  thought as AgentEvent,
  said as AgentEvent,
  { type: "RELEASE" },
  { type: "DISCONNECTED" },
]

const perSecond = (since: number) => Math.round(total / ((performance.now() - since) / 1000))
const input = (n: number) => ({ id: `0-${n}`, pool: "0" })

const bare = (): number => {
  const actors = Array.from({ length: agents }, (_, n) =>
    createActor(charts.agent, { input: input(n) }).start(),
  )
  const since = performance.now()
  for (let round = 0; round < rounds; round++) {
    for (const event of cycle(round)) for (const actor of actors) actor.send({ ...event, at: round })
  }
  const rate = perSecond(since)
  for (const actor of actors) actor.stop()
  return rate
}

const outcomes: Partial<Record<Wanted["type"], Event>> = {
  Connect: { type: "CONNECTED" },
  Think: thought,
  Say: said,
  Disconnect: { type: "DISCONNECTED" },
}

/** Effects that come true at once. */
const performer = Layer.succeed(Performer, {
  perform: (_by, { effect }, _again, done) => {
    queueMicrotask(() => done(outcomes[effect.type] ?? null))
    return () => {}
  },
  broke: (broken, reason) => Effect.die(new Error(`${broken}: ${reason}`)),
})

const durable = Effect.gen(function* () {
  const host = yield* Host
  const { counts, watch } = yield* Observer
  const addresses = Array.from({ length: agents }, (_, n) => address("agent", `0-${n}`))
  yield* Effect.forEach(addresses, host.wake, { concurrency: 256, discard: true })

  /** Resolves when an agent is at a state of its life; a cycle has two such waits. */
  const waiting = new Map<string, () => void>()
  watch(({ address, after }) => {
    const { life } = after.value as { life: unknown }
    const key = `${address} ${String(life)}`
    waiting.get(key)?.()
    waiting.delete(key)
  })
  const reached = (of: string, life: string) =>
    new Promise<void>((resolve) => waiting.set(`${of} ${life}`, resolve))
  const run = Effect.runPromise
  const live = async (of: (typeof addresses)[number]) => {
    for (let round = 0; round < rounds; round++) {
      const spoken = reached(of, "idle")
      await run(
        host.tell(of, { cause: "bench", id: `a${round}`, event: { type: "ALLOCATE", turn: turn(round) } }),
      )
      await spoken
      const free = reached(of, "available")
      await run(host.tell(of, { cause: "bench", id: `r${round}`, event: { type: "RELEASE" } }))
      await free
    }
  }
  const before = counts.committed
  const since = performance.now()
  yield* Effect.promise(() => Promise.all(addresses.map(live)))
  const rate = perSecond(since)
  if (counts.committed - before < total)
    throw new Error(`only ${counts.committed - before} of ${total} were committed`)
  return rate
})

const naive = async (url: string): Promise<number> => {
  const redis = new Redis(url)
  const since = performance.now()
  const live = async (n: number) => {
    let [snapshot] = initialTransition(charts.agent, input(n))
    for (let round = 0; round < rounds; round++) {
      for (const event of cycle(round)) {
        ;[snapshot] = transition(charts.agent, snapshot, { ...event, at: round })
        await redis
          .multi()
          .xadd(`naive:{${n}}:journal`, "*", "event", JSON.stringify(event))
          .hset(`naive:{${n}}:state`, "snapshot", JSON.stringify(charts.agent.getPersistedSnapshot(snapshot)))
          .exec()
      }
    }
  }
  await Promise.all(Array.from({ length: agents }, (_, n) => live(n)))
  const rate = perSecond(since)
  redis.disconnect()
  return rate
}

const program = Effect.gen(function* () {
  const server = yield* redisServer({ appendonly: "yes", appendfsync: "everysec" })
  console.log(`${agents} agents, ${total} events, Redis with AOF everysec`)
  bare()
  const bare_per_s = bare()
  console.log(`bare     ${bare_per_s}/s   actor.send in memory`)
  const runtime = Host.layer().pipe(
    Layer.provide([performer, Committer.layer]),
    Layer.provide(RedisStore.layer({ url: server.url })),
    Layer.provideMerge(Layer.mergeAll(Alarms.layer, Observer.layer)),
  )
  const durable_per_s = yield* durable.pipe(Effect.provide(runtime))
  console.log(`durable  ${durable_per_s}/s   journal, snapshot, outbox and timers committed`)
  const naive_per_s = yield* Effect.promise(() => naive(server.url))
  console.log(`naive    ${naive_per_s}/s   one MULTI an event`)
  const ratio = (a: number, b: number) => Number((a / b).toFixed(2))
  const ratios = {
    ratio_to_bare: ratio(durable_per_s, bare_per_s),
    ratio_to_naive: ratio(durable_per_s, naive_per_s),
  }
  console.log(JSON.stringify({ bench: "commit", bare_per_s, durable_per_s, naive_per_s, ...ratios }))
})

await Effect.runPromise(Effect.scoped(program))
