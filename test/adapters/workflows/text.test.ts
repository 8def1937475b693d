/** Workflows as people write them: one step a line, and what is wrong in a sentence that says what to do. */
import * as fc from "fast-check"
import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { parse, print } from "../../../src/adapters/workflows/text.ts"

const agents = [
  { id: "analyst", name: "Analyst" },
  { id: "writer", name: "Writer" },
  { id: "ghost", name: "Writer of Ghosts" },
]

const steps = (text: string) => parse(text, agents).steps
const problems = (text: string) => parse(text, agents).problems

describe("a workflow's text", () => {
  it("is one step a line, each after the one before", () => {
    expect(
      steps(`
# for launches
facts: @Analyst What is known about {topic}?
draft: @writer, write about {topic}: {facts.output} (on failure: retry 2; approval; timeout: 5 min)

ready: approval Shall this be posted?`),
    ).toEqual([
      {
        id: "facts",
        agent: { id: "analyst", name: "Analyst" },
        prompt: "What is known about {topic}?",
        after: [],
        onFailure: { then: "stop" },
        approval: false,
        timeout: 600_000,
      },
      {
        id: "draft",
        agent: { id: "writer", name: "Writer" },
        prompt: "write about {topic}: {facts.output}",
        after: ["facts"],
        onFailure: { then: "retry", times: 2 },
        approval: true,
        timeout: 300_000,
      },
      {
        id: "ready",
        agent: null,
        prompt: "Shall this be posted?",
        after: ["draft"],
        onFailure: { then: "stop" },
        approval: true,
        timeout: 600_000,
      },
    ])
  })

  it("has branches where it says what a step comes after", () => {
    const text =
      "a: @Writer x\nb: @Writer y (after: none; on failure: skip)\nc: @Writer {a.output} {b.output} (after: a, b)"
    expect(steps(text)!.map(({ after }) => after)).toEqual([[], [], ["a", "b"]])
  })

  it("calls the agent with the longest name, and keeps other words in parentheses", () => {
    const [step] = steps("a: @Writer of Ghosts write (in two parts)")!
    expect(step).toMatchObject({ agent: { id: "ghost" }, prompt: "write (in two parts)" })
  })

  it.each([
    ["", "There is no step. Write one a line: `draft: @Agent what to do`."],
    ["hello", "Line 1: a step is `name: @Agent what to do`."],
    [
      "Draft!: @Writer x",
      "Line 1: `Draft!` cannot be a step's name: use up to 24 small letters, digits and dashes.",
    ],
    ["a: @Poet x", "Line 1: nobody here is called @Poet. There are @Analyst, @Writer and @Writer of Ghosts."],
    [
      "a: write x",
      "Line 1: say who does it: @Analyst, @Writer and @Writer of Ghosts, or `approval` for a question to people.",
    ],
    ["a: @Writer", "Line 1: `a` asks for nothing: say what is to be done."],
    ["a: @Writer x (after: b)", "`a` comes after `b`, which is no step. Steps are `a`."],
    ["a: @Writer x\na: @Writer y", "Two steps are called `a`: give one another name."],
    ["a: @Writer x {author}", "`a` holds `{author}`, which means nothing there. It can hold `{topic}`."],
    [
      "a: @Writer x {b.output}\nb: @Writer y",
      "`a` reads `{b.output}` before `b` is over: write `(after: b)` at its end.",
    ],
    [
      "a: @Writer x (after: b)\nb: @Writer y (after: a)",
      "`a` and `b` wait for each other: take that out of `after`.",
    ],
    ["a: @Writer x (after: a)", "`a` waits for itself: take that out of `after`."],
    ["a: @Writer x (on failure: hope)", "Line 1: `on failure` is `retry 1` to `retry 5`, `skip` or `stop`."],
    ["a: @Writer x (timeout: 3 days)", "Line 1: `timeout` is 1 to 60 min, such as `timeout: 5 min`."],
    [
      "a: @Writer x (approval; soon)",
      "Line 1: `soon` is none of `after`, `on failure`, `approval`, `timeout`.",
    ],
    [
      Array.from({ length: 16 }, (_, n) => `s${n}: @Writer x`).join("\n"),
      "There are 16 steps; a workflow has 15 at most.",
    ],
  ])("that is wrong says what to do: %j", (text, problem) => {
    expect(problems(text)).toEqual([problem])
  })

  it("is as the documentation shows it", () => {
    const page = readFileSync(new URL("../../../docs/workflows.md", import.meta.url), "utf8")
    const example = page.match(/^ {4}\w+: .*$/gm)!.map((line) => line.trim())
    const team = [...agents, { id: "strategist", name: "Strategist" }]
    expect(parse(example.join("\n"), team)).toMatchObject({
      problems: null,
      steps: { length: example.length },
    })
    expect(example.length).toBeGreaterThan(3)
  })

  it("is printed as it can be read again", () => {
    const onFailure = fc.constantFrom("", "on failure: retry 3", "on failure: skip")
    const line = fc.record({
      who: fc.constantFrom("@Analyst", "@Writer of Ghosts", "approval"),
      prompt: fc.constantFrom("say {topic}", "do it (well)", "a; b: c"),
      after: fc.constantFrom("", "after: none"),
      onFailure,
      approval: fc.constantFrom("", "approval"),
      timeout: fc.constantFrom("", "timeout: 7 min"),
    })
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 15 }), (lines) => {
        const text = lines
          .map(({ who, prompt, ...options }, index) => {
            const said = Object.values(options).filter((option) => option !== "")
            return `s${index}: ${who} ${prompt}${said.length === 0 ? "" : ` (${said.join("; ")})`}`
          })
          .join("\n")
        const parsed = steps(text)!
        expect(steps(print(parsed))).toEqual(parsed)
      }),
    )
  })
})
