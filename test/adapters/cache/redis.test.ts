import { describe, expect, it } from "@effect/vitest"
import { Context, Effect, Layer, Schema, Stream } from "effect"
import { Caches } from "../../../src/actors/caching/caches.ts"
import { CachesLayer } from "../../../src/actors/caching/layer.ts"
import { connect, layer } from "../../../src/adapters/cache/redis.ts"
import { prefix } from "../../../src/adapters/cache/keys.ts"
import { connect as connectRaw } from "../../../src/adapters/redis/connection.ts"
import { parseRedisUrl } from "../../../src/adapters/redis/url.ts"
import { cacheStoreConformance, putOf } from "../../conformance/cache-store.ts"
import { redisCluster } from "../../support/redis-cluster.ts"
import { redisServer, withoutRedis } from "../../support/redis.ts"

describe.skipIf(withoutRedis)("on a private server", () => {
  cacheStoreConformance(
    "Redis",
    Effect.map(redisServer({ rdbcompression: "no" }), ({ url, directory }) => ({
      folder: directory,
      connect: connect(url),
    })),
  )

  it.live("tells the other runners what one of them drops, and when they may have missed something", () =>
    Effect.gen(function* () {
      const server = yield* redisServer()
      const [one, other] = yield* Effect.all([connect(server.url), connect(server.url)])
      const heard: Array<ReadonlyArray<string> | null> = []
      yield* other.listen((labels) => heard.push(labels))
      const until = (is: () => boolean) =>
        Effect.repeat(Effect.andThen(Effect.sleep("10 millis"), Effect.sync(is)), { until: (done) => done })
      const hears = (label: string) =>
        Effect.repeat(Effect.andThen(one.drop([label]), Effect.sleep("10 millis")), {
          until: () => heard.some((labels) => labels?.includes(label) === true),
        })
      yield* hears("tag:a")
      yield* one.remove("shared", ["aa1"])
      yield* until(() => heard.at(-1) === null)
      const missed = heard.filter((labels) => labels === null).length
      yield* server.kill
      yield* server.start
      yield* until(() => heard.filter((labels) => labels === null).length > missed)
      yield* hears("tag:b").pipe(Effect.retry({ times: 100 }))
    }).pipe(Effect.scoped),
  )

  it.live("sends what is asked for at the same time together", () =>
    Effect.gen(function* () {
      const { url } = yield* redisServer()
      const store = yield* connect(url)
      const { run } = yield* connectRaw(parseRedisUrl(url), 1000)
      const reads = Effect.map(
        run((client) => client.info("stats")),
        (info) => Number(/total_reads_processed:(\d+)/.exec(info)![1]),
      )
      yield* store.get("shared", "warm", 0)
      const before = yield* reads
      const ids = Array.from({ length: 500 }, (_, n) => `id${n}`)
      yield* Effect.forEach(ids, (id) => store.get("shared", id, 0), { concurrency: "unbounded" })
      expect((yield* reads) - before).toBeLessThan(50)
    }).pipe(Effect.scoped),
  )

  it.live("is one store on all nodes of a Redis Cluster", () =>
    Effect.gen(function* () {
      const { url } = yield* redisCluster()
      const [one, other] = yield* Effect.all([connect(url), connect(url)])
      const heard: Array<ReadonlyArray<string> | null> = []
      yield* other.listen((labels) => heard.push(labels))
      const ids = Array.from({ length: 40 }, (_, n) => `${n}-id`)
      yield* Effect.forEach(ids, (id) => one.put("shared", { ...putOf(id), id }, Date.now()), {
        concurrency: 8,
      })
      const found = yield* Effect.forEach(ids, (id) => other.get("shared", id, Date.now()), {
        concurrency: "unbounded",
      })
      expect(found.every((kept) => kept?.scope === "user:1")).toBe(true)
      expect((yield* Stream.runCollect(other.all)).length).toBe(40)
      yield* one.drop(["user:1"])
      expect((yield* other.holding).shared).toEqual({ bytes: 0, entries: 0 })
      yield* Effect.repeat(Effect.sleep("10 millis"), { until: () => heard.length > 0 })
      expect(heard).toEqual([["user:1"]])
      yield* one.scrub
    }).pipe(Effect.scoped),
  )

  it.live("lets each runner ask once at most, and all forget what one is told to forget", () =>
    Effect.gen(function* () {
      const { url } = yield* redisServer()
      const runners = yield* Effect.forEach([1, 2, 3], () =>
        Effect.map(Layer.build(Layer.fresh(CachesLayer).pipe(Layer.provide(layer(url)))), (context) =>
          Context.get(context, Caches),
        ),
      )
      let computed = 0
      const compute = Effect.sync(() => `value ${++computed}`)
      const what = { kind: "patterns", scope: "public", key: "k", as: Schema.String, tags: ["t"] } as const
      const askAll = Effect.forEach(
        Array.from({ length: 60 }, (_, n) => runners[n % 3]!),
        ({ lookup }) => lookup(what, compute),
        { concurrency: "unbounded" },
      )
      yield* askAll
      expect(computed).toBeLessThanOrEqual(3)
      const before = computed
      yield* askAll
      expect(computed).toBe(before)

      yield* runners[0]!.invalidate({ tag: "t" })
      const anew = Effect.map(
        Effect.forEach(runners, ({ lookup }) => lookup(what, compute)),
        (values) => values.every((value) => Number(value.slice(6)) > before),
      )
      yield* Effect.repeat(Effect.andThen(Effect.sleep("5 millis"), anew), { until: (all) => all })
    }).pipe(Effect.scoped),
  )

  it.live("leaves no key behind when all is dropped", () =>
    Effect.gen(function* () {
      const { url } = yield* redisServer()
      const store = yield* connect(url)
      const { run } = yield* connectRaw(parseRedisUrl(url), 1000)
      const keys = run((client) => client.keys("*"))
      yield* store.put("shared", putOf("1"), Date.now())
      expect((yield* keys).every((key) => key.startsWith(prefix))).toBe(true)
      yield* store.drop(["user:1"])
      expect((yield* keys).filter((key) => !key.endsWith(":total"))).toEqual([])
    }).pipe(Effect.scoped),
  )
})
