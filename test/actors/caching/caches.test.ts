/** What is computed once is computed once: for whom, for how long, and until what happens. */
import { join } from "node:path"
import { describe, expect, it } from "@effect/vitest"
import { Deferred, Effect, Fiber, Schema } from "effect"
import { TestClock } from "effect/testing"
import { cached, Caches } from "../../../src/actors/caching/caches.ts"
import { CacheUnavailable } from "../../../src/actors/caching/cache-store.ts"
import type { Scope } from "../../../src/actors/caching/scope.ts"
import { makeStored } from "../../../src/actors/caching/stored.ts"
import type { CacheKind } from "../../../src/actors/caching/terms.ts"
import { connect } from "../../../src/adapters/cache/sqlite.ts"
import { temporaryDirectory } from "../../support/directory.ts"
import { caches, runners, slowly, storeIn, type Faulty } from "./support.ts"

const guild = { guild: "1" }

/** Says how often it was computed. */
const counter = () => {
  let times = 0
  const compute = Effect.sync(() => `value ${++times}`)
  const get = (
    kind: CacheKind = "documentation",
    scope: Scope = guild,
    agent = "writer",
    tags: Array<string> = [],
  ) => cached(kind, scope, "the key", compute, { as: Schema.String, agent, tags })
  return { compute, get, times: () => times }
}

const foundIn = Effect.map(Caches, ({ report }) =>
  report().layers.map(({ layer, hits, lookups }) => `${layer} ${hits}/${lookups}`),
)

