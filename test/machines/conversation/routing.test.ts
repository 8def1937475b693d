/** Who is called by name in what people really write. */
import * as fc from "fast-check"
import { describe, expect, it, vi } from "vitest"
import type { Brain } from "../../../src/machines/agent/brain.ts"
import { calledIn, summonedIn } from "../../../src/machines/conversation/routing.ts"
import { brain } from "../../support/world.ts"

const named = (...names: ReadonlyArray<string>): ReadonlyArray<Brain> =>
  names.map((name, n) => brain(`b${n}`, { name }))
const team = named("Writer", "Analyst", "Pattern", "Mary Ann", "Mary", "Zoë", "C++ Guru", "山田")
const who = (ids: ReadonlyArray<string>) => ids.map((id) => team.find((brain) => brain.id === id)!.name)
const called = (text: string) => who(calledIn(text, team))

describe("a text calls", () => {
  it.each([
    ["@Writer a tagline please", ["Writer"]],
    ["could you, @writer, help?", ["Writer"]],
    ["Writer, a tagline please", ["Writer"]],
    ["  writer : a tagline please", ["Writer"]],
    ["@Writer: a tagline please", ["Writer"]],
    ["@Writer and @Analyst, what do you think?", ["Writer", "Analyst"]],
    ["Writer, Analyst: what do you think?", ["Writer", "Analyst"]],
    ["Analyst, Writer: what do you think?", ["Writer", "Analyst"]],
    ["@Writer's idea was good", ["Writer"]],
    ["(@Writer)", ["Writer"]],
    ["@Mary Ann, hello", ["Mary Ann"]],
    ["@mary  ann hello", ["Mary Ann"]],
    ["@Mary, hello", ["Mary"]],
    ["@Mary Annabel is somebody else", ["Mary"]],
    ["@Mary Ann and @Mary", ["Mary Ann", "Mary"]],
    ["Mary Ann: hello", ["Mary Ann"]],
    ["@Zoë hello", ["Zoë"]],
    ["@Zoe\u0308 hello", ["Zoë"]],
    ["@ZOË hello", ["Zoë"]],
    ["@C++ Guru what is a template?", ["C++ Guru"]],
    ["@山田 こんにちは", ["山田"]],
    ["山田: こんにちは", ["山田"]],
  ])("by name: %s", (text, names) => {
    expect(called(text)).toEqual(names)
  })

  it.each([
    "pattern matching is hard",
    "the writer, I think, is right",
    "Writers, hello",
    "@Writers hello",
    "@Writer_1 hello",
    "@Writer2 hello",
    "ada@writer.org",
    "www.example.org/@Writer",
    "'@Writer' is how you call it",
    "「@Writer」",
    "Writer hello",
    "well, Writer: hello",
    "`@Writer` is how you call it",
    "``a ` and @Writer``",
    "```\n@Writer\n```",
    "```\n@Writer that never ends",
    "> @Writer said so",
    "  > @Writer said so",
    ">>> something\nand @Writer said so",
    "see https://example.org/@Writer and http://a.b/?q=@Analyst",
    "C++, anyone?",
    "@Zoe\u0301 is another one",
    "",
  ])("nobody: %s", (text) => {
    expect(called(text)).toEqual([])
  })

  it.each([
    [">_< @Writer help", ["Writer"]],
    ["> quoted\n@Writer what of it?", ["Writer"]],
    ["`code` @Writer `more code`", ["Writer"]],
    ["“a mark too many, @Writer said “yes”", ["Writer"]],
    ["«ein Zeichen zu viel, @Writer", ["Writer"]],
    ["don't forget @Writer's draft, it's good", ["Writer"]],
    ["it costs 5` and @Writer knows", ["Writer"]],
    ["```js\ncode\n``` @Writer explain", ["Writer"]],
  ])("somebody beside what is quoted: %s", (text, names) => {
    expect(called(text)).toEqual(names)
  })

  it("each agent once, in the order of the team", () => {
    expect(called("@Analyst @Writer @analyst @WRITER")).toEqual(["Writer", "Analyst"])
  })

  it("whatever a name is made of", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 12 }), fc.string({ maxLength: 40 }), (name, text) => {
        fc.pre(/^[^\s@`<>:,"“”„«»]+$/.test(name) && !/'.+'/.test(name))
        const agents = named(name)
        expect(() => calledIn(text, agents)).not.toThrow()
        expect(calledIn(`so, @${name} what now?`, agents)).toEqual(["b0"])
      }),
      { examples: [["''#A", ""]] },
    )
  })
})

it("a name in quotation marks calls nobody: it is repeated, not said", () => {
  const agents = named("Writer", "Analyst")
  expect(calledIn('Ada said “@Writer, a tagline please” and "@Analyst, numbers"', agents)).toEqual([])
  expect(calledIn('"@Writer" is how one calls @Analyst', agents)).toEqual(["b1"])
})

it("an agent's answer calls by @Name alone: it may begin with the name of whom it answers", () => {
  const agents = named("Writer", "Analyst")
  expect(summonedIn("Writer, your second line is better. @Analyst what do the numbers say?", agents)).toEqual(
    ["b1"],
  )
  expect(summonedIn("Ada said “@Writer, a tagline please”", agents)).toEqual([])
})

describe("a large team", () => {
  it("is listened for without making its patterns anew for every message", () => {
    const agents = named(...Array.from({ length: 100 }, (_, n) => `Name${n}`))
    calledIn("hello", agents)
    const made = vi.spyOn(globalThis, "RegExp")
    const heard = calledIn("Name7, what did @Name99 say?", agents)
    const count = made.mock.calls.length
    made.mockRestore()
    expect(heard).toEqual(["b7", "b99"])
    expect(count).toBe(0)
  })
})
