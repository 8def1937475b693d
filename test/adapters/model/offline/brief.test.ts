import { describe, expect, it } from "vitest"
import { briefOf } from "../../../../src/adapters/model/offline/brief.ts"
import { brain } from "../fixtures.ts"

const briefWith = (prompt: string, role = "Helps") => briefOf(brain("x", { prompt, role }))

describe("the questions of a brief", () => {
  it.each([
    ["- Say first what the goal is, in one sentence.", "What is the goal?"],
    [
      "- Name the one risk that could sink the plan, and what to do.",
      "What is the one risk that could sink the plan?",
    ],
    [
      "- If you do not know for whom it is and what it should bring about, ask for these two.",
      "For whom is it, and what should it bring about?",
    ],
    [
      "- Ask what is being compared with what, and out of how many. Then count.",
      "What is being compared with what, and out of how many?",
    ],
    ["You ask for the exact message before you guess.", "What is the exact message?"],
    ["Begin with: Who is it for?", "Begin with: Who is it for?"],
  ])("are turned from %j", (prompt, question) => {
    expect(briefWith(`You are X.\n${prompt}`).questions).toContain(question)
  })

  it.each([
    "- When you edit, keep the voice. Name the two changes.",
    "- Say what you would need.",
    "- Ask one question.",
  ])("are none in %j", (prompt) => {
    expect(briefWith(prompt).questions).toEqual([])
  })
})

describe("the rules of a brief", () => {
  it("are the first sentences of its points, without those on the group", () => {
    const prompt =
      "You are X.\n\nHow you work:\n- Show the sum. Always.\n- Be short.\n\nIn the group:\n- Be kind."
    expect(briefWith(prompt).rules).toEqual(["Show the sum.", "Be short."])
  })

  it("are its sentences where it has no points", () => {
    expect(briefWith("You are an expert. You answer with an example.").rules).toEqual([
      "You answer with an example.",
    ])
  })
})

describe("the others of a brief", () => {
  it.each([
    ["- Wording belongs to the Writer, figures to the Analyst.", ["Writer", "Analyst"]],
    ["In groups you stay with the language: editors are the Toolsmith's.", ["Toolsmith"]],
    ["Never browse the Internet.", []],
    ["You write for people.", []],
  ])("are found in %j", (prompt, names) => {
    expect(briefWith(prompt).colleagues).toEqual(names)
  })
})
