/** Agents that stand ready: free and in memory, given away once, and more of them behind those that are given. */
import { it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { describe, expect } from "vitest"
import { Standby, stockOf } from "../../../src/actors/constellations/standby.ts"
import { Host } from "../../../src/actors/host.ts"
import type { Roll } from "../../../src/machines/pool/roll.ts"
import { MemoryStore } from "../../support/memory-store.ts"
import { Process, start, type Fate } from "../../support/process.ts"
import { eventually, hears, message, World } from "../../support/world.ts"

const agents = 6
const wanted = 2
const keeping = Layer.succeed(Standby, () => wanted)

/** Of a newcomer, in direct messages of their own. */
const from = (n: number) => {
  const id = String(600_000_000_000_000_000n + BigInt(n))
  return message("write to me", {
    author: { id, name: `user ${n}` },
    channel: id,
    guild: null,
    matched: ["writer"],
  })
}

const stock = Effect.map(Host, ({ awake }) => {
  const pool = awake.get("pool/0")
  if (pool === undefined) return []
  const { ready } = stockOf(pool.books.snapshot.context as Roll, agents, 0)
  return ready.filter((agent) => awake.has(agent))
})

describe("agents that stand ready", () => {
  it.effect("are free and awake before anybody has come, and the others are not", () =>
    Effect.gen(function* () {
      const host = yield* Host
      const services = yield* Effect.context<Host>()
      const ready = () => Effect.runSyncWith(services)(stock)
      yield* eventually(() => ready().length === wanted)
      expect([...host.awake.keys()].toSorted()).toEqual(["agent/0-0001", "agent/0-0002", "pool/0"])
    }).pipe(Effect.provide(new World().runtime(new MemoryStore().layer, agents)), Effect.provide(keeping)),
  )

  it.effect(
    "are given to newcomers, and there are as many again, also when all others are idle with somebody",
    () => {
      const world = new World()
      return Effect.gen(function* () {
        const services = yield* Effect.context<Host>()
        const ready = () => Effect.runSyncWith(services)(stock)
        for (let n = 0; n < 3 * agents; n++) {
          yield* eventually(() => ready().length >= wanted)
          const first = new Set(ready())
          const before = yield* Host
          yield* hears(from(n))
          yield* eventually(() => world.said.length === n + 1)
          const given = [...first].filter((agent) => {
            const slot = before.awake.get(agent)?.books.snapshot.value as { life: string } | undefined
            return slot?.life !== "available"
          })
          expect(given).toHaveLength(1)
        }
      }).pipe(Effect.provide(world.runtime(new MemoryStore().layer, agents)), Effect.provide(keeping))
    },
  )

  const fates = [1, 2, 3, 5, 8].flatMap((write): ReadonlyArray<Fate> => [
    { write, at: "before" },
    { write, at: "half" },
  ])

  it.live("are given away once, by this process or the next, wherever this one dies", () =>
    Effect.gen(function* () {
      let deaths = 0
      for (const fate of fates) {
        const memory = new MemoryStore()
        const world = new World()
        const dying = new Process(fate)
        const running = (process: Process) =>
          start(world.runtime(process.store(memory), agents, undefined, process).pipe(Layer.provide(keeping)))
        const first = yield* running(dying)
        const messages = Array.from({ length: agents }, (_, n) => from(n))
        yield* Effect.forkDetach(
          first.run(Effect.forEach(messages, hears, { concurrency: "unbounded", discard: true })),
        )
        yield* Effect.promise(async () => {
          for (let turn = 0; turn < 400 && !dying.dead && world.said.length < agents; turn++)
            await new Promise((resolve) => setImmediate(resolve))
        })
        deaths += dying.dead ? 1 : 0
        yield* Effect.forkDetach(first.stop)
        const second = yield* running(new Process())
        yield* second.run(Effect.forEach(messages, hears, { concurrency: "unbounded", discard: true }))
        yield* Effect.promise(async () => {
          while (world.said.length < agents) await new Promise((resolve) => setImmediate(resolve))
        })
        expect(new Set(world.said.map(({ turn }) => turn)).size).toBe(agents)
        expect(world.said).toHaveLength(agents)
        yield* second.stop
      }
      expect(deaths).toBeGreaterThan(fates.length / 2)
    }),
  )
})
