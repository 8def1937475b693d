/** A fresh runner on the Redis of argv[2]; see `bench/known.ts`. Prints the result as one line of JSON. */
import { Effect, Layer } from "effect"
import { heardUntil } from "../../src/actors/heard.ts"
import { Host } from "../../src/actors/host.ts"
import { Mail } from "../../src/actors/mail.ts"
import * as RedisStore from "../../src/adapters/redis/store.ts"
import { World } from "../../test/support/world.ts"
import { conversations, known } from "./conversations.ts"
import { heardBy } from "./message.ts"
import { percentiles } from "./percentiles.ts"

const speaking = 1000
const store = Layer.orDie(RedisStore.layer({ url: process.argv[2]! }))

const residentMb = () => {
  for (let n = 0; n < 3; n++) globalThis.gc?.()
  return process.memoryUsage().rss / 1024 / 1024
}

const program = Effect.gen(function* () {
  const [host, mail] = [yield* Host, yield* Mail]
  const begun = performance.now()
  const heard = yield* heardUntil
  const seconds = Number(((performance.now() - begun) / 1000).toFixed(2))
  const [idle, atRest] = [residentMb(), host.live()]
  const took: Array<number> = []
  for (let n = 0; n < speaking; n++) {
    const of = conversations(Math.floor((n * known) / speaking))
    const since = performance.now()
    yield* mail.tell(of, heardBy(of, 2))
    took.push(performance.now() - since)
  }
  const busy = residentMb()
  const { p50_ms, p99_ms } = percentiles(took)
  console.error(
    `${heard.length} channels were looked up in ${seconds} s; ${atRest} actors were in memory then`,
  )
  return {
    bench: "known",
    conversations: known,
    live: host.live(),
    rss_mb: Number(busy.toFixed(1)),
    rss_mb_before: Number(idle.toFixed(1)),
    kb_per_live: Number((((busy - idle) * 1024) / speaking).toFixed(1)),
    wake: { p50_ms, p99_ms },
  }
})

const world = new World({ route: () => Effect.succeed({ responders: [], reason: "small talk" }) })
console.log(
  JSON.stringify(await Effect.runPromise(Effect.scoped(Effect.provide(program, world.runtime(store))))),
)
process.exit(0)
