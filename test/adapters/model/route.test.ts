import { describe, expect, it } from "vitest"
import { fallBack, leadInstead, readChoice } from "../../../src/adapters/model/route.ts"
import { question } from "./fixtures.ts"

const toNobody = question("x")
const toTeam = question("x", { toTeam: true })
const read = (text: string) => readChoice(text, toNobody)?.responders ?? null

describe("the manager's choice", () => {
  it.each([
    ['{"responders": ["writer"], "reason": "a text"}', ["writer"]],
    ['Sure!\n```json\n{"responders": ["writer", "analyst"]}\n```', ["writer", "analyst"]],
    ['{"responders": "writer, analyst", "reason": null}', ["writer", "analyst"]],
    ['{"responders": ["Writer"], "reason": "by name"}', ["writer"]],
    ['{"responders": ["writer", "analyst"], "reason": "cut of', ["writer", "analyst"]],
    ['{"responders": [], "reason": "small talk"}', []],
    ["writer", ["writer"]],
    ["Writer, `analyst`.", ["writer", "analyst"]],
    ["- writer", ["writer"]],
    ["none", []],
    ["None.", []],
    ["[]", []],
    ['"responders":[ [ "responders": ["writer"]', ["writer"]],
    [`* writer ${" ".repeat(40)}.`, ["writer"]],
  ])("is read from %j", (text, responders) => {
    expect(read(text)).toEqual(responders)
  })

  it("drops ids that no agent has, and the same one twice", () => {
    expect(read("writer, plumber, manager, writer")).toEqual(["writer"])
  })

  it("is three agents at most", () => {
    const crowd = ["a", "b", "c", "d"].map((id) => ({ ...toNobody.team.lead, id, name: id }))
    const asked = { ...toNobody, team: { ...toNobody.team, agents: crowd } }
    expect(readChoice("a, b, c, d", asked)?.responders).toEqual(["a", "b", "c"])
  })

  it.each(["I think the writer should answer this one.", '{"answer": 42}', "{oops"])(
    "is not found in %j",
    (text) => {
      expect(readChoice(text, toNobody)).toBeNull()
    },
  )

  it("keeps the reason that was given", () => {
    expect(readChoice('{"responders": ["writer"], "reason": "a text"}', toNobody)?.reason).toBe("a text")
  })

  it("gives what is said to the team to the lead when it names nobody", () => {
    expect(readChoice("none", toTeam)).toEqual({
      responders: ["strategist"],
      reason: "the manager named nobody; Strategist answers what is said to the team",
    })
  })
})

describe("without a choice", () => {
  it("the lead answers when the manager failed", () => {
    expect(leadInstead("it failed", toNobody)).toEqual({
      responders: ["strategist"],
      reason: "it failed, so Strategist answers",
    })
  })

  it("the lead answers what is said to the team, and nobody anything else", () => {
    expect(fallBack("it failed", toTeam).responders).toEqual(["strategist"])
    expect(fallBack("it failed", toNobody)).toEqual({
      responders: [],
      reason: "it failed; nobody was called, so nobody answers",
    })
  })
})
