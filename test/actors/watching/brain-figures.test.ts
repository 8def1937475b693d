/** What each brain has done, as the journals of agents and conversations tell. */
import { it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { describe, expect } from "vitest"
import { BrainCountingLayer } from "../../../src/actors/watching/brain-counting.ts"
import { ModelTerms } from "../../../src/actors/performing/model-terms.ts"
import { ModelFailed } from "../../../src/actors/performing/model.ts"
import type { RosterContext } from "../../../src/machines/team/roster.ts"
import { MemoryStore } from "../../support/memory-store.ts"
import { contextOf } from "../../support/played.ts"
import { start } from "../../support/process.ts"
import { fake, Workshop } from "../../support/tools.ts"
import { brain, eventually, hears, message, team, World, type Script } from "../../support/world.ts"

const kept = (memory: MemoryStore) => contextOf(memory, "roster/team") as RosterContext | null

/** An Orrery that counts, on what was stored before. */
const counting = (memory: MemoryStore, script: Partial<Script> = {}) => {
  const world = new World(script)
  return {
    world,
    layer: BrainCountingLayer.pipe(
      Layer.provideMerge(world.runtime(memory.layer)),
      Layer.provideMerge(
        Layer.succeed(ModelTerms, () => ({
          atOnce: 20,
          prices: [{ model: "scripted", input: 2, output: 10 }],
        })),
      ),
    ),
  }
}

describe("what a brain has done", () => {
  it.effect("is counted as its turns end, costs what its tokens cost, and is there after a restart", () =>
    Effect.gen(function* () {
      const memory = new MemoryStore()
      for (const text of ["@Writer one", "@Writer two"]) {
        const { world, layer } = counting(memory)
        const runtime = yield* start(layer)
        yield* runtime.run(hears(message(text, { called: ["writer"] })))
        yield* eventually(() => world.said.length === 1)
        yield* runtime.stop
      }
      const { asked, answered, failed, cost, unpriced, input, output } = kept(memory)!.done["writer"]!
      expect({ asked, answered, failed, unpriced }).toEqual({ asked: 2, answered: 2, failed: 0, unpriced: 0 })
      expect(input + output).toBeGreaterThan(0)
      expect(cost).toBeCloseTo((input * 2 + output * 10) / 1e6, 12)
    }),
  )

  it.effect("is also what its tools ask of a model", () =>
    Effect.gen(function* () {
      const memory = new MemoryStore()
      const asks = fake("ask", {
        use: ({ spent }) =>
          Effect.sync(() => {
            spent?.({ input: 500, output: 70 })
            return "yes"
          }),
      })
      const think: Script["think"] = ({ rounds }) =>
        Effect.succeed(
          rounds === undefined ? { text: "", uses: [{ tool: "ask", input: "{}" }] } : { text: "Done." },
        )
      const { world, layer } = counting(memory, { think })
      const runtime = yield* start(layer.pipe(Layer.provide(new Workshop(asks).layer())))
      yield* runtime.run(hears(message("@Writer one", { called: ["writer"] })))
      yield* eventually(() => world.said.length === 1)
      yield* runtime.stop
      expect(kept(memory)!.done["writer"]).toMatchObject({ asked: 1, input: 502, output: 72, unpriced: 570 })
    }),
  )

  it.effect("is told every ten seconds, a failure as one, and what a successor answers as its own", () =>
    Effect.gen(function* () {
      const memory = new MemoryStore()
      const away = [{ brain: brain("poet"), standing: "deprecated", successor: team.agents[1]! }] as const
      const { layer, world } = counting(memory, {
        team: { ...team, away },
        think: () => Effect.fail(new ModelFailed({ reason: "it is away", remedy: "retry" })),
      })
      const runtime = yield* start(layer)
      yield* runtime.run(hears(message("@Poet a rhyme", { called: ["poet"] })))
      yield* eventually(() => world.notices.length === 1)
      yield* eventually(() => kept(memory) !== null)
      expect(kept(memory)!.done).toMatchObject({ writer: { asked: 1, answered: 0, failed: 1 } })
      yield* runtime.stop
    }),
  )
})
