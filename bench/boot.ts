/**
 * A thousand partners get their constellations: 6 agents, 3 blocks of memory and 4 groups each, its parts side by side and many
 * partners at once; then a second start finds them. Beside it, 13 parts written one after the other, each awaited, as many
 * partners at once, without all that makes a constellation an actor; and one constellation alone.
 *
 * Redis is a private one with appendonly, appendfsync everysec.
 */
import { Effect, Layer } from "effect"
import { sweep } from "../src/actors/constellations/boot.ts"
import { Constellations, type Wanted } from "../src/actors/constellations/constellations.ts"
import type { Mail } from "../src/actors/mail.ts"
import { Store } from "../src/actors/store.ts"
import { Templates } from "../src/actors/constellations/templates.ts"
import * as RedisStore from "../src/adapters/redis/store.ts"
import { address, type Address } from "../src/machines/address.ts"
import { redisServer } from "../test/support/redis.ts"
import { World } from "../test/support/world.ts"
import { percentiles } from "./support/percentiles.ts"
import { agents, template } from "./support/template.ts"

const partners = 1000
const alone = 200
/** As many at once as at a start: `atOnce` of `actors/boot.ts`. */
const atOnce = 64

const wanted = (from: number, count: number): ReadonlyArray<Wanted> =>
  Array.from({ length: count }, (_, n) => ({
    user: { id: String(100_000_000_000_000_000n + BigInt(from + n)), name: `partner ${n}` },
    template: null,
  }))

const timed = <A, E, R>(what: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const since = performance.now()
    yield* what
    return performance.now() - since
  })

/** What is made of one: its parts, each as it is kept. */
const parts: ReadonlyArray<object> = [
  ...agents.map((agent) => ({ agent })),
  ...template.memory,
  ...template.groups,
]

/** One part after the other, each durable before the next begins, and nothing else: no chart, no mail. */
const sequential = (of: Address) =>
  Effect.gen(function* () {
    const store = yield* Store
    const { epoch } = yield* store.claim(of)
    for (const [n, part] of parts.entries()) {
      const entry = { seq: n + 1, id: null, body: JSON.stringify(part) }
      yield* store.commit([
        {
          address: of,
          epoch,
          expectedSeq: n,
          expectedHash: n === 0 ? "" : String(n),
          entries: [entry],
          hash: String(n + 1),
          record: null,
          wakeAt: null,
        },
      ])
    }
  })

const seconds = (ms: number) => Number((ms / 1000).toFixed(2))

const program = Effect.gen(function* () {
  const server = yield* redisServer({ appendonly: "yes", appendfsync: "everysec" })
  const start = <A, E>(what: Effect.Effect<A, E, Constellations | Mail>) =>
    what.pipe(
      Effect.provide(new World().runtime(Layer.orDie(RedisStore.layer({ url: server.url })))),
      Effect.provide(Layer.succeed(Templates, { named: () => template, names: () => [template.name] })),
    )
  const all = wanted(0, partners)
  const first = yield* start(timed(sweep(all)))
  const second = yield* start(timed(sweep(all)))
  const one = yield* start(
    Effect.gen(function* () {
      const { make } = yield* Constellations
      const took: Array<number> = []
      for (const each of wanted(10_000, alone)) took.push(yield* timed(make(each)))
      return took
    }),
  )
  const addresses = wanted(20_000, partners).map(({ user }) => address("constellation", user.id))
  const inTurn = yield* timed(
    Effect.forEach(addresses, sequential, { concurrency: atOnce, discard: true }),
  ).pipe(Effect.provide(RedisStore.layer({ url: server.url })))
  const { p50_ms, p99_ms } = percentiles(one)
  console.log(
    `${partners} partners with 6 agents, 3 blocks and 4 groups each; part by part: ${seconds(inTurn)} s`,
  )
  return {
    bench: "boot",
    partners,
    seconds: seconds(first),
    ms_per_constellation: { p50: p50_ms, p99: p99_ms },
    second_boot_seconds: seconds(second),
    ratio_to_sequential: Number((inTurn / first).toFixed(2)),
  }
})

console.log(JSON.stringify(await Effect.runPromise(Effect.scoped(program))))
process.exit(0)
