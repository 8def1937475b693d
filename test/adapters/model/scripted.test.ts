import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { Model } from "../../../src/actors/performing/model.ts"
import { modelFailed } from "../../../src/adapters/model/failure.ts"
import * as Scripted from "../../../src/adapters/model/scripted.ts"
import { prompt, question, told } from "./fixtures.ts"

describe("the scripted model", () => {
  it.effect("says what the script says, call by call, and remembers what it was asked", () =>
    Effect.gen(function* () {
      const model = yield* Model
      expect(yield* model.think(prompt("One"))).toMatchObject({ text: "1: One", model: "scripted model" })
      expect(told(yield* Effect.flip(model.think(prompt("Two"))))).toMatchObject({
        reason: "out of words",
        remedy: "retry",
      })
      expect(yield* model.route(question("Who?"))).toMatchObject({ responders: ["writer"] })
      const { calls } = yield* Scripted.Scripted
      expect(calls.map(({ kind }) => kind)).toEqual(["think", "think", "route"])
    }).pipe(
      Effect.provide(
        Scripted.layer({
          think: ({ message }, nth) =>
            nth === 2 ? modelFailed("out of words", "retry") : `${nth}: ${message.text}`,
          route: () => ["writer"],
        }),
      ),
    ),
  )

  it.effect("wants tools used where the script says so", () =>
    Effect.gen(function* () {
      const uses = [{ tool: "time", input: "{}" }]
      const { model } = yield* Scripted.make({
        think: (_, nth) => ({ text: `${nth}`, ...(nth === 1 && { uses }) }),
      })
      expect((yield* model.think(prompt("One"))).uses).toEqual(uses)
      expect((yield* model.think(prompt("Two"))).uses).toBeUndefined()
    }),
  )

  it.effect("can be silent until it is interrupted, and tells that it was", () =>
    Effect.gen(function* () {
      const { model, next } = yield* Scripted.make({ think: () => Scripted.never })
      const fiber = yield* Effect.forkChild(model.think(prompt("One")))
      const call = yield* next
      expect(call).toMatchObject({ kind: "think", interrupted: false })
      yield* Fiber.interrupt(fiber)
      expect(call.interrupted).toBe(true)
    }),
  )

  it.effect("echoes and routes to nobody without a script", () =>
    Effect.gen(function* () {
      const { model } = yield* Scripted.make()
      expect(yield* model.think(prompt("One"))).toMatchObject({ text: "writer: One" })
      expect(yield* model.route(question("Who?"))).toMatchObject({ responders: [] })
    }),
  )
})
