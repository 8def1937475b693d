/** Operators hear that agents are scarce: once in a while, however many look, and over restarts. */
import { it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect } from "vitest"
import { NotTold, OperatorsBell } from "../../../src/actors/alerting/bell.ts"
import { LookoutLayer } from "../../../src/actors/alerting/lookout.ts"
import { Alerting, usualTerms } from "../../../src/actors/alerting/terms.ts"
import { MemoryStore } from "../../support/memory-store.ts"
import { eventually, hears, message, pass, World } from "../../support/world.ts"

const cooldown = 12 * 60_000

/** Agents that think for ever, and who is told of it. */
const scene = () => {
  const told: Array<string> = []
  const keys = new Set<string>()
  const state = { fails: 0 }
  const world = new World({ think: () => Effect.never })
  const store = new MemoryStore()
  const bell = Layer.succeed(OperatorsBell, {
    ring: (key, text) => [
      {
        to: "the bell",
        tell: Effect.suspend(() => {
          if (state.fails-- > 0) return Effect.fail(new NotTold({ reason: "away" }))
          keys.add(key)
          told.push(text)
          return Effect.void
        }),
      },
    ],
  })
  const terms = Layer.succeed(Alerting, () => ({ ...usualTerms, cooldown }))
  /** As if several runners looked. */
  const lookouts = Layer.mergeAll(Layer.fresh(LookoutLayer), Layer.fresh(LookoutLayer))
  const layer = lookouts.pipe(
    Layer.provideMerge(world.runtime(store.layer, 2).pipe(Layer.provideMerge(Layer.merge(bell, terms)))),
  )
  return { told, keys, state, world, layer }
}

const asks = (guild: number) =>
  hears(
    message("Hi", {
      called: ["writer"],
      guild: `20000000000000000${guild}`,
      channel: `30000000000000000${guild}`,
    }),
  )

describe("who operates Orrery", () => {
  it.effect(
    "hears once in a cooldown that agents are scarce, with numbers and what to do, and when they still are",
    () => {
      const { told, keys, world, layer } = scene()
      return Effect.gen(function* () {
        for (const guild of [1, 2]) yield* asks(guild)
        yield* eventually(() => world.prompts.length === 2)
        yield* pass(60_000)
        expect(told).toEqual([])
        yield* asks(3)
        yield* eventually(() => told.length === 1)
        expect(told[0]).toMatch(
          /^Agents are scarce: 2 of 2 are used \(100 %, over 90 %\), and 1 turn waits, the first for \d+ s\. Add 3 agents: `orrery agents add 3`/,
        )
        // Who waits is given up after five minutes, and somebody else waits.
        for (let n = 0; n < 2; n++) {
          yield* pass(5 * 60_000, 60_000)
          yield* asks(4)
        }
        expect(told).toHaveLength(1)
        yield* pass(3 * 60_000, 60_000)
        yield* asks(5)
        yield* eventually(() => told.length === 2)
        expect(keys.size).toBe(2)
      }).pipe(Effect.provide(layer))
    },
  )

  it.effect("hears nothing again from a process that starts within the cooldown", () => {
    const { told, world, layer } = scene()
    return Effect.gen(function* () {
      yield* Effect.gen(function* () {
        for (const guild of [1, 2, 3]) yield* asks(guild)
        yield* eventually(() => told.length === 1)
      }).pipe(Effect.provide(Layer.fresh(layer)))
      const before = world.prompts.length
      yield* Effect.gen(function* () {
        yield* eventually(() => world.prompts.length > before)
        yield* pass(120_000)
        expect(told).toHaveLength(1)
      }).pipe(Effect.provide(Layer.fresh(layer)))
    })
  })

  it.effect("hears of it although the first attempts fail", () => {
    const { told, state, layer } = scene()
    state.fails = 2
    return Effect.gen(function* () {
      for (const guild of [1, 2, 3]) yield* asks(guild)
      yield* eventually(() => told.length === 1)
      expect(state.fails).toBeLessThan(0)
      yield* TestClock.adjust(1000)
    }).pipe(Effect.provide(layer))
  })
})
