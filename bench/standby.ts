/**
 * The first answer to somebody new when all agents are idle with others, with agents that stand ready and without: two stores of
 * their own, one newcomer after the other, each time in both, in changing order. The model answers at once.
 *
 * Redis is a private one with appendonly, appendfsync everysec.
 */
import { Effect, Layer } from "effect"
import { Constellations } from "../src/actors/constellations/constellations.ts"
import { Standby } from "../src/actors/constellations/standby.ts"
import * as RedisStore from "../src/adapters/redis/store.ts"
import { redisServer } from "../test/support/redis.ts"
import { hears, message, World } from "../test/support/world.ts"
import { percentiles } from "./support/percentiles.ts"

const agents = 50
const newcomers = 80
const stock = 5

let ids = 0

/** An Orrery whose agents all have somebody. */
const orrery = Effect.fnUntraced(function* (standby: number) {
  const { url } = yield* redisServer({ appendonly: "yes", appendfsync: "everysec" })
  let said: () => void = () => {}
  const world = new World({ said: () => said() })
  const services = yield* Layer.build(
    world
      .runtime(Layer.orDie(RedisStore.layer({ url })), agents)
      .pipe(Layer.provide(Layer.succeed(Standby, () => standby))),
  )
  /** How long somebody whom nobody knows waits for an answer, in ms. */
  const newcomer = Effect.gen(function* () {
    const user = { id: String(100_000_000_000_000_000n + BigInt(++ids)), name: `newcomer ${ids}` }
    const first = message("write to me", {
      author: user,
      channel: user.id,
      guild: null,
      matched: ["writer"],
    })
    const answer = new Promise<void>((resolve) => (said = resolve))
    const since = performance.now()
    yield* (yield* Constellations).greet(user)
    yield* hears(first)
    yield* Effect.promise(() => answer)
    return performance.now() - since
  }).pipe(Effect.provide(services))
  yield* Effect.repeat(newcomer, { times: agents })
  return { newcomer, took: [] as Array<number> }
})

const program = Effect.gen(function* () {
  const without = yield* orrery(0)
  const ready = yield* orrery(stock)
  for (let n = 0; n < newcomers; n++) {
    // As long as the stock takes to be full again.
    if (n % stock === 0) yield* Effect.sleep("1200 millis")
    for (const one of n % 2 === 0 ? [without, ready] : [ready, without]) one.took.push(yield* one.newcomer)
  }
  return [percentiles(without.took), percentiles(ready.took)] as const
})

const [without, ready] = await Effect.runPromise(Effect.scoped(program))
console.log(
  `${newcomers} newcomers, ${agents} agents that are all idle with others; ${stock} stand ready, or none`,
)
console.log(
  JSON.stringify({
    bench: "standby",
    first_answer_ms: { without, ready },
    ratio: Math.round((without.p50_ms / ready.p50_ms) * 100) / 100,
  }),
)