describe("a value", () => {
  it.effect("is computed once, and found in the agent's memory", () =>
    Effect.gen(function* () {
      const { get } = counter()
      const before = yield* foundIn
      expect(yield* get()).toBe("value 1")
      expect(yield* get()).toBe("value 1")
      expect(yield* foundIn).not.toEqual(before)
    }).pipe(Effect.provide(caches())),
  )

  it.effect("is found by another agent in the shared layer, and then in its own memory", () =>
    Effect.gen(function* () {
      const { get, times } = counter()
      const faults: Faulty = { broken: false, asked: 0 }
      yield* Effect.gen(function* () {
        yield* get("documentation", guild, "writer")
        expect(yield* get("documentation", guild, "analyst")).toBe("value 1")
        const { asked } = faults
        expect(yield* get("documentation", guild, "analyst")).toBe("value 1")
        expect(faults.asked).toBe(asked)
      }).pipe(Effect.provide(caches(storeIn(":memory:", faults))))
      expect(times()).toBe(1)
    }),
  )

  it.effect("counts as long as its kind does, and not longer", () =>
    Effect.gen(function* () {
      for (const [kind, minutes] of [
        ["files", 7.5],
        ["research", 45],
        ["documentation", 90],
        ["answers", 1440],
      ] as const) {
        const { get } = counter()
        expect(yield* get(kind)).toBe("value 1")
        yield* TestClock.adjust(`${minutes} minutes`)
        expect(yield* get(kind)).toBe("value 2")
      }
    }).pipe(Effect.provide(caches())),
  )

  it.effect("that holds for good is there when all else is gone", () =>
    Effect.gen(function* () {
      const { get } = counter()
      yield* get("patterns")
      yield* TestClock.adjust("25 hours")
      expect(yield* get("patterns")).toBe("value 1")
    }).pipe(Effect.provide(caches())),
  )

  it.effect("that outlasts the shared layer is found in the lasting one by the next process", () =>
    Effect.gen(function* () {
      const path = join(yield* temporaryDirectory("orrery-caches-"), "cache")
      const { get, times } = counter()
      yield* get("answers").pipe(Effect.provide(caches(storeIn(path))))
      yield* TestClock.adjust("20 hours")
      expect(yield* get("answers").pipe(Effect.provide(caches(storeIn(path))))).toBe("value 1")
      expect(times()).toBe(1)
    }).pipe(Effect.scoped),
  )

  it.effect("is shown once more while it is asked for anew, by one", () =>
    Effect.gen(function* () {
      let times = 0
      const open = yield* Deferred.make<void>()
      const compute = Effect.suspend(() => {
        times++
        return times === 1 ? Effect.succeed("old") : Effect.as(Deferred.await(open), "new")
      })
      const get = cached("files", guild, "key", compute, { as: Schema.String, agent: "writer" })
      yield* get
      yield* TestClock.adjust("6 minutes")
      expect([yield* get, yield* get, yield* get]).toEqual(["old", "old", "old"])
      yield* Deferred.succeed(open, undefined)
      const shown = yield* Effect.repeat(Effect.andThen(Effect.yieldNow, get), {
        until: (it) => it === "new",
      })
      expect(shown).toBe("new")
      expect(times).toBe(2)
    }).pipe(Effect.provide(caches())),
  )

  it.effect("that has not changed is fresh again once it was asked for anew", () =>
    Effect.gen(function* () {
      const faults: Faulty = { broken: false, asked: 0 }
      let times = 0
      const compute = Effect.sync(() => {
        times++
        return "the same"
      })
      const get = cached("files", guild, "key", compute, { as: Schema.String, agent: "writer" })
      yield* Effect.gen(function* () {
        yield* get
        yield* TestClock.adjust("6 minutes")
        yield* Effect.repeat(Effect.andThen(Effect.yieldNow, get), { until: () => times === 2 })
        yield* TestClock.adjust("1 second")
        const { asked } = faults
        for (let n = 0; n < 20; n++) yield* Effect.andThen(get, Effect.yieldNow)
        expect([times, faults.asked]).toEqual([2, asked])
      }).pipe(Effect.provide(caches(storeIn(":memory:", faults))))
    }),
  )

  it.effect("that did not come about is not kept, and all who waited hear why", () =>
    Effect.gen(function* () {
      let times = 0
      const compute = Effect.suspend(() => Effect.fail(`no ${++times}`)).pipe(Effect.delay("1 second"))
      const get = Effect.flip(cached("files", guild, "key", compute, { as: Schema.String }))
      const both = yield* Effect.forkChild(Effect.all([get, get], { concurrency: "unbounded" }))
      yield* TestClock.adjust("1 second")
      expect(yield* Fiber.join(both)).toEqual(["no 1", "no 1"])
      const again = yield* Effect.forkChild(get)
      yield* TestClock.adjust("1 second")
      expect(yield* Fiber.join(again)).toBe("no 2")
    }).pipe(Effect.provide(caches())),
  )

  it.effect("that is small counts for what it takes in memory, too", () =>
    Effect.gen(function* () {
      const { report } = yield* Caches
      const keys = Array.from({ length: 1000 }, (_, n) => String(n))
      yield* Effect.forEach(keys, (key) => cached("channels", guild, key, Effect.succeed(1)))
      expect(report().layers[0]!.entries).toBeLessThan(300)
    }).pipe(Effect.provide(caches(storeIn(":memory:"), { memory: 100_000 }))),
  )

  it.effect("that is not worth it is not kept", () =>
    Effect.gen(function* () {
      const { lookup } = yield* Caches
      const { compute } = counter()
      const what = { kind: "answers", scope: guild, key: "k", as: Schema.String } as const
      const get = lookup(what, compute, (value) => value !== "value 1")
      expect([yield* get, yield* get, yield* get]).toEqual(["value 1", "value 2", "value 2"])
    }).pipe(Effect.provide(caches())),
  )

  it.live("that is large comes back whole, and takes less room", () =>
    Effect.gen(function* () {
      const path = join(yield* temporaryDirectory("orrery-caches-"), "cache")
      const text = "All that people read again and again is much alike. ".repeat(2000)
      const get = cached("patterns", guild, "key", Effect.succeed(text), { as: Schema.String })
      yield* get.pipe(Effect.provide(caches(storeIn(path))))
      const again = cached("patterns", guild, "key", Effect.die("asked again"), { as: Schema.String })
      const [value, report] = yield* Effect.all([again, Effect.map(Caches, ({ report }) => report())]).pipe(
        Effect.provide(caches(storeIn(path))),
      )
      expect(value).toBe(text)
      const shared = report.layers.find(({ layer }) => layer === "shared")!
      expect(shared.bytes).toBeLessThan(text.length / 4)
    }).pipe(Effect.scoped),
  )

  it.effect("is kept in memory where there is no store, and computed where there are no caches", () =>
    Effect.gen(function* () {
      const { CachesLayer } = yield* Effect.promise(() => import("../../../src/actors/caching/layer.ts"))
      const { get } = counter()
      expect([yield* get(), yield* get()]).toEqual(["value 1", "value 2"])
      const inMemory = Effect.all([get(), get()])
      expect(yield* Effect.provide(inMemory, CachesLayer)).toEqual(["value 3", "value 3"])
    }),
  )
})

