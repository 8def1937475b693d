/**
 * What a lookup costs in each layer of the caches, on SQLite and on Redis, side by side in one run; what it saves where the source
 * takes 20 ms and some things are asked for far more often than others (Zipf, as requests to web servers are: Breslau et al., 1999);
 * how often a source is asked by a thousand at once; and what compression saves of values of 8 kB.
 *
 * The Redis is a private one; without redis-server on the PATH that half is left out.
 */
import { join } from "node:path"
import { Effect, Layer, Schema } from "effect"
import { cached, Caches } from "../src/actors/caching/caches.ts"
import { CacheStore, type CacheStoreService } from "../src/actors/caching/cache-store.ts"
import { CachesLayer } from "../src/actors/caching/layer.ts"
import { idOf } from "../src/actors/caching/scope.ts"
import type { CacheKind } from "../src/actors/caching/terms.ts"
import { connect as connectRedis } from "../src/adapters/cache/redis.ts"
import { connect as connectSqlite } from "../src/adapters/cache/sqlite.ts"
import { temporaryDirectory } from "../test/support/directory.ts"
import { redisServer, withoutRedis } from "../test/support/redis.ts"
import { percentiles } from "./support/percentiles.ts"

const keys = 500
const [agents, asked] = [8, 1600]
const sourceMs = 20
const scope = { guild: "100000000000000001" }

const words =
  "the agents of a channel read documentation again and again and find what they found before".split(" ")
/** 8 kB that read like text; the same in each run. */
const textOf = (n: number): string => {
  let seed = n * 7919 + 1
  const next = () => (seed = (seed * 1103515245 + 12345) % 2147483648)
  return Array.from(
    { length: 1500 },
    () => `${words[next() % words.length]}${next() % 50 === 0 ? next() : ""}`,
  ).join(" ")
}
const texts = Array.from({ length: keys }, (_, n) => textOf(n))

const of = (n: number, kind: CacheKind, agent: string, source: Effect.Effect<string>) =>
  cached(kind, scope, `page ${n}`, source, { as: Schema.String, agent })

/** A process of its own on the same store. */
const processOn = (store: CacheStoreService) =>
  Layer.fresh(CachesLayer).pipe(Layer.provide(Layer.succeed(CacheStore, store)))

const each = <R>(lookup: (n: number) => Effect.Effect<unknown, never, R>) =>
  Effect.map(
    Effect.forEach(texts, (_, n) =>
      Effect.gen(function* () {
        const from = performance.now()
        yield* lookup(n)
        return performance.now() - from
      }),
    ),
    percentiles,
  )

/** The keys that are asked for, by Zipf's law; the same in each run. */
const workload = (): ReadonlyArray<number> => {
  const weights = Array.from({ length: keys }, (_, n) => 1 / (n + 1))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  let seed = 42
  return Array.from({ length: asked }, () => {
    seed = (seed * 1103515245 + 12345) % 2147483648
    let left = (seed / 2147483648) * total
    return weights.findIndex((weight) => (left -= weight) <= 0)
  })
}

const measured = (name: string, store: CacheStoreService) =>
  Effect.gen(function* () {
    const source = (n: number) => Effect.succeed(texts[n]!)
    const never = Effect.die("it should have been found")
    const first = Effect.gen(function* () {
      const miss = yield* each((n) => of(n, "answers", "writer", source(n)))
      const agent = yield* each((n) => of(n, "answers", "writer", never))
      return { miss, agent }
    })
    const { miss, agent } = yield* Effect.provide(first, processOn(store))
    const again = each((n) => of(n, "answers", "writer", never))
    const shared = yield* Effect.provide(again, processOn(store))
    const { lasting: held } = yield* store.holding
    yield* store.remove(
      "shared",
      texts.map((_, n) => idOf(scope, "answers", `page ${n}`)),
    )
    const lasting = yield* Effect.provide(again, processOn(store))
    yield* store.drop(["all"])

    const demand = workload()
    const slow = (n: number) => Effect.delay(source(n), sourceMs)
    const timed = <R>(run: Effect.Effect<unknown, never, R>) =>
      Effect.gen(function* () {
        const from = performance.now()
        yield* run
        return performance.now() - from
      })
    const serve = (lookup: (n: number, agent: string) => Effect.Effect<string>) =>
      timed(
        Effect.forEach(
          Array.from({ length: agents }, (_, a) => `agent ${a}`),
          (who, a) =>
            Effect.forEach(
              demand.filter((_, n) => n % agents === a),
              (n) => lookup(n, who),
            ),
          { concurrency: agents, discard: true },
        ),
      )
    const without = yield* serve((n) => slow(n))
    const { took, kinds } = yield* Effect.gen(function* () {
      const { report, lookup } = yield* Caches
      const before = report().kinds.documentation ?? { lookups: 0, hits: 0 }
      const what = (n: number, agent: string) =>
        ({ kind: "documentation", scope, key: `page ${n}`, as: Schema.String, agent }) as const
      const took = yield* serve((n, who) => lookup(what(n, who), slow(n)))
      const after = report().kinds.documentation!
      return { took, kinds: { lookups: after.lookups - before.lookups, hits: after.hits - before.hits } }
    }).pipe(Effect.provide(processOn(store)))

    let computed = 0
    const counting = Effect.suspend(() => {
      computed++
      return slow(0)
    })
    yield* Effect.forEach(
      Array.from({ length: 1000 }),
      (_, n) =>
        cached("research", scope, "crowd", counting, { as: Schema.String, agent: `agent ${n % agents}` }),
      { concurrency: "unbounded", discard: true },
    ).pipe(Effect.provide(processOn(store)))

    const plain = texts.reduce((sum, text) => sum + Buffer.byteLength(JSON.stringify(text)), 0)
    const found = {
      store: name,
      miss,
      hit_agent: agent,
      hit_shared: shared,
      hit_lasting: lasting,
      without_ms: Math.round(without),
      with_ms: Math.round(took),
      times_faster: Number((without / took).toFixed(1)),
      hit_ratio: Number((kinds.hits / kinds.lookups).toFixed(3)),
      computed_of_1000_at_once: computed,
      bytes_kept_share: Number((held.bytes / plain).toFixed(3)),
    }
    console.log(
      `${name}: a miss ${miss.p50_ms} ms, a hit in the agent's memory ${agent.p50_ms}, shared ${shared.p50_ms}, lasting ${lasting.p50_ms}; ` +
        `${asked} lookups of ${sourceMs} ms by ${agents} agents: ${found.without_ms} ms without, ${found.with_ms} with, ${Math.round(100 * found.hit_ratio)} % found`,
    )
    return found
  })

const main = Effect.gen(function* () {
  const folder = yield* temporaryDirectory("orrery-bench-caches-")
  const sqlite = yield* measured("sqlite", yield* connectSqlite(join(folder, "cache")))
  const redis = withoutRedis
    ? null
    : yield* measured("redis", yield* connectRedis((yield* redisServer()).url))
  console.log(JSON.stringify({ bench: "caches", keys, bytes: Buffer.byteLength(texts[0]!), sqlite, redis }))
})

await Effect.runPromise(Effect.scoped(main))
