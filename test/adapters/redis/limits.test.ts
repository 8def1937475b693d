/** What models may be asked in a minute is one number for all runners of a Redis. */
import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer, Redacted } from "effect"
import { Limits, LimitsLayer } from "../../../src/adapters/model/limits.ts"
import { LimitsStoreLayer } from "../../../src/adapters/redis/limits.ts"
import { redisCluster } from "../../support/redis-cluster.ts"
import { redisServer, withoutRedis } from "../../support/redis.ts"

/** A runner with a connection of its own. */
const runner = (url: string) =>
  Effect.map(
    Layer.build(Layer.fresh(LimitsLayer.pipe(Layer.provide(LimitsStoreLayer(Redacted.make(url)))))),
    (services) => {
      const ask = (model: string, limit: { requests: number | null; tokens: number | null }, tokens = 10) =>
        Effect.flatMap(Limits, ({ within }) =>
          within(
            { host: "api.example.com", model, limit },
            () => tokens,
            Effect.succeed({ usage: { input: tokens, output: 0 } }),
            () => {},
          ),
        ).pipe(
          Effect.as("asked"),
          Effect.catch(({ reason }) => Effect.succeed(reason)),
          Effect.provide(services),
        )
      return { ask }
    },
  )

const one = { requests: 1, tokens: null }
const few = { requests: null, tokens: 100 }

describe.skipIf(withoutRedis)("the limits of a model", () => {
  it.live("are shared by runners of one Redis, and each model has its own", () =>
    Effect.gen(function* () {
      const { url } = yield* redisServer()
      const [ada, ben] = yield* Effect.all([runner(url), runner(url)])
      expect(yield* ada.ask("m", one)).toBe("asked")
      expect(yield* ben.ask("m", one)).toMatch(/^m would have to wait .* its limit of 1 request a minute$/)
      expect(yield* ben.ask("n", one)).toBe("asked")
      expect(yield* ada.ask("t", few, 90)).toBe("asked")
      expect(yield* ben.ask("t", few, 90)).toMatch(/^t would have to wait/)
    }).pipe(Effect.scoped),
  )

  it.live("are shared on a Redis Cluster as well", () =>
    Effect.gen(function* () {
      const { url } = yield* redisCluster()
      const [ada, ben] = yield* Effect.all([runner(url), runner(url)])
      for (const model of ["a", "b", "c", "d"]) {
        expect(yield* ada.ask(model, one)).toBe("asked")
        expect(yield* ben.ask(model, one)).toMatch(/would have to wait/)
      }
    }).pipe(Effect.scoped),
  )

  it.live("hold nobody up while Redis is away", () =>
    Effect.gen(function* () {
      const server = yield* redisServer()
      const { ask } = yield* runner(server.url)
      yield* ask("m", one)
      yield* server.stop
      expect(yield* ask("m", one)).toBe("asked")
    }).pipe(Effect.scoped),
  )
})
