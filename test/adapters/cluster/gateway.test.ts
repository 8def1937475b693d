/** Until when a gateway shard was listened on, as the next listener reads it. */
import { expect, it } from "@effect/vitest"
import { Effect, Layer, Redacted, Schedule, Scope } from "effect"
import { Cluster, listenedUntil, listensOn } from "../../../src/adapters/cluster/layer.ts"
import { redisServer, withoutRedis } from "../../support/redis.ts"

const member = (url: string) =>
  Effect.flatMap(Scope.Scope, (scope) =>
    Layer.buildWithScope(
      Cluster.layer({
        address: { host: "127.0.0.1", port: 1001 },
        listen: null,
        redis: Redacted.make(url),
      }),
      scope,
    ),
  )

it.live.skipIf(withoutRedis)(
  "what a runner has heard, and its conversations have not, was not listened to",
  () =>
    Effect.gen(function* () {
      const { url } = yield* redisServer()
      const services = yield* member(url)
      let asked = 0
      let listens = false
      const isHeard = () => {
        asked++
        return listens
      }
      yield* Effect.gen(function* () {
        yield* listensOn(0, isHeard)
        yield* Effect.repeat(Effect.void, { until: () => asked > 1, schedule: Schedule.spaced("20 millis") })
        expect(yield* listenedUntil(0)).toBe(null)
        const since = Date.now()
        listens = true
        const until = yield* Effect.repeat(listenedUntil(0), { until: (found) => found !== null })
        expect(until).toBeGreaterThanOrEqual(since)
      }).pipe(Effect.provide(services))
    }).pipe(Effect.scoped),
)
