/** What somebody asks to be remembered goes into memory; what was said long ago is summed up by its sentences. */
import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import { offlineModel } from "../../../../src/adapters/model/offline/model.ts"
import type { Prompt } from "../../../../src/actors/performing/model.ts"
import { question } from "../../../../src/machines/memory/recap.ts"
import { block } from "../../../support/block.ts"
import { line, message, prompt, writer } from "../fixtures.ts"

const think = (text: string, more: Partial<Prompt> = {}) =>
  Effect.runSync(offlineModel.think(prompt(text, { memory: [block("project"), block("user")], ...more })))

describe("what is to be remembered", () => {
  it.each([
    ["remember that I like tea", "I like tea"],
    ["@Writer hello, please remember that our shop opens on 3 March.", "our shop opens on 3 March."],
    ["For the record: the rent is 1,200. We pay on Mondays.", "the rent is 1,200.\nWe pay on Mondays."],
  ])("%s", (said, kept) => {
    const { text, edits } = think(said)
    expect(edits).toEqual([{ tool: "append", label: "user", agent: null, text: kept }])
    expect(text).toMatch(/^(I have kept it|It is on record|That stays with me)/)
  })

  it("is kept in the session alone where memory has no room, may not be written, or is an agent's own", () => {
    for (const memory of [
      [block("user", "x".repeat(95), { limit: 100 })],
      [block("user", "", { readOnly: true })],
      [block("user", "", { agent: "analyst" })],
      [],
    ]) {
      const { text, edits } = think("remember that I like tea", { memory })
      expect(edits).toEqual([])
      expect(text).toContain("session")
    }
  })

  it("is not what somebody asks, what an agent says, or what a vote asks", () => {
    expect(think("Do you remember what I like?").edits).toEqual([])
    const called = message("remember that I like tea", { via: "analyst" })
    expect(think("", { message: called }).edits).toEqual([])
  })
})

it("sums a channel up by everybody's name, without the question that asked for it", () => {
  const lent = [
    line("Ana", "The launch of the tea shop is on 3 March."),
    line("Ben", "The rent of the tea shop is 1,200 euro."),
  ]
  const { text } = think(question({ lines: lent, since: 0 }), { lent })
  expect(text).toContain("- **Ana** – “The launch of the tea shop is on 3 March.”")
  expect(text).toContain("- **Ben** – “The rent of the tea shop is 1,200 euro.”")
  expect(text).not.toMatch(/messages|You/)
})

it("recalls what is in the digest, before what is in the session", () => {
  const digest = { text: "- “I sell tea.”", of: 11, since: 0, sources: [], model: "offline model", at: 0 }
  expect(think("What did I tell you?", { digest }).text).toContain("- “I sell tea.” (long ago)")
})

describe("a digest", () => {
  const digest = (before: string | null, ...asked: ReadonlyArray<string>) =>
    Effect.runSync(
      offlineModel.digest({
        brain: writer,
        user: { id: "1", name: "Ana" },
        before,
        exchanges: asked.map((asked, at) => ({ asked, answered: "I said much about it.", at })),
      }),
    )

  it("is what the person said, in their words, with what was noted before; not what the agent said", () => {
    const { text, model, usage } = digest(
      "- “I sell tea in Oslo.”",
      "Our shop opens on 3 March.",
      "thanks!",
      "Summarise these 3 messages, all that was said here since <t:1:f>: who wants what, what was decided, what is open.",
      "The rent of the shop is 1,200 euro.",
    )
    expect(text).toBe(
      "- “I sell tea in Oslo.”\n- “Our shop opens on 3 March.”\n- “The rent of the shop is 1,200 euro.”",
    )
    expect([model, usage]).toEqual(["offline model", { input: 0, output: 0 }])
  })

  it("is bounded, and the same each time", () => {
    const many = Array.from(
      { length: 60 },
      (_, n) => `Fact number ${n} is about thing ${n * 7} of topic ${n % 9}.`,
    )
    const { text } = digest(null, ...many)
    expect(text.split("\n")).toHaveLength(20)
    expect(digest(null, ...many).text).toBe(text)
  })
})
