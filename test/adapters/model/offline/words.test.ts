import { assert, nat, property, string } from "fast-check"
import { describe, expect, it } from "vitest"
import {
  clip,
  sentences,
  stem,
  subject,
  tokens,
  words,
} from "../../../../src/adapters/model/offline/words.ts"

describe("a stem", () => {
  it.each([
    ["draft", ["drafts", "drafted", "drafting"]],
    ["write", ["writes", "writing"]],
    ["plan", ["plans", "planned", "planning"]],
    ["priority", ["priorities"]],
    ["compare", ["compared", "comparing"]],
    ["box", ["boxes"]],
  ])("brings the forms of %s together", (word, forms) => {
    expect(new Set([word, ...forms].map(stem)).size).toBe(1)
  })

  it.each([
    ["news", "net"],
    ["string", "str"],
    ["need", "ne"],
    ["c++", "c"],
    ["node.js", "node"],
  ])("keeps %s apart from %s", (one, other) => {
    expect(stem(one)).not.toBe(stem(other))
  })
})

describe("the subject of a text", () => {
  it("leaves out stop words, code, addresses and mentions", () => {
    const text =
      "Could you review the headline `const x` of <@123456789012345678> at https://example.org/page, please?"
    expect(subject(text)).toEqual(["review", "headline"])
  })

  it("finds words of every script", () => {
    expect(words("Grüße, мир! c++ don’t")).toEqual(["grüße", "мир", "c++", "don't"])
  })
})

describe("sentences", () => {
  it("end at marks and lines, and are none in code", () => {
    expect(sentences("One. Two?\n- three\n```\nfour. five\n``` ...")).toEqual(["One.", "Two?", "three"])
  })
})

it("clips to the limit, and never parts a letter", () => {
  assert(
    property(string({ unit: "binary" }), nat(40), (text, limit) => {
      const clipped = clip(text, limit + 1)
      expect(clipped.length).toBeLessThanOrEqual(limit + 1)
      expect(clipped.isWellFormed()).toBe(true)
    }),
  )
})

it("counts tokens of parts as of the whole", () => {
  assert(
    property(string(), string(), (a, b) => {
      expect(tokens(`${a}\n${b}`)).toBe(tokens(a) + tokens(b))
    }),
  )
})
