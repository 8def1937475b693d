/** Two agents that are told to always call each other are stopped by the budget, every time, whenever the process dies. */
import { it } from "@effect/vitest"
import { Effect } from "effect"
import { describe, expect } from "vitest"
import { turnBudget } from "../../src/machines/conversation/floor.ts"
import { floorOf, wheneverItDies, type Scene } from "../support/played.ts"
import { message } from "../support/world.ts"

/** Each has always something new to say, and calls the other. */
const obstinate = (): Scene => {
  let ideas = 0
  return {
    messages: [message("@Writer go", { called: ["writer"] })],
    script: {
      think: ({ brain }) => {
        const idea = ++ideas
        const other = brain.id === "writer" ? "Analyst" : "Writer"
        return Effect.succeed({ text: `idea${idea} because${idea} therefore${idea} @${other}` })
      },
    },
  }
}

describe("two agents that always call each other", () => {
  it.effect("speak as often as they may and no more, when the process dies before any of its writes", () =>
    Effect.gen(function* () {
      const writes = yield* wheneverItDies("before", obstinate, ({ memory, world }, write) => {
        const spoke = world.said.map(({ brain }) => brain.id)
        expect([write, spoke]).toEqual([write, ["writer", "analyst", "writer", "analyst", "writer"]])
        expect(spoke).toHaveLength(1 + turnBudget)
        expect(new Set(world.boards.map(({ text }) => text))).toEqual(new Set(["bot turns 4/4"]))
        expect(floorOf(memory)).toMatchObject({
          budget: 0,
          unpaid: { via: "writer", called: ["analyst"] },
          tally: { messages: 1, answered: 1, unrouted: 0, replies: 5 },
        })
      })
      expect(writes).toBeGreaterThan(20)
    }),
  )
})
