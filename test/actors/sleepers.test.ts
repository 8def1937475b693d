/** Who sleeps and owes something is woken, at the start whatever was left, and nobody else is. */
import { it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect } from "vitest"
import type { Address } from "../../src/machines/address.ts"
import { ActorUnavailable, Mail } from "../../src/actors/mail.ts"
import { SleepersLayer } from "../../src/actors/sleepers.ts"
import { Store, StoreUnavailable } from "../../src/actors/store.ts"
import { MemoryStore } from "../support/memory-store.ts"

const setting = (
  wake: (address: Address, rung: ReadonlyArray<Address>) => Effect.Effect<void, ActorUnavailable>,
) => {
  const memory = new MemoryStore()
  const woken: Array<Address> = []
  const away = { store: false }
  const store = Layer.succeed(Store, {
    ...memory.service,
    due: (now, limit) =>
      Effect.suspend(() =>
        away.store
          ? Effect.fail(new StoreUnavailable({ message: "No store." }))
          : memory.service.due(now, limit),
      ),
  })
  const mail = Layer.mock(Mail, {
    wake: (address) =>
      Effect.suspend(() => {
        woken.push(address)
        return wake(address, woken)
      }),
  })
  const layer = SleepersLayer.pipe(Layer.provide([store, mail]))
  const due = (address: Address, at: number) =>
    Effect.map(memory.service.claim(address), () => void (memory.actors.get(address)!.wakeAt = at))
  const wakes = (address: Address) => Effect.sync(() => void (memory.actors.get(address)!.wakeAt = null))
  return { woken, away, layer, due, wakes }
}

describe("sleepers", () => {
  it.effect("are woken when they are due, once they are due", () => {
    const s = setting((address) => s.wakes(address))
    return Effect.gen(function* () {
      yield* s.due("conversation/1", 60_000)
      yield* s.due("conversation/2", 90_000)
      yield* Effect.gen(function* () {
        yield* TestClock.adjust("59 seconds")
        expect(s.woken).toEqual([])
        yield* TestClock.adjust("1 second")
        expect(s.woken).toEqual(["conversation/1"])
        yield* TestClock.adjust("1 minute")
        expect(s.woken).toEqual(["conversation/1", "conversation/2"])
      }).pipe(Effect.provide(s.layer))
    })
  })

  it.effect("are woken at once at the start, when a process before this one left them owing", () => {
    const s = setting((address) => s.wakes(address))
    return Effect.gen(function* () {
      yield* s.due("conversation/1", 30_000)
      yield* s.due("conversation/2", 300_000)
      yield* Effect.gen(function* () {
        yield* TestClock.adjust(0)
        expect(s.woken).toEqual(["conversation/1"])
      }).pipe(Effect.provide(s.layer))
    })
  })

  it.effect("are looked for although the store was away, and although one of them cannot be woken", () => {
    const s = setting((address) =>
      address === "conversation/1"
        ? Effect.fail(new ActorUnavailable({ address, reason: "its journal is broken" }))
        : address === "conversation/2"
          ? Effect.die("a bug")
          : address === "conversation/3"
            ? Effect.never
            : s.wakes(address),
    )
    return Effect.gen(function* () {
      s.away.store = true
      for (const id of [1, 2, 3, 4]) yield* s.due(`conversation/${id}`, 5000)
      yield* Effect.gen(function* () {
        yield* TestClock.adjust("10 seconds")
        s.away.store = false
        yield* TestClock.adjust("10 seconds")
        expect(s.woken).toContain("conversation/4")
        yield* s.due("conversation/5", 5000)
        yield* TestClock.adjust("1 minute")
        expect(s.woken).toContain("conversation/5")
      }).pipe(Effect.provide(s.layer))
    })
  })

  it.effect("are all woken, however many there are", () => {
    const s = setting((address) => s.wakes(address))
    return Effect.gen(function* () {
      for (let id = 0; id < 1200; id++) yield* s.due(`conversation/${id}`, 5000)
      yield* Effect.gen(function* () {
        yield* TestClock.adjust("10 seconds")
        expect(new Set(s.woken).size).toBe(1200)
      }).pipe(Effect.provide(s.layer))
    })
  })

  it.effect("are woken however many cannot be who are due before them", () => {
    const isBroken = (address: Address) => Number(address.split("/")[1]) < 1300
    const s = setting((address) =>
      isBroken(address)
        ? Effect.fail(new ActorUnavailable({ address, reason: "its journal is broken" }))
        : s.wakes(address),
    )
    return Effect.gen(function* () {
      for (let id = 0; id < 1300; id++) yield* s.due(`conversation/${id}`, 5000)
      yield* s.due("conversation/1300", 6000)
      yield* Effect.gen(function* () {
        yield* TestClock.adjust("10 seconds")
        expect(s.woken).toContain("conversation/1300")
      }).pipe(Effect.provide(s.layer))
    })
  })
})
