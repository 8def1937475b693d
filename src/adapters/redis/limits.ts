/** Where what was taken of a model's limits is kept, for all runners of one Redis: Effect's own scripts, on a connection of ours. */
import { Effect, Layer, Redacted } from "effect"
import { RateLimiter, Redis } from "effect/persistence"
import type { StoreUnavailable } from "../../actors/store.ts"
import { connect } from "./connection.ts"
import { limitsPrefix } from "./keys.ts"
import { parseRedisUrl } from "./url.ts"

/** How long anything waits for a connection, and then for its answer, in ms: without an answer nothing is limited. */
const patience = 1000

const unused = Effect.die(new Error("limits need scripts alone"))

const RedisLayer = (url: Redacted.Redacted): Layer.Layer<Redis.Redis, StoreUnavailable> =>
  Layer.effect(
    Redis.Redis,
    Effect.gen(function* () {
      const parsed = yield* Effect.try({
        try: () => parseRedisUrl(Redacted.value(url)),
        catch: (error) => error as StoreUnavailable,
      })
      const { run } = yield* connect(parsed, patience)
      const asked = <A>(commands: Parameters<typeof run<A>>[0]) =>
        Effect.mapError(run(commands), (cause) => new Redis.RedisError({ cause }))
      return Redis.Redis.of({
        // EVAL goes to the node of a cluster that has the key; Redis keeps a script that it has seen.
        eval:
          (script) =>
          (...params) =>
            asked((client) =>
              client.eval(
                script.lua,
                script.numberOfKeys(...params),
                ...script.params(...params).map((param) => String(param)),
              ),
            ) as never,
        send: () => unused,
        subscribe: () => unused,
        reserve: unused,
      })
    }),
  )

/** Fails with `StoreUnavailable` when there is no Redis; once connected it reconnects for ever. */
export const LimitsStoreLayer = (
  url: Redacted.Redacted,
): Layer.Layer<RateLimiter.RateLimiterStore, StoreUnavailable> =>
  RateLimiter.layerStoreRedis({ prefix: limitsPrefix }).pipe(Layer.provide(RedisLayer(url)))
