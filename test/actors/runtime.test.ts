/** The whole runtime over time: it rests when there is nothing to do, wakes for what is due, and ends when it is told to. */
import { it } from "@effect/vitest"
import { Effect, Fiber, Layer } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect } from "vitest"
import { address, type Address } from "../../src/machines/address.ts"
import type { Roll } from "../../src/machines/pool/roll.ts"
import { Host } from "../../src/actors/host.ts"
import { Mail } from "../../src/actors/mail.ts"
import { Observer } from "../../src/actors/watching/observer.ts"
import { ledgerOf } from "../../src/actors/steppers.ts"
import { Store, StoreUnavailable } from "../../src/actors/store.ts"
import { MemoryStore } from "../support/memory-store.ts"
import { start } from "../support/process.ts"
import { channel, eventually, hears, message, pass, World } from "../support/world.ts"

const one = address("conversation", channel)
const minutes = 60_000

/** A store that counts, and that can be away. */
const counting = (memory = new MemoryStore()) => {
  const calls = { claim: 0, commit: 0, commits: 0, due: 0 }
  const state = { away: false }
  const gone = new StoreUnavailable({ message: "No store." })
  const unlessAway = <A>(effect: Effect.Effect<A, StoreUnavailable>) =>
    Effect.suspend(() => (state.away ? Effect.fail(gone) : effect))
  const layer = Layer.succeed(Store, {
    ...memory.service,
    claim: (of) => unlessAway(Effect.tap(memory.service.claim(of), () => Effect.sync(() => calls.claim++))),
    due: (now, limit) =>
      unlessAway(Effect.tap(memory.service.due(now, limit), () => Effect.sync(() => calls.due++))),
    commit: (batch) =>
      unlessAway(
        Effect.tap(memory.service.commit(batch), () =>
          Effect.sync(() => {
            calls.commit++
            calls.commits += batch.length
          }),
        ),
      ),
  })
  return { memory, calls, state, layer }
}

const rested = Effect.flatMap(Host, (host) => eventually(() => host.owed() === 0))
const valueOf = (of: Address) =>
  Effect.flatMap(Mail, (mail) => Effect.map(mail.peek(of), ({ value }) => value))
const state = (memory: MemoryStore, of: Address) => memory.actors.get(of)!

