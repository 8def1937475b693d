/** Who spoke, and who had asked for it. */
import { describe, expect, it } from "vitest"
import { floorLines, floorReport } from "../../../src/adapters/feed/floor.ts"
import type { ConversationEvent } from "../../../src/machines/events.ts"
import { message } from "../../support/world.ts"

const said = (id: string, more: object = {}): ConversationEvent => ({
  type: "MESSAGE",
  message: message("hello", { id, ...more }),
})
const routed = (id: string, ...responders: ReadonlyArray<string>): ConversationEvent => ({
  type: "ROUTED",
  message: id,
  responders: [...responders],
  reason: "",
  ms: 0,
})
const answered = (
  to: string,
  brain: string,
  id: string,
  ...calls: ReadonlyArray<string>
): ConversationEvent => ({
  type: "ANSWERED",
  turn: `${to}.${brain}`,
  brain,
  text: "so",
  messages: [id],
  calls: [...calls],
})

describe("the floor of a channel", () => {
  it("counts who spoke, by whom they were called", () => {
    const report = floorReport([
      said("1", { called: ["writer"] }),
      answered("1", "writer", "2"),
      said("3", { matched: ["analyst", "writer"] }),
      answered("3", "analyst", "4"),
      answered("3", "writer", "5"),
      said("6"),
      routed("6", "strategist"),
      answered("6", "strategist", "7", "analyst"),
      answered("7", "analyst", "8"),
    ])
    expect(report).toMatchObject({
      by: { writer: 2, analyst: 2, strategist: 1 },
      invited: { mention: 1, keyword: 2, manager: 1, agent: 1, all: 0 },
      uninvited: 0,
      most: 2,
      deepest: 2,
    })
  })

  it("tells an answer that nobody asked for", () => {
    const uninvited = (events: ReadonlyArray<ConversationEvent>) => floorReport(events).uninvited
    expect(uninvited([said("1"), routed("1"), answered("1", "writer", "2")])).toBe(1)
    expect(uninvited([said("1", { called: ["writer"] }), answered("1", "analyst", "2")])).toBe(1)
    const first = [said("1", { called: ["writer"] }), answered("1", "writer", "2", "writer")]
    expect(uninvited([...first, answered("2", "writer", "3")])).toBe(1)
    expect(uninvited([...first, answered("2", "analyst", "3")])).toBe(1)
  })

  it("does not count an answer that never became a message", () => {
    expect(
      floorReport([said("1"), { ...answered("1", "writer", "2"), messages: [] } as ConversationEvent]).by,
    ).toEqual({})
  })

  it("is told in three lines", () => {
    expect(floorLines(floorReport([]))).toEqual([
      "who spoke    nobody",
      "called by    nobody, uninvited 0",
      "at most      0 answers to one message, agents that call each other 0 deep",
    ])
  })
})