describe("side by side", () => {
  it.effect("a thousand lookups of one key are one", () =>
    Effect.gen(function* () {
      const { compute, times } = counter()
      const slow = Effect.delay(compute, "1 second")
      const get = (agent: string) => cached("research", guild, "key", slow, { as: Schema.String, agent })
      const all = yield* Effect.forkChild(
        Effect.forEach(
          Array.from({ length: 1000 }, (_, n) => `agent ${n % 7}`),
          get,
          {
            concurrency: "unbounded",
          },
        ),
      )
      yield* TestClock.adjust("1 second")
      expect(new Set(yield* Fiber.join(all))).toEqual(new Set(["value 1"]))
      expect(times()).toBe(1)
    }).pipe(Effect.provide(caches())),
  )

  it.effect("who is interrupted does not take the others along, and the last ends it", () =>
    Effect.gen(function* () {
      let ended = 0
      const begun = yield* Deferred.make<void>()
      const slow = Effect.andThen(Deferred.succeed(begun, undefined), Effect.sleep("1 minute")).pipe(
        Effect.as("there"),
        Effect.onInterrupt(() => Effect.sync(() => void ended++)),
      )
      const get = cached("research", guild, "key", slow, { as: Schema.String })
      const [one, two] = [yield* Effect.forkChild(get), yield* Effect.forkChild(get)]
      yield* Deferred.await(begun)
      yield* TestClock.adjust("1 second")
      yield* Fiber.interrupt(one)
      expect(ended).toBe(0)
      yield* TestClock.adjust("1 minute")
      expect(yield* Fiber.join(two)).toBe("there")

      const slower = cached("research", guild, "other", slow, { as: Schema.String })
      const alone = yield* Effect.forkChild(slower)
      yield* TestClock.adjust("1 second")
      yield* Fiber.interrupt(alone)
      expect(ended).toBe(1)
    }).pipe(Effect.provide(caches())),
  )
})

