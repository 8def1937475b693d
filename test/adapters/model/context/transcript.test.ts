/** Lines of the channel as they are lent: who goes on is not named again, and of pastes head and tail are left. */
import { assert, property, string } from "fast-check"
import { describe, expect, it } from "vitest"
import { shortened } from "../../../../src/adapters/model/context/paste.ts"
import { transcript, worded } from "../../../../src/adapters/model/context/transcript.ts"
import { answerRequest } from "../../../../src/adapters/model/prompt.ts"
import { line, message, prompt } from "../fixtures.ts"

const trace = [
  "Execution error (ClassCastException) at user/eval1 (REPL:1).",
  ...Array.from({ length: 30 }, (_, n) => `    at clojure.lang.Compiler.frame${n} (Compiler.java:${n})`),
  "    at user/eval1 (REPL:1)",
].join("\n")

describe("a transcript", () => {
  it("names who speaks once for what they say in a row, and an agent is not who has its name", () => {
    const lines = [
      line("Ana", "a"),
      line("Ana", "b"),
      line("Ben", "c"),
      line("Ben", "d", "ben"),
      line("Ana", "e"),
    ]
    expect(transcript(lines)).toEqual(["<channel>\nAna: a\n  b\nBen: c\nBen (agent): d\nAna: e\n</channel>"])
    expect(transcript([])).toEqual([])
  })

  it("has no line that says nothing but who made it", () => {
    expect(worded([line("Ana", " "), line("Ben", "-# offline model", "ben"), line("Ana", "a")])).toHaveLength(
      1,
    )
  })

  it("shortens what is long, the older the more", () => {
    const lines = Array.from({ length: 5 }, () => line("Ana", "word ".repeat(60).trim()))
    expect(worded(lines).map(({ text }) => text.includes("[…]"))).toEqual([true, true, false, false, false])
  })
})

describe("a long paste", () => {
  it("is lent with its first and its last lines", () => {
    const text = shortened(trace, "new")
    expect(text.startsWith("Execution error (ClassCastException) at user/eval1 (REPL:1).\n")).toBe(true)
    expect(text.endsWith("    at user/eval1 (REPL:1)")).toBe(true)
    expect(text).toContain("[…]")
    expect(text.length).toBeLessThan(400)
  })

  it("is cut between words", () => {
    const text = shortened(Array.from({ length: 100 }, (_, n) => `word${n}`).join(" "))
    expect(text.split(" ").every((word) => word === "[…]" || /^word\d+$/.test(word))).toBe(true)
  })

  it("is never cut in the message that is to be answered", () => {
    const content = answerRequest(prompt("", { message: message(trace) })).messages.at(-1)?.content
    expect(content).toBe(`<message from="Ana">${trace}</message>`)
  })

  it("is no longer than before, whatever it is, and well-formed", () => {
    assert(
      property(string({ minLength: 0, maxLength: 900, unit: "binary" }), (text) => {
        const short = shortened(text)
        expect(short.length).toBeLessThanOrEqual(text.length)
        expect(short.isWellFormed()).toBe(true)
      }),
    )
  })
})
