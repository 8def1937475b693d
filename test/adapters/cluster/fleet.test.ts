/** What the runners of a cluster must have alike, and take turns in. */
import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer, Redacted, Scope } from "effect"
import { Runner, RunnerAddress } from "effect/cluster"
import { Cluster, agree, identifyTurn, overview, poolShardsIn } from "../../../src/adapters/cluster/layer.ts"
import { makeRunnerStorage } from "../../../src/adapters/cluster/runner-storage.ts"
import { redisServer, withoutRedis } from "../../support/redis.ts"

/** A runner's connection, at an address of its own. */
const memberOf = (url: string, port: number) =>
  Effect.gen(function* () {
    const membership = { address: { host: "127.0.0.1", port }, listen: null, redis: Redacted.make(url) }
    const services = yield* Layer.buildWithScope(Cluster.layer(membership), yield* Scope.Scope)
    return {
      does: <A, E>(effect: Effect.Effect<A, E, Cluster>) => Effect.provide(effect, services),
      registers: Effect.gen(function* () {
        const storage = makeRunnerStorage(yield* Cluster, 60_000)
        const address = RunnerAddress.make("127.0.0.1", port)
        yield* storage.register(Runner.make({ address, groups: ["default"], weight: 1 }), true)
      }).pipe(Effect.provide(services)),
    }
  })

const pool = (told: number | null) => agree("poolShards", told, 8)

describe.skipIf(withoutRedis)("runners that meet in a Redis", () => {
  it.live("have the number of pool shards that the first one said", () =>
    Effect.gen(function* () {
      const { url } = yield* redisServer()
      expect(yield* poolShardsIn(Redacted.make(url))).toBe(null)
      const [ada, ben] = yield* Effect.all([memberOf(url, 1001), memberOf(url, 1002)])
      expect(yield* ada.does(pool(4))).toBe(4)
      yield* ada.registers
      expect(yield* ben.does(pool(null))).toBe(4)
      expect(yield* poolShardsIn(Redacted.make(url))).toBe(4)
    }).pipe(Effect.scoped),
  )

  it.live("refuse one that was told another number, until it is alone", () =>
    Effect.gen(function* () {
      const { url } = yield* redisServer()
      const [ada, ben] = yield* Effect.all([memberOf(url, 1001), memberOf(url, 1002)])
      expect(yield* ada.does(pool(null))).toBe(8)
      yield* ada.registers
      const refused = yield* Effect.flip(ben.does(pool(2)))
      expect(refused.message).toMatch(/ORRERY_POOL_SHARDS=8/)
      expect(yield* ada.does(pool(2))).toBe(2)
    }).pipe(Effect.scoped),
  )

  it.live("identify one after the other where Discord says so, and side by side where not", () =>
    Effect.gen(function* () {
      const { url } = yield* redisServer()
      const [ada, ben] = yield* Effect.all([memberOf(url, 1001), memberOf(url, 1002)])
      yield* ada.does(identifyTurn(0))
      yield* ben.does(identifyTurn(1))
      const turn = yield* ben.does(identifyTurn(0)).pipe(Effect.forkChild({ startImmediately: true }))
      yield* ada.does(identifyTurn(2))
      expect(turn.pollUnsafe()).toBe(undefined)
    }).pipe(Effect.scoped),
  )

  it.live("are shown with what each holds", () =>
    Effect.gen(function* () {
      const { url } = yield* redisServer()
      const ada = yield* memberOf(url, 1001)
      yield* ada.registers
      const found = yield* overview(Redacted.make(url))
      expect(found.runners).toEqual([
        { address: "127.0.0.1:1001", machine: 1, state: "healthy", shards: 0, gateway: [], vitals: null },
      ])
    }).pipe(Effect.scoped),
  )
})
