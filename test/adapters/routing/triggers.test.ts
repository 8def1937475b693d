/** Whose trigger words are heard in what people really write, and in which forms. */
import * as fc from "fast-check"
import { describe, expect, it, vi } from "vitest"
import { heardIn, matchedIn, overlapsOf } from "../../../src/adapters/routing/triggers.ts"
import type { Language } from "../../../src/machines/agent/brain.ts"
import { brain } from "../../support/world.ts"

const listening = (language: Language, ...triggers: ReadonlyArray<string>) => [
  brain("ear", { triggers, language }),
]
const matches = (text: string, ...triggers: ReadonlyArray<string>) =>
  matchedIn(text, listening("en", ...triggers)).length > 0

describe("a text matches", () => {
  it.each([
    ["what does the market say?", "market"],
    ["MARKET!", "market"],
    ["our go-to-market plan", "market"],
    ["a go to\nmarket plan", "go to market"],
    ["a go  to market plan", "go to market"],
    ["a go-to-market plan", "go to market"],
    ["is this a trade off?", "trade-off"],
    ["is C++ hard?", "c++"],
    ["what is (x)?", "(x)"],
    ["50% off", "50%"],
    ["a.b", "a.b"],
    ["größe", "Größe"],
    ["GRÖSSE", "größe"],
    ["die Cafe\u0301 Frage", "café"],
    ["日本 市場 調査", "市場"],
    ["日本の市場はどうですか", "市場"],
    ["the market’s mood", "market"],
    ["don’t panic", "don't panic"],
  ])("%j by %s", (text, trigger) => {
    expect(matches(text, trigger)).toBe(true)
  })

  it.each([
    ["the supermarket is closed", "market"],
    ["market_size", "market"],
    ["axb", "a.b"],
    ["go to the market", "go to market"],
    ["go to, market", "go to market"],
    ["`market`", "market"],
    ["```\nmarket", "market"],
    ["> market", "market"],
    ["https://market.example", "market"],
    ["www.market.example", "market"],
    ["ada@market.example", "market"],
    ["<:market:123456789>", "market"],
    ["cafe\u0301s", "cafe"],
    ["cafe\u0301", "cafe"],
    ["anything", ""],
    ["anything", "  "],
  ])("not %j by %s", (text, trigger) => {
    expect(matches(text, trigger)).toBe(false)
  })

  it("for every agent that listens for one of its words", () => {
    const agents = [
      brain("a", { triggers: ["data", "market"] }),
      brain("b", { triggers: ["market research"] }),
      brain("c", { triggers: ["data lake"] }),
      brain("d"),
    ]
    expect(matchedIn("market research needs data", agents)).toEqual(["a", "b"])
  })

  it("as whole words, whatever the words are", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }), (trigger) => {
        fc.pre(trigger.trim() !== "" && !/[`<>]|^\p{M}/u.test(trigger) && !/https?:|www\.|@/.test(trigger))
        expect(matches(`well - ${trigger} - yes`, trigger)).toBe(true)
      }),
    )
  })
})

describe("a word is heard in its forms", () => {
  it.each<[Language, string, ReadonlyArray<string>]>([
    ["en", "market", ["markets", "marketed", "Markets", "market's"]],
    ["en", "metrics", ["metric"]],
    ["en", "priority", ["priorities"]],
    ["en", "decide", ["decides", "decided", "deciding"]],
    ["en", "plan", ["plans", "planned", "planning"]],
    ["en", "hash", ["hashes"]],
    ["en", "blog post", ["blog posts", "blog-posts"]],
    ["en", "trade-off", ["trade-offs", "trade offs"]],
    ["de", "Markt", ["Märkte", "Märkten", "Marktes"]],
    ["de", "Plan", ["Pläne", "Plänen", "Plans"]],
    ["de", "Entscheidung", ["Entscheidungen"]],
    ["fr", "marché", ["marchés"]],
    ["fr", "cheval", ["chevaux"]],
    ["es", "decisión", ["decisiones"]],
    ["it", "mercato", ["mercati"]],
    ["pt", "mercado", ["mercados"]],
    ["nl", "markt", ["markten"]],
    ["sv", "plan", ["planen", "planer"]],
    ["ru", "план", ["планы", "плана"]],
  ])("in %s, %s", (language, trigger, forms) => {
    const heard = forms.filter((form) => matchedIn(`${form}?`, listening(language, trigger)).length > 0)
    expect(heard).toEqual(forms)
  })

  it.each<[Language, string, ReadonlyArray<string>]>([
    ["en", "market", ["supermarket", "marketer", "marketplace"]],
    ["en", "university", ["universe", "universal"]],
    ["en", "evidence", ["evident", "evidently"]],
    ["en", "experiment", ["experience", "experimental"]],
    ["en", "organ", ["organization", "organic"]],
    ["en", "import", ["important"]],
    ["en", "policy", ["police"]],
    ["en", "business", ["busy"]],
    ["en", "news", ["new"]],
    ["en", "wording", ["word", "words", "worded"]],
    ["en", "plan", ["plane", "planet", "plant", "planner"]],
    ["en", "data", ["date", "database"]],
    ["en", "ad", ["ads", "add"]],
    ["en", "go", ["goes"]],
    ["de", "Plan", ["Planung", "Planet"]],
    ["de", "schon", ["schön"]],
    ["de", "Markt", ["Supermarkt", "Marktplatz"]],
    ["fr", "université", ["univers"]],
    ["es", "universidad", ["universo"]],
  ])("in %s, %s not in what only looks alike", (language, trigger, others) => {
    expect(others.filter((other) => matchedIn(`${other}?`, listening(language, trigger)).length > 0)).toEqual(
      [],
    )
  })

  it("and it is told which word of the message was heard", () => {
    const writer = brain("writer", { triggers: ["blog post"] })
    expect(heardIn("Two  Blog-Posts, please", [writer])).toEqual([
      { brain: writer, trigger: "blog post", words: "Blog-Posts" },
    ])
  })
})

describe("triggers of two brains overlap", () => {
  it("when one stands in the other, or is a form of it: it is told once", () => {
    const agents = [
      brain("a", { triggers: ["market", "goal"] }),
      brain("b", { triggers: ["market research", "goals"] }),
      brain("c", { triggers: ["research"] }),
    ]
    expect(overlapsOf(agents)).toEqual([
      '"goal" of a also calls b by "goals": both answer it',
      '"market research" of b also calls a by "market": both answer it',
      '"market research" of b also calls c by "research": both answer it',
    ])
  })

  it("not when they only begin alike", () => {
    expect(
      overlapsOf([
        brain("a", { triggers: ["market"] }),
        brain("b", { triggers: ["supermarket", "marketer"] }),
      ]),
    ).toEqual([])
  })
})

describe("a large team", () => {
  it("is listened for without making its patterns anew for every message", () => {
    const agents = Array.from({ length: 100 }, (_, n) =>
      brain(`b${n}`, { triggers: Array.from({ length: 10 }, (_, t) => `word${n}x${t}+`) }),
    )
    matchedIn("hello", agents)
    const made = vi.spyOn(globalThis, "RegExp")
    const heard = matchedIn("does word12x3+ mean anything?", agents)
    const count = made.mock.calls.length
    made.mockRestore()
    expect(heard).toEqual(["b12"])
    expect(count).toBe(0)
  })
})
