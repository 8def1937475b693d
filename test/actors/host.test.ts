/** The host: wakes an actor once however many ask, puts it to sleep with all that hangs on it, and ends in bounded time. */
import { it } from "@effect/vitest"
import { Effect, Exit, Fiber, Layer, Logger, Scope } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect } from "vitest"
import type { Address } from "../../src/machines/address.ts"
import { Alarms } from "../../src/actors/alarms.ts"
import { Committer } from "../../src/actors/committer.ts"
import { Host } from "../../src/actors/host.ts"
import type { Envelope } from "../../src/actors/mail.ts"
import { Observer } from "../../src/actors/watching/observer.ts"
import { Performer } from "../../src/actors/performing/performer.ts"
import { Store, StoreUnavailable } from "../../src/actors/store.ts"
import { MemoryStore } from "../support/memory-store.ts"
import { settled } from "./support/stage.ts"

const resume = (id: string): Envelope => ({
  id,
  cause: "test",
  event: { type: "RESUME", by: { id: "1", name: "Ada" } },
})
const connect: Envelope = { id: null, cause: "test", event: { type: "ALLOCATE" } }
const one: Address = "conversation/1"

const setting = () => {
  const memory = new MemoryStore()
  const seen = {
    claims: [] as Array<Address>,
    stopped: 0,
    begun: 0,
    broke: [] as Array<string>,
    lines: [] as Array<string>,
  }
  const away = { store: false, claim: Effect.void as Effect.Effect<void> }
  const gone = Effect.fail(new StoreUnavailable({ message: "No store." }))
  const store = Layer.succeed(Store, {
    ...memory.service,
    claim: (address) =>
      Effect.suspend(() => {
        seen.claims.push(address)
        return away.store ? gone : Effect.andThen(away.claim, memory.service.claim(address))
      }),
    commit: (batch) => Effect.suspend(() => (away.store ? gone : memory.service.commit(batch))),
  })
  const performer = Layer.succeed(Performer, {
    perform: () => {
      seen.begun++
      return () => void seen.stopped++
    },
    broke: (address, event) => Effect.sync(() => void seen.broke.push(`${address} ${event}`)),
  })
  const logger = Logger.layer([Logger.make(({ message }) => void seen.lines.push(String(message)))])
  const layer = Host.layer().pipe(
    Layer.provide([store, performer]),
    Layer.provideMerge(
      Layer.mergeAll(Committer.layer.pipe(Layer.provide(store)), Alarms.layer, Observer.layer, logger),
    ),
  )
  return { memory, seen, away, layer }
}

const tagOf = <A, E extends { readonly _tag: string }>(
  effect: Effect.Effect<A, E>,
): Effect.Effect<A | string> => Effect.catch(effect, ({ _tag }) => Effect.succeed(_tag))