describe("what happens", () => {
  it.effect("invalidates by tag, by kind, by scope, in all layers, and nothing else", () =>
    Effect.gen(function* () {
      const { invalidate } = yield* Caches
      for (const what of [{ tag: "channel:7" }, { kind: "patterns" }, { scope: guild }] as const) {
        const [its, other] = [counter(), counter()]
        const elsewhere = { user: "1" }
        yield* its.get("patterns", guild, "writer", ["channel:7"])
        yield* cached("files", elsewhere, "k", other.compute, { as: Schema.String })
        yield* invalidate(what)
        expect(yield* its.get("patterns", guild, "writer", ["channel:7"])).toBe("value 2")
        expect(yield* cached("files", elsewhere, "k", other.compute, { as: Schema.String })).toBe("value 1")
        yield* invalidate({ scope: elsewhere })
        yield* invalidate({ kind: "patterns" })
      }
    }).pipe(Effect.provide(caches())),
  )

  it.effect("while something is computed keeps it from being kept", () =>
    Effect.gen(function* () {
      const { invalidate } = yield* Caches
      const { compute } = counter()
      const get = cached("patterns", guild, "k", Effect.delay(compute, "1 second"), { as: Schema.String })
      const first = yield* Effect.forkChild(get)
      yield* TestClock.adjust("500 millis")
      yield* invalidate({ scope: guild })
      yield* TestClock.adjust("500 millis")
      expect(yield* Fiber.join(first)).toBe("value 1")
      const second = yield* Effect.forkChild(get)
      yield* TestClock.adjust("1 second")
      expect(yield* Fiber.join(second)).toBe("value 2")
    }).pipe(Effect.provide(caches())),
  )

  it.effect("while a value comes up from the lasting layer keeps it from coming back", () =>
    Effect.gen(function* () {
      const path = join(yield* temporaryDirectory("orrery-caches-"), "cache")
      const { get } = counter()
      yield* get("patterns").pipe(Effect.provide(caches(storeIn(path))))
      yield* TestClock.adjust("2 hours")
      const [asked, told] = [yield* Deferred.make<void>(), yield* Deferred.make<void>()]
      const slow = slowly(
        storeIn(path),
        "lasting",
        Effect.andThen(Deferred.succeed(asked, undefined), Deferred.await(told)),
      )
      yield* Effect.gen(function* () {
        const { invalidate } = yield* Caches
        const first = yield* Effect.forkChild(get("patterns", guild, "writer"))
        yield* Deferred.await(asked)
        yield* invalidate({ kind: "patterns" })
        yield* Deferred.succeed(told, undefined)
        expect(yield* Fiber.join(first)).toBe("value 1")
        expect(yield* get("patterns", guild, "analyst")).toBe("value 2")
      }).pipe(Effect.provide(caches(slow)))
    }).pipe(Effect.scoped),
  )

  it.effect("at another runner takes out what was put before it is told of there", () =>
    Effect.gen(function* () {
      const { runner, tellAll } = yield* runners
      const [one, other] = [yield* runner, yield* runner]
      const { get } = counter()
      yield* one(Caches.use(({ invalidate }) => invalidate({ kind: "patterns" })))
      expect(yield* other(get("patterns", guild, "writer"))).toBe("value 1")
      yield* other(get("files", guild, "writer"))
      tellAll()
      yield* Effect.yieldNow
      expect(yield* other(get("patterns", guild, "writer"))).toBe("value 3")
      tellAll()
      expect(yield* one(get("patterns", guild, "writer"))).toBe("value 3")
      expect(yield* one(get("files", guild, "analyst"))).toBe("value 2")
    }),
  )

  it.effect("twice, the second time while the first is under way and then cannot be told, counts twice", () =>
    Effect.gen(function* () {
      const gate = yield* Deferred.make<void>()
      const drops: Array<Effect.Effect<void, CacheUnavailable>> = [
        Deferred.await(gate),
        Effect.fail(new CacheUnavailable({ message: "it is broken" })),
        Effect.void,
      ]
      let dropped = 0
      const its = yield* connect(":memory:")
      const stored = makeStored({ ...its, drop: () => drops[dropped++]! })
      const first = yield* Effect.forkChild(stored.drop(["kind:files"]))
      yield* Effect.yieldNow
      yield* stored.get("shared", "id")
      yield* stored.drop(["kind:files"])
      yield* Deferred.succeed(gate, undefined)
      yield* Fiber.join(first)
      yield* TestClock.adjust("1 minute")
      yield* stored.get("shared", "id")
      expect(dropped).toBe(3)
    }),
  )

  it.effect("to a layer fails nobody: it is left out, and asked again later", () =>
    Effect.gen(function* () {
      const faults: Faulty = { broken: true, asked: 0 }
      yield* Effect.gen(function* () {
        const { report } = yield* Caches
        const { get, times } = counter()
        expect([yield* get(), yield* get()]).toEqual(["value 1", "value 1"])
        const { asked } = faults
        for (let n = 0; n < 10; n++) yield* get("documentation", { user: String(n) })
        expect(faults.asked).toBe(asked)
        expect(times()).toBe(11)
        expect(report().layers.map(({ away }) => away?.why)).toContain("it is broken")
        faults.broken = false
        yield* TestClock.adjust("2 minutes")
        yield* get("documentation", { user: "later" }, "writer")
        expect(yield* get("documentation", { user: "later" }, "analyst")).toBe("value 12")
        expect(report().layers.map(({ away }) => away)).toEqual([null, null, null])
      }).pipe(Effect.provide(caches(storeIn(":memory:", faults))))
    }),
  )

  it.effect("to a layer that many ask at once is one failure: it is asked again as soon as after one", () =>
    Effect.gen(function* () {
      const faults: Faulty = { broken: false, asked: 0 }
      const store = slowly(storeIn(":memory:", faults), "shared", Effect.sleep("10 millis"))
      yield* Effect.gen(function* () {
        const { report } = yield* Caches
        const { get } = counter()
        const users = Array.from({ length: 20 }, (_, n) => ({ user: String(n) }))
        yield* TestClock.adjust("1 second")
        faults.broken = true
        const all = yield* Effect.forkChild(
          Effect.forEach(users, (user) => get("documentation", user), { concurrency: "unbounded" }),
        )
        yield* TestClock.adjust("10 millis")
        yield* Fiber.join(all)
        expect(report().layers.map(({ away }) => away?.why)).toContain("it is broken")
        faults.broken = false
        yield* TestClock.adjust("1 second")
        const later = yield* Effect.forkChild(get("documentation", { user: "later" }))
        yield* TestClock.adjust("10 millis")
        yield* Fiber.join(later)
        expect(report().layers.map(({ away }) => away)).toEqual([null, null, null])
      }).pipe(Effect.provide(caches(store)))
    }),
  )

  it.effect("while a layer is away is made up for before anything is read from it", () =>
    Effect.gen(function* () {
      const faults: Faulty = { broken: false, asked: 0 }
      yield* Effect.gen(function* () {
        const { invalidate } = yield* Caches
        const { get } = counter()
        yield* get("patterns", guild, "writer")
        faults.broken = true
        yield* invalidate({ kind: "patterns" })
        faults.broken = false
        yield* TestClock.adjust("2 minutes")
        expect(yield* get("patterns", guild, "analyst")).toBe("value 2")
      }).pipe(Effect.provide(caches(storeIn(":memory:", faults))))
    }),
  )
})

describe("who leaves", () => {
  it.effect("leaves nothing: neither in their scope nor in what is others'", () =>
    Effect.gen(function* () {
      const { forget, search } = yield* Caches
      const put = (scope: Scope, text: string) =>
        cached("patterns", scope, text, Effect.succeed(text), { as: Schema.String })
      yield* put({ user: "1" }, "what nobody would know for theirs")
      yield* put(guild, `they said: ${"my aunt grows mangoes ".repeat(200)}`)
      yield* put(guild, "others said this")
      yield* put({ user: "11" }, "another's")
      const holds = (text: string) => text.includes("mangoes")
      expect((yield* search("1", holds)).theirs).toBe(6)
      const { looked, theirs } = yield* forget("1", holds)
      expect({ looked, theirs }).toEqual({ looked: 10, theirs: 4 })
      expect(yield* search("1", holds)).toEqual({ looked: 6, theirs: 0 })
      expect((yield* search("11", holds)).theirs).toBe(3)
    }).pipe(Effect.provide(caches())),
  )
})
