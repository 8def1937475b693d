/** The pool as one, over its shards: who is in it, and agents that come and go. */
import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import { Pools } from "../../src/actors/pools.ts"
import { PoolWatch } from "../../src/actors/watching/pool-watch.ts"
import { MemoryStore } from "../support/memory-store.ts"
import { hears, message, until, World } from "../support/world.ts"

const orrery = (fleet: { agents: number; shards: number }, world = new World(), store = new MemoryStore()) =>
  world.runtime(store.layer, fleet)

/** `0-0001 busy` */
const listed = Effect.gen(function* () {
  const { shards } = yield* (yield* Pools).standing
  return shards.flatMap(({ members }) => members.map(({ agent, state }) => `${agent} ${state}`))
})

const untilListed = (line: string) =>
  Effect.repeat(Effect.andThen(Effect.sleep("1 milli"), listed), { until: (lines) => lines.includes(line) })

const answered = (world: World, times: number) => until(() => world.said.length === times)

describe("the pool", () => {
  it("says who is in it before anybody was asked for", () =>
    Effect.gen(function* () {
      expect(yield* listed).toEqual(["0-0001 free", "0-0002 free", "1-0001 free"])
    }).pipe(Effect.provide(orrery({ agents: 3, shards: 2 })), Effect.runPromise))

  it("gets more agents where there are fewest, once for each wish, and they answer", () => {
    const world = new World()
    return Effect.gen(function* () {
      const pools = yield* Pools
      yield* pools.add(2, "wish-1")
      yield* pools.add(2, "wish-1")
      expect(yield* listed).toEqual(["0-0001 free", "0-a001 free", "1-a001 free"])
      yield* pools.drain("0-0001", "wish-2")
      yield* hears(message("Hi", { called: ["writer"], guild: "200000000000000001" }))
      yield* answered(world, 1)
    }).pipe(Effect.provide(orrery({ agents: 1, shards: 2 }, world)), Effect.runPromise)
  })

  it("lets an agent end its answer before it goes, and keeps it out when it starts again", () => {
    const store = new MemoryStore()
    let answer = (): void => {}
    const thinks = new Promise<void>((resolve) => (answer = resolve))
    const world = new World({
      think: () =>
        Effect.as(
          Effect.promise(() => thinks),
          { text: "An answer", calls: [] },
        ),
    })
    const first = Effect.gen(function* () {
      const pools = yield* Pools
      yield* hears(message("Hi", { called: ["writer"] }))
      yield* until(() => world.prompts.length === 1)
      expect((yield* pools.drain("0-0001", "wish")).state).toBe("busy")
      expect((yield* pools.standing).shards[0]?.members[0]).toMatchObject({ state: "busy", draining: true })
      answer()
      yield* answered(world, 1)
      yield* untilListed("0-0001 gone")
    })
    const second = Effect.gen(function* () {
      expect(yield* listed).toEqual(["0-0001 gone", "0-0002 free"])
      yield* (yield* Pools).restore("0-0001", "wish-2")
      yield* untilListed("0-0001 free")
    })
    return Effect.gen(function* () {
      yield* first.pipe(Effect.provide(orrery({ agents: 1, shards: 1 }, world, store)))
      yield* second.pipe(Effect.provide(orrery({ agents: 2, shards: 1 }, world, store)))
    }).pipe(Effect.runPromise)
  })

  it("says so when there is no such agent, or it was taken out before", () =>
    Effect.gen(function* () {
      const pools = yield* Pools
      const refused = (agent: string) =>
        Effect.map(Effect.flip(pools.drain(agent, "wish")), (error) => `${error.message}`)
      expect(yield* refused("0-0099")).toBe("There is no agent 0-0099 in the pool.")
      expect(yield* refused("nonsense")).toBe("There is no agent nonsense in the pool.")
      yield* pools.drain("0-0001", "one")
      expect(yield* refused("0-0001")).toBe("0-0001 was taken out before.")
      const error = yield* Effect.flip(pools.restore("0-0002", "two"))
      expect(error.message).toBe("0-0002 was not taken out.")
    }).pipe(Effect.provide(orrery({ agents: 2, shards: 1 })), Effect.runPromise))
})

describe("what a process sees of its pool", () => {
  it("follows each commit: who is used, how turns came to their agents", () => {
    const world = new World()
    return Effect.gen(function* () {
      const watch = yield* PoolWatch
      for (let n = 1; n <= 2; n++) {
        yield* hears(message("Hi", { called: ["writer"] }))
        yield* answered(world, n)
        yield* until(() => watch.shards().get("0")?.states.idle === 1)
      }
      const by = { serving: 1, affinity: 0, reclaimed: 0, best: 1 }
      expect(watch.allocations()).toMatchObject({ by, timedOut: 0 })
      expect(watch.shards().get("0")).toMatchObject({ agents: 2, used: 1, free: 1, waiting: 0 })
    }).pipe(Effect.provide(orrery({ agents: 2, shards: 1 }, world)), Effect.runPromise)
  })
})