describe("a host", () => {
  it.effect("claims an actor once for all who want it", () => {
    const { seen, layer } = setting()
    return Effect.gen(function* () {
      const host = yield* Host
      const ids = Array.from({ length: 20 }, (_, n) => `id${n}`)
      const receipts = yield* Effect.forEach(ids, (id) => host.tell(one, resume(id)), {
        concurrency: "unbounded",
      })
      expect(new Set(receipts)).toEqual(new Set(["committed"]))
      expect([seen.claims, host.live()]).toEqual([[one], 1])
    }).pipe(Effect.provide(layer))
  })

  it.effect("refuses while the store is away, and tries anew the next time", () => {
    const { seen, away, layer } = setting()
    return Effect.gen(function* () {
      const host = yield* Host
      away.store = true
      expect(yield* tagOf(host.tell(one, resume("a")))).toBe("ActorUnavailable")
      away.store = false
      expect(yield* host.tell(one, resume("a"))).toBe("committed")
      expect(seen.claims).toHaveLength(2)
    }).pipe(Effect.provide(layer))
  })

  it.effect("wakes an actor anew that was fenced, and only then", () => {
    const { memory, seen, layer } = setting()
    return Effect.gen(function* () {
      const host = yield* Host
      yield* host.tell(one, resume("a"))
      yield* memory.service.claim(one)
      expect(yield* tagOf(host.tell(one, resume("b")))).toBe("ActorUnavailable")
      expect(host.live()).toBe(0)
      expect(yield* host.tell(one, resume("b"))).toBe("committed")
      expect(yield* host.tell(one, resume("b"))).toBe("duplicate")
      expect([seen.claims.length, host.live(), (yield* host.peek(one)).epoch]).toEqual([2, 1, 3])
    }).pipe(Effect.provide(layer))
  })

  it.effect("puts an actor to sleep and wakes it with what it was", () => {
    const { seen, layer } = setting()
    return Effect.gen(function* () {
      const host = yield* Host
      yield* host.tell(one, connect)
      yield* host.sleep(one)
      expect([host.live(), host.owed(), seen.stopped]).toEqual([0, 0, 1])
      yield* host.wake(one)
      expect([host.live(), host.owed(), seen.begun]).toEqual([1, 1, 2])
      expect((yield* host.peek(one)).value).toEqual({ allocated: "connecting" })
    }).pipe(Effect.provide(layer))
  })

  it.effect("puts an actor to sleep that is just waking", () => {
    const { away, layer } = setting()
    return Effect.gen(function* () {
      const host = yield* Host
      let claim: () => void = () => {}
      away.claim = Effect.callback<void>((resume) => void (claim = () => resume(Effect.void)))
      const told = yield* Effect.forkChild(tagOf(host.tell(one, resume("a"))))
      yield* Effect.promise(settled)
      const slept = yield* Effect.forkChild(host.sleep(one))
      yield* Effect.promise(settled)
      claim()
      yield* Fiber.join(slept)
      yield* Fiber.join(told)
      expect(host.live()).toBe(0)
    }).pipe(Effect.provide(layer))
  })

  it.effect("puts a pool shard to sleep with the agents that it holds, and no others", () => {
    const { layer } = setting()
    return Effect.gen(function* () {
      const host = yield* Host
      for (const of of ["pool/0", "agent/0-0001", "agent/0-0002", "pool/1", "agent/1-0001"] as const) {
        yield* host.wake(of)
      }
      yield* host.sleep("pool/0")
      expect(host.live()).toBe(2)
    }).pipe(Effect.provide(layer))
  })

  it.effect(
    "quarantines an actor whose journal is broken: its sender and, once, the operator hear of it, neighbours go on",
    () => {
      const { memory, seen, layer } = setting()
      return Effect.gen(function* () {
        const host = yield* Host
        yield* host.tell(one, resume("a"))
        yield* host.sleep(one)
        const kept = memory.actors.get(one)!
        const [entry] = kept.journal
        kept.journal[0] = { ...entry!, body: entry!.body.slice(0, 40) }
        for (let n = 0; n < 10; n++) {
          const error = yield* Effect.flip(host.tell(one, resume("b")))
          expect(error).toMatchObject({
            _tag: "ActorUnavailable",
            reason: expect.stringContaining("journal is broken at 1"),
          })
        }
        expect([seen.claims.length, seen.lines.filter((line) => line.includes("conversation/1"))]).toEqual([
          2,
          [expect.stringContaining("is quarantined: its journal is broken at 1")],
        ])
        expect(host.quarantined().map(({ address }) => address)).toEqual([one])
        expect(yield* host.tell("conversation/2", resume("a"))).toBe("committed")
        kept.journal[0] = entry!
        yield* TestClock.adjust("1 minute")
        expect(yield* host.tell(one, resume("b"))).toBe("committed")
        expect(host.quarantined()).toEqual([])
      }).pipe(Effect.provide(layer))
    },
  )

  describe("that ends", () => {
    const living = (layer: ReturnType<typeof setting>["layer"]) =>
      Effect.gen(function* () {
        const scope = yield* Scope.make()
        const services = yield* Layer.buildWithScope(layer, scope)
        const host = yield* Effect.provide(Effect.service(Host), services)
        return { host, end: Scope.close(scope, Exit.void) }
      })

    it.effect("stops its actors and what they do, and wakes nobody any more", () => {
      const { seen, layer } = setting()
      return Effect.gen(function* () {
        const { host, end } = yield* living(layer)
        yield* host.tell(one, connect)
        yield* end
        expect([seen.begun, seen.stopped, host.live()]).toEqual([1, 1, 0])
        expect(yield* tagOf(host.tell(one, resume("a")))).toBe("ActorUnavailable")
        expect(yield* tagOf(host.wake(one))).toBe("ActorUnavailable")
        expect([seen.claims.length, host.live()]).toEqual([1, 0])
      })
    })

    it.effect("commits what it has taken before", () => {
      const { memory, layer } = setting()
      return Effect.gen(function* () {
        const { host, end } = yield* living(layer)
        yield* host.wake(one)
        const told = yield* Effect.forkChild(tagOf(host.tell(one, resume("a"))))
        yield* Effect.yieldNow
        yield* end
        const answer = yield* Fiber.join(told)
        expect([answer, memory.actors.get(one)!.seq]).toEqual(["committed", 1])
      })
    })

    it.effect("waits for a store that is away for a while, and no longer", () => {
      const { away, layer } = setting()
      return Effect.gen(function* () {
        const { host, end } = yield* living(layer)
        yield* host.wake(one)
        away.store = true
        const told = yield* Effect.forkChild(tagOf(host.tell(one, resume("a"))))
        yield* Effect.promise(settled)
        const ended = yield* Effect.forkChild(end)
        yield* TestClock.adjust("10 seconds")
        yield* Fiber.join(ended)
        expect(yield* Fiber.join(told)).toBe("ActorUnavailable")
      })
    })

    it.effect("does not leave an actor behind that was waking", () => {
      const { away, seen, layer } = setting()
      return Effect.gen(function* () {
        const { host, end } = yield* living(layer)
        let claim: () => void = () => {}
        away.claim = Effect.callback<void>((resume) => void (claim = () => resume(Effect.void)))
        const told = yield* Effect.forkChild(tagOf(host.tell(one, connect)))
        yield* Effect.promise(settled)
        const ended = yield* Effect.forkChild(end)
        yield* Effect.promise(settled)
        claim()
        yield* TestClock.adjust("10 seconds")
        yield* Fiber.join(ended)
        expect(yield* Fiber.join(told)).toBe("ActorUnavailable")
        expect([host.live(), seen.begun]).toEqual([0, 0])
      })
    })
  })
})
