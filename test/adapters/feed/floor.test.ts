/** Who spoke, and who had asked for it. */
import { it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { describe, expect } from "vitest"
import { House, noRules } from "../../../src/actors/performing/house.ts"
import { Store } from "../../../src/actors/store.ts"
import { answersIn, type Answered } from "../../../src/adapters/feed/answers.ts"
import { floorLines, floorReport } from "../../../src/adapters/feed/floor.ts"
import { address } from "../../../src/machines/address.ts"
import { builtIn, type Coordination } from "../../../src/machines/conversation/settings.ts"
import type { Route } from "../../../src/machines/values.ts"
import { played } from "../../support/played.ts"
import { channel, message, type Script } from "../../support/world.ts"

/** An answer to a message, as message `as`. */
const answered = (
  brain: string,
  as: string,
  route: Route,
  to: Parameters<typeof message>[1] = {},
): Answered => {
  const about = message("hello", to)
  const conversation = address("conversation", channel)
  const turn = { id: `${about.id}.${brain}`, brain, conversation, message: about, route, lent: [] }
  return { brain, message: as, turn }
}

/** What is reported of a channel in which the team works together in some way, as its journal has it. */
const reported = (
  coordination: Coordination,
  texts: ReadonlyArray<Parameters<typeof message>>,
  script: Partial<Script> = {},
) =>
  Effect.gen(function* () {
    const rules = { ...noRules, standard: () => ({ ...builtIn, coordination }) }
    const { memory } = yield* played(
      {
        messages: texts.map((one) => message(...one)),
        script,
        laid: (runtime) => runtime.pipe(Layer.provide(Layer.succeed(House, rules))),
      },
      null,
    )
    const conversation = address("conversation", channel)
    return floorReport(yield* Effect.provideService(answersIn(conversation), Store, memory.service))
  })

describe("the floor of a channel", () => {
  it("counts who spoke, by whom they were called", () => {
    const report = floorReport([
      answered("writer", "2", "mention"),
      answered("analyst", "4", "keyword", { id: "3" }),
      answered("writer", "5", "keyword", { id: "3" }),
      answered("strategist", "7", "manager", { id: "6" }),
      answered("analyst", "8", "mention", { id: "7", via: "strategist", origin: "6" }),
    ])
    expect(report).toMatchObject({
      by: { writer: 2, analyst: 2, strategist: 1 },
      invited: { mention: 1, keyword: 2, manager: 1, agent: 1, all: 0 },
      uninvited: 0,
      most: 2,
      deepest: 2,
    })
  })

  it("tells an answer that nobody asked for, and an agent's to itself", () => {
    const uninvited = (...answers: ReadonlyArray<Answered>) => floorReport(answers).uninvited
    expect(uninvited({ brain: "writer", message: "2", turn: null })).toBe(1)
    expect(uninvited(answered("writer", "3", "mention", { id: "2", via: "writer" }))).toBe(1)
    expect(uninvited(answered("analyst", "3", "mention", { id: "2", via: "writer" }))).toBe(0)
  })

  it("is told in three lines", () => {
    expect(floorLines(floorReport([]))).toEqual([
      "who spoke    nobody",
      "called by    nobody, uninvited 0",
      "at most      0 answers to one message, agents that call each other 0 deep",
    ])
  })
})

describe("a team that works together", () => {
  it.effect("in order is asked by whose turn it is", () =>
    Effect.gen(function* () {
      const { by, invited, uninvited } = yield* reported("round_robin", [["one"], ["two"], ["three"]])
      expect([invited.order, uninvited]).toEqual([Object.values(by).reduce((sum, n) => sum + n, 0), 0])
      expect(invited.order).toBeGreaterThan(0)
    }),
  )

  it.effect("one after the other is asked as a line", () =>
    Effect.gen(function* () {
      const { by, invited, uninvited } = yield* reported("pipeline", [["a plan"]])
      expect(by).toEqual({ strategist: 1, writer: 1, analyst: 1 })
      expect([invited.pipeline, uninvited]).toEqual([3, 0])
    }),
  )

  it.effect("under a lead is asked by it, and concludes", () =>
    Effect.gen(function* () {
      const think: Script["think"] = ({ brain, message: { via } }) =>
        Effect.succeed({ text: brain.id === "strategist" && via === null ? "@Writer, a line please" : "So." })
      const { by, invited, uninvited, deepest } = yield* reported("supervisor", [["a plan"]], { think })
      expect(by).toEqual({ strategist: 2, writer: 1 })
      expect([invited.lead, invited.agent, uninvited, deepest]).toEqual([1, 2, 0, 2])
    }),
  )
})