describe("a runtime", () => {
  it.effect("writes what a thousand conversations hear in one tick in few round trips", () => {
    const { calls, layer } = counting()
    const world = new World({ route: () => Effect.never })
    return Effect.gen(function* () {
      yield* Effect.yieldNow
      yield* Effect.forEach(
        Array.from({ length: 1000 }, (_, n) => message("hello", { channel: String(300_000 + n) })),
        hears,
        { concurrency: "unbounded", discard: true },
      )
      expect(calls.commits).toBeGreaterThanOrEqual(1000)
      expect(calls.commit).toBeLessThan(20)
    }).pipe(Effect.provide(world.runtime(layer)), Effect.scoped)
  })

  it.effect("is silent when nothing is to be done: nobody is woken, nothing is written", () => {
    const { memory, calls, layer } = counting()
    return Effect.gen(function* () {
      yield* Effect.yieldNow
      for (let n = 0; n < 5; n++) {
        yield* hears(message("@Writer", { called: ["writer"] }))
        yield* rested
      }
      yield* pass(3 * 60 * minutes, 5000)
      const before = { ...calls }
      yield* pass(60 * minutes, 5000)
      expect({ ...calls, due: 0 }).toEqual({ ...before, due: 0 })
      expect((yield* Host).live()).toBe(0)
      expect([...memory.actors.values()].map(({ wakeAt }) => wakeAt)).toEqual([null, null, null, null])
    }).pipe(Effect.provide(new World().runtime(layer)), Effect.scoped)
  })

  it.effect("writes little for a conversation that goes to rest by and by", () => {
    const { memory, layer } = counting()
    return Effect.gen(function* () {
      yield* Effect.yieldNow
      yield* hears(message("@Writer", { called: ["writer"] }))
      yield* rested
      yield* pass(3 * 60 * minutes, 5000)
      for (const [of, { journal }] of memory.actors) {
        const idle = journal.filter(({ body }) => (JSON.parse(body) as { event: unknown }).event === null)
        expect([of, idle.length <= 4]).toEqual([of, true])
      }
    }).pipe(Effect.provide(new World().runtime(layer)), Effect.scoped)
  })

  it.effect("puts to sleep what nobody asks for, and wakes it with what it was", () => {
    const { memory, layer } = counting()
    const world = new World()
    return Effect.gen(function* () {
      yield* Effect.yieldNow
      yield* hears(message("@Writer", { called: ["writer"] }))
      yield* rested
      yield* pass(9 * minutes)
      expect((yield* Host).live()).toBe(0)
      const { epoch } = state(memory, one)
      yield* hears(message("@Writer again", { called: ["writer"] }))
      yield* rested
      expect([world.said.length, state(memory, one).epoch]).toEqual([2, epoch + 1])
    }).pipe(Effect.provide(world.runtime(layer)), Effect.scoped)
  })

  it.effect("never puts to sleep what still has something to do, however long it takes", () => {
    const { memory, layer } = counting()
    const world = new World({ think: () => Effect.delay(Effect.succeed({ text: "at last" }), 47 * minutes) })
    return Effect.gen(function* () {
      yield* Effect.yieldNow
      yield* hears(message("@Writer", { called: ["writer"] }))
      yield* pass(46 * minutes, 5000)
      yield* eventually(() => world.said.length === 1)
      expect(world.prompts).toHaveLength(1)
      expect(memory.actors.get("agent/0-0001")!.epoch).toBe(1)
    }).pipe(Effect.provide(world.runtime(layer)), Effect.scoped)
  })

  it.effect("fires a timer that came due while nobody was there, once", () => {
    const memory = new MemoryStore()
    const world = new World()
    return Effect.gen(function* () {
      const first = yield* start(world.runtime(memory.layer))
      yield* Effect.yieldNow
      yield* first.run(Effect.andThen(hears(message("@Writer", { called: ["writer"] })), rested))
      yield* first.stop
      yield* TestClock.adjust(11 * minutes)
      const second = yield* start(world.runtime(memory.layer))
      yield* Effect.yieldNow
      yield* pass(5000)
      expect(yield* second.run(valueOf(one))).toBe("idle")
      const timers = state(memory, one).journal.filter(({ body }) =>
        body.includes('"fires":"xstate.after.quietTime'),
      )
      expect(timers).toHaveLength(1)
      yield* second.stop
    })
  })

  it.effect("has the agents that it is started with, however many there were before", () => {
    const memory = new MemoryStore()
    const world = new World({ think: () => Effect.never })
    const slots = Effect.map(
      Effect.flatMap(Mail, (mail) => mail.peek("pool/0")),
      ({ context }) => Object.keys((context as unknown as Roll).slots).length,
    )
    return Effect.gen(function* () {
      for (const agents of [1, 4, 2]) {
        const runtime = yield* start(world.runtime(memory.layer, agents))
        yield* Effect.yieldNow
        yield* runtime.run(hears(message("@Writer", { called: ["writer"] })))
        yield* pass(2000)
        expect(yield* runtime.run(slots)).toBe(agents)
        yield* runtime.stop
      }
    })
  })

  it.effect("acknowledges nothing while the store is away, and goes on when it is back", () => {
    const { state, layer } = counting()
    const world = new World()
    return Effect.gen(function* () {
      yield* Effect.yieldNow
      yield* hears(message("@Writer one", { called: ["writer"] }))
      yield* rested
      state.away = true
      let heard = 0
      const two = message("@Writer two", { called: ["writer"] })
      const telling = yield* Effect.forkChild(Effect.tap(hears(two), () => Effect.sync(() => heard++)))
      yield* pass(2 * minutes)
      expect([heard, world.said.length]).toEqual([0, 1])
      state.away = false
      yield* pass(5000)
      yield* Fiber.join(telling)
      yield* eventually(() => world.said.length === 2)
      yield* rested
      expect((yield* Observer).counts).toMatchObject({ fenced: 0, poisoned: 0 })
    }).pipe(Effect.provide(world.runtime(layer)), Effect.scoped)
  })

  it.effect("gives actors up that another owner took, and is told again by who was told to", () => {
    const memory = new MemoryStore()
    const world = new World()
    return Effect.gen(function* () {
      yield* Effect.yieldNow
      yield* hears(message("@Writer one", { called: ["writer"] }))
      yield* rested
      for (const of of memory.actors.keys()) yield* memory.service.claim(of)
      const two = message("@Writer two", { called: ["writer"] })
      yield* Effect.retry(hears(two), { times: 1 })
      yield* eventually(() => world.said.length === 2)
      yield* rested
      expect(world.said).toHaveLength(2)
    }).pipe(Effect.provide(world.runtime(memory.layer)), Effect.scoped)
  })

  it.effect("ends at once although a model hangs, and the next one thinks again and answers", () => {
    const memory = new MemoryStore()
    let hangs = true
    const world = new World({
      think: () => Effect.suspend(() => (hangs ? Effect.never : Effect.succeed({ text: "now" }))),
    })
    return Effect.gen(function* () {
      const first = yield* start(world.runtime(memory.layer))
      yield* Effect.yieldNow
      yield* first.run(hears(message("@Writer", { called: ["writer"] })))
      yield* eventually(() => world.prompts.length === 1)
      yield* first.stop
      hangs = false
      const second = yield* start(world.runtime(memory.layer))
      yield* eventually(() => world.said.length === 1)
      yield* second.run(rested)
      yield* second.stop
      expect(world.said.map(({ text }) => text)).toEqual(["now"])
    })
  })

  it.effect("ends in bounded time although the store is away, in the middle of everything", () => {
    const { state, memory, layer } = counting()
    const world = new World({ think: ({ brain }) => Effect.delay(Effect.succeed({ text: brain.id }), 1000) })
    return Effect.gen(function* () {
      const first = yield* start(world.runtime(layer))
      yield* Effect.yieldNow
      yield* first.run(hears(message("all", { called: ["writer", "analyst", "strategist"] })))
      yield* eventually(() => world.prompts.length === 3)
      state.away = true
      yield* pass(2000)
      const stopped = yield* Effect.forkChild(first.stop)
      yield* pass(30_000)
      yield* Fiber.join(stopped)
      const second = yield* start(world.runtime(memory.layer))
      yield* eventually(() => world.said.length === 3)
      yield* second.run(rested)
      yield* second.stop
      expect(world.said).toHaveLength(3)
    })
  })

  it.effect("keeps no letter, effect or actor in memory of what is long over", () => {
    const { memory, layer } = counting()
    const world = new World()
    return Effect.gen(function* () {
      yield* Effect.yieldNow
      for (let n = 0; n < 100; n++) yield* hears(message(`@Writer ${n}`, { called: ["writer"] }))
      yield* rested
      yield* pass(10_000)
      for (const [of, kept] of memory.actors) {
        const { books } = ledgerOf(of, (yield* memory.service.peek(of))!)
        expect([of, [...books.outbox.values()]]).toEqual([of, []])
        expect(JSON.stringify(books.snapshot.context).length).toBeLessThan(20_000)
        expect(kept.journal.length).toBeGreaterThan(0)
      }
    }).pipe(Effect.provide(world.runtime(layer)), Effect.scoped)
  })
})
