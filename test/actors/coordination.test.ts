/** Teams that work together in order, under a lead, or one after the other: each says its part once, whenever the process dies. */
import { it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { describe, expect } from "vitest"
import { House } from "../../src/actors/performing/house.ts"
import { builtIn, type Coordination } from "../../src/machines/conversation/settings.ts"
import { floorOf, wheneverItDies, type Scene } from "../support/played.ts"
import { message, type Script } from "../support/world.ts"

const laid = (coordination: Coordination): NonNullable<Scene["laid"]> => {
  const standard = { ...builtIn, coordination }
  const rules = { standard: () => standard, admits: () => true, managerReadsSessions: () => false }
  return Layer.provide(Layer.succeed(House, rules))
}

/** The lead hands on what it is asked, and concludes with what comes of it. */
const supervising: Partial<Script> = {
  think: ({ brain, message: { text } }) =>
    Effect.succeed({
      text:
        brain.id !== "strategist"
          ? `${brain.name} knows`
          : text.includes("Conclude for Ada")
            ? "So we launch on Monday."
            : "@Analyst the numbers please, @Writer a headline",
    }),
}

const ways: Readonly<Record<string, Scene & { readonly said: ReadonlyArray<string> }>> = {
  "in order": {
    messages: [message("one"), message("two")],
    laid: laid("round_robin"),
    // Who speaks again before an answer has it answered by the next, with both.
    said: ["analyst", "strategist", "writer"],
  },
  "under a lead": {
    messages: [message("How do we launch?")],
    laid: laid("supervisor"),
    script: supervising,
    said: ["strategist", "analyst", "writer", "strategist"],
  },
  "one after the other": {
    messages: [message("A launch post, please")],
    laid: laid("pipeline"),
    said: ["strategist", "writer", "analyst"],
  },
}

describe.each(Object.entries(ways))("a team that works %s", (name, { said, ...scene }) => {
  it.effect("says each part once, whenever the process dies", () =>
    Effect.gen(function* () {
      const writes = yield* wheneverItDies(
        "after",
        () => scene,
        ({ memory, world }, write) => {
          const spoke = world.said.map(({ brain }) => brain.id)
          if (name === "in order") {
            expect(spoke.length, String(write)).toBeGreaterThan(0)
            expect(said).toEqual(expect.arrayContaining([...new Set(spoke)]))
            expect(new Set(spoke).size).toBe(spoke.length)
          } else expect(spoke.toSorted(), String(write)).toEqual(said.toSorted())
          expect(floorOf(memory)).toMatchObject({ handedOn: {}, underWay: {} })
        },
      )
      expect(writes).toBeGreaterThan(5)
    }),
  )
})
