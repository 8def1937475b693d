/** A fresh runner on the Redis of argv[2]; see `bench/constellations.ts`. Prints the result as one line of JSON. */
import { Effect, Layer } from "effect"
import { sweep } from "../../src/actors/constellations/boot.ts"
import { Constellations } from "../../src/actors/constellations/constellations.ts"
import { standingOf } from "../../src/actors/constellations/standing.ts"
import { Templates } from "../../src/actors/constellations/templates.ts"
import { Host } from "../../src/actors/host.ts"
import { Mail } from "../../src/actors/mail.ts"
import { Observer } from "../../src/actors/watching/observer.ts"
import * as RedisStore from "../../src/adapters/redis/store.ts"
import { World } from "../../test/support/world.ts"
import { percentiles } from "./percentiles.ts"
import { template } from "./template.ts"
import { constellationOf, user, users } from "./users.ts"

const speaking = 1000
const store = Layer.orDie(RedisStore.layer({ url: process.argv[2]! }))

/** In kB, when V8 has given back what it does not need: that takes it some seconds. */
const memory = Effect.gen(function* () {
  for (let n = 0; n < 5; n++) {
    globalThis.gc?.()
    yield* Effect.sleep("1 second")
  }
  const { rss, heapUsed } = process.memoryUsage()
  return { rss: rss / 1024, heap: heapUsed / 1024 }
})

const rounded = (n: number) => Number(n.toPrecision(3))
const mb = (kb: number) => rounded(kb / 1024)

const program = Effect.gen(function* () {
  const [host, mail, { census }] = [yield* Host, yield* Mail, yield* Observer]
  const { greet, known } = yield* Constellations
  const fresh = yield* memory

  const all = Array.from({ length: users }, (_, n) => ({ user: user(n), template: null }))
  const began = performance.now()
  const failed = yield* sweep(all)
  const found = performance.now() - began
  const sample = yield* standingOf(constellationOf(users / 2))
  if (failed.length > 0 || host.live() > 0 || sample?.asleep !== true)
    throw new Error(`${failed.length} were not found, ${host.live()} are awake`)
  const atRest = yield* memory

  const looked = performance.now()
  for (const { user: who } of all) yield* greet(who)
  const lookup = ((performance.now() - looked) * 1000) / users

  const took: Array<number> = []
  for (let n = 0; n < speaking; n++) {
    const who = Math.floor((n * users) / speaking)
    const of = constellationOf(who)
    const since = performance.now()
    yield* mail.tell(of, { id: null, cause: of, event: { type: "ALLOCATE", user: user(who) } })
    took.push(performance.now() - since)
  }
  const busy = yield* memory
  console.error(
    `${users} were found in ${rounded(found / 1000)} s; a fresh process has ${mb(fresh.rss)} MB, of which the heap ${mb(fresh.heap)}`,
  )
  const { p50_ms, p99_ms } = percentiles(took)
  return {
    bench: "constellations",
    known: yield* known,
    live: host.live(),
    rss_mb: mb(busy.rss),
    rss_mb_known: mb(atRest.rss),
    rss_mb_fresh: mb(fresh.rss),
    bytes_per_known: Math.round(((atRest.heap - fresh.heap) * 1024) / users),
    heap_kb_per_live: rounded((busy.heap - atRest.heap) / speaking),
    state_kb_per_live: rounded(census.constellations.bytes / 1024 / speaking),
    lookup_us: rounded(lookup),
    wake: { p50_ms, p99_ms },
  }
})

const runtime = new World()
  .runtime(store)
  .pipe(Layer.provideMerge(Layer.succeed(Templates, { named: () => template, names: () => [template.name] })))
console.log(JSON.stringify(await Effect.runPromise(Effect.scoped(Effect.provide(program, runtime)))))
process.exit(0)
