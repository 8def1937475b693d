/** One fiber rings all live actors, each when it is due and at no other time. */
import { it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect } from "vitest"
import { Agenda } from "../../src/actors/agenda.ts"
import { Alarms } from "../../src/actors/alarms.ts"

const rings = (test: (alarms: Alarms["Service"], rung: Array<string>) => Effect.Effect<void>) =>
  Effect.gen(function* () {
    yield* test(yield* Alarms, [])
  }).pipe(Effect.provide(Alarms.layer))

describe("alarms", () => {
  it.effect("ring in the order in which they are due", () =>
    rings((alarms, rung) =>
      Effect.gen(function* () {
        for (const due of [500, 100, 300, 200, 400]) alarms.set(`a${due}`, due, () => rung.push(`a${due}`))
        yield* TestClock.adjust(250)
        expect(rung).toEqual(["a100", "a200"])
        yield* TestClock.adjust(250)
        expect(rung).toEqual(["a100", "a200", "a300", "a400", "a500"])
      }),
    ),
  )

  it.effect("that are set anew ring then, and not before; that are unset, not at all", () =>
    rings((alarms, rung) =>
      Effect.gen(function* () {
        alarms.set("later", 100, () => rung.push("too early"))
        alarms.set("later", 900, () => rung.push("later"))
        alarms.set("sooner", 900, () => rung.push("too late"))
        alarms.set("sooner", 100, () => rung.push("sooner"))
        alarms.set("never", 100, () => rung.push("never"))
        alarms.set("never", null, () => {})
        yield* TestClock.adjust(500)
        expect(rung).toEqual(["sooner"])
        yield* TestClock.adjust(500)
        expect(rung).toEqual(["sooner", "later"])
      }),
    ),
  )

  it.effect("wake the fiber that sleeps for a later one, and for none", () =>
    rings((alarms, rung) =>
      Effect.gen(function* () {
        yield* TestClock.adjust(1000)
        alarms.set("a", 5000, () => rung.push("a"))
        yield* TestClock.adjust(1000)
        alarms.set("b", 3000, () => rung.push("b"))
        yield* TestClock.adjust(1000)
        expect(rung).toEqual(["b"])
        yield* TestClock.adjust(2000)
        expect(rung).toEqual(["b", "a"])
      }),
    ),
  )

  it.effect("that are due already ring at once, and may set others while they ring", () =>
    rings((alarms, rung) =>
      Effect.gen(function* () {
        yield* TestClock.adjust(1000)
        alarms.set("a", 10, () => {
          rung.push("a")
          alarms.set("b", 20, () => rung.push("b"))
          alarms.set("c", 2000, () => rung.push("c"))
        })
        yield* TestClock.adjust(0)
        expect(rung).toEqual(["a", "b"])
        yield* TestClock.adjust(1000)
        expect(rung).toEqual(["a", "b", "c"])
      }),
    ),
  )

  it.effect("ring when they are set in the moment between two sleeps", () =>
    rings((alarms, rung) =>
      Effect.gen(function* () {
        for (let n = 0; n < 50; n++) {
          alarms.set(`long${n}`, 1_000_000, () => {})
          yield* Effect.promise(async () => {
            for (let turn = 0; turn < n % 7; turn++) await Promise.resolve()
          })
          alarms.set(`a${n}`, 0, () => rung.push(`a${n}`))
          yield* TestClock.adjust(0)
          yield* Effect.promise(() => new Promise((resolve) => setImmediate(resolve)))
          expect(rung).toHaveLength(n + 1)
        }
      }),
    ),
  )

  it.effect("that break do not keep the others from ringing", () =>
    rings((alarms, rung) =>
      Effect.gen(function* () {
        alarms.set("broken", 100, () => {
          throw new Error("a bug")
        })
        alarms.set("well", 200, () => rung.push("well"))
        yield* TestClock.adjust(1000)
        expect(rung).toEqual(["well"])
      }),
    ),
  )
})

describe("an agenda", () => {
  it("does not pile up what is set anew, and gives each out once, in order", () => {
    const agenda = new Agenda<string>()
    const last = new Map<string, number>()
    let seed = 7
    for (let n = 0; n < 10_000; n++) {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
      const key = `a${seed % 20}`
      const due = 1000 + (seed % 977)
      agenda.set(key, due, key)
      last.set(key, due)
    }
    agenda.delete("a3")
    last.delete("a3")
    expect(agenda.size).toBeLessThan(150)
    const taken: Array<string> = []
    for (let now = 0; now < 3000; now++) {
      for (let key = agenda.take(now); key !== undefined; key = agenda.take(now)) {
        expect(last.get(key)).toBe(now)
        taken.push(key)
      }
    }
    expect(taken.toSorted()).toEqual([...last.keys()].toSorted())
  })
})
