/** A message's way through the actors: conversation, pool, agent, and back. */
import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import { MemoryStore } from "../support/memory-store.ts"
import { hears, message, until, World } from "../support/world.ts"

describe("a message", () => {
  it("that calls an agent by name is answered by it, once", async () => {
    const world = new World()
    const called = message("@Writer a tagline please", { called: ["writer"] })
    await Effect.runPromise(
      Effect.gen(function* () {
        expect(yield* hears(called)).toBe("committed")
        expect(yield* hears(called)).toBe("duplicate")
        yield* until(() => world.said.length === 1)
      }).pipe(Effect.provide(world.runtime(new MemoryStore().layer)), Effect.scoped),
    )
    expect(world.said.map(({ brain, text }) => [brain.id, text])).toEqual([
      ["writer", "Writer on “@Writer a tagline please”"],
    ])
  })
})
