import { describe, expect, it } from "vitest"
import { legible } from "../../../src/adapters/inspector/legible.ts"

const enough = 100_000

describe("what is shown of an actor", () => {
  it("hides the words of people and agents, and says how long they are", () => {
    const event = {
      type: "MESSAGE",
      message: {
        id: "400000000000000001",
        author: { id: "1", name: "Ada" },
        text: "Good morning",
        called: ["writer"],
      },
    }
    expect(legible(event, "hidden", enough)).toEqual({
      ...event,
      message: { ...event.message, text: "•••(12)" },
    })
    expect(legible(event, "shown", enough)).toEqual(event)
  })

  it("hides what an agent asked, answered, remembers, or why the manager chose", () => {
    const hidden = legible(
      {
        sessions: { writer: [{ asked: "who?", answered: "me", at: 1 }] },
        memory: [{ label: "persona", value: "likes tea", limit: 100 }],
        event: {
          type: "ROUTED",
          message: "400000000000000001",
          responders: ["writer"],
          reason: "she said tea",
        },
        failure: { type: "FAIL", reason: "the key was refused", retry: false },
      },
      "hidden",
      enough,
    )
    expect(hidden).toEqual({
      sessions: { writer: [{ asked: "•••(4)", answered: "•••(2)", at: 1 }] },
      memory: [{ label: "persona", value: "•••(9)", limit: 100 }],
      event: { type: "ROUTED", message: "400000000000000001", responders: ["writer"], reason: "•••(12)" },
      failure: { type: "FAIL", reason: "the key was refused", retry: false },
    })
  })

  it("hides strings that nobody has said anything about", () => {
    expect(legible({ diary: "Dear diary", pages: ["one", "two"] }, "hidden", enough)).toEqual({
      diary: "•••(10)",
      pages: ["•••(3)", "•••(3)"],
    })
  })

  it("cuts long strings, lists and records, and says how much is missing", () => {
    const long = legible({ text: "a".repeat(2500) }, "shown", enough) as { text: string }
    expect(long.text).toBe(`${"a".repeat(2000)}… 500 more`)
    const list = legible(
      Array.from({ length: 130 }, (_, n) => n),
      "shown",
      enough,
    ) as Array<unknown>
    expect([list.length, list.at(-1)]).toEqual([101, "… 30 more"])
    const record = legible(
      Object.fromEntries(Array.from({ length: 130 }, (_, n) => [`k${n}`, n])),
      "shown",
      enough,
    )
    expect(Object.entries(record as object).at(-1)).toEqual(["…", "30 more"])
  })

  it("stays near its budget, whatever it is given", () => {
    let nested: unknown = "core"
    for (let n = 0; n < 5000; n++) nested = { nested }
    const wide = Array.from({ length: 100 }, () => Array.from({ length: 100 }, () => "a".repeat(2000)))
    for (const value of [nested, wide, { wide: [wide, wide] }])
      expect(JSON.stringify(legible(value, "shown", 10_000)).length).toBeLessThan(20_000)
  })
})
