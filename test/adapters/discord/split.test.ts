import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { fencesIn } from "../../../src/adapters/discord/fences.ts"
import { cut, messageLimit, split } from "../../../src/adapters/discord/split.ts"

/** Words, emoji of many code units, fences, marks and white space: what models write, and worse. */
const fragment = fc.oneof(
  { weight: 6, arbitrary: fc.lorem({ maxCount: 12 }) },
  fc.constantFrom("\n", "\n\n", " ", ". ", "\t", "\r\n", "  - item\n"),
  fc.constantFrom("```", "```ts\n", "```\n", "\n```\n", "````", "``` not a language", "`inline`"),
  fc.constantFrom("👩‍👩‍👧‍👦", "🇨🇭🇺🇦", "e\u0301", "नमस्ते", "\u{1F600}", "z\u0300\u0301\u0302"),
  fc.string({ unit: "grapheme", maxLength: 40 }),
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.nat(400).map((length) => "x".repeat(length)),
)
const text = fc.array(fragment, { maxLength: 120, size: "max" }).map((parts) => parts.join(""))
const limit = fc.constantFrom(100, 137, 400, messageLimit)

const graphemeStarts = (of: string): Set<number> =>
  new Set([...new Intl.Segmenter().segment(of)].map(({ index }) => index).concat(of.length))

const visible = (of: string): string => of.replace(/[\s`]/g, "")

describe("whatever the text", () => {
  test("the stretches together are the text", () => {
    fc.assert(
      fc.property(text, limit, (text, limit) => {
        const bodies = cut(text, limit).map(({ body }) => body)
        expect(bodies.join("")).toBe(text)
      }),
    )
  })

  test("no message is empty or longer than the limit", () => {
    fc.assert(
      fc.property(text, limit, (text, limit) => {
        for (const message of split(text, limit)) {
          expect(message.length).toBeLessThanOrEqual(limit)
          expect(message.trim()).not.toBe("")
        }
      }),
    )
  })

  test("nothing but white space is left out", () => {
    fc.assert(
      fc.property(
        text.filter((text) => !text.includes("```")),
        limit,
        (text, limit) => {
          expect(visible(split(text, limit).join(""))).toBe(visible(text))
        },
      ),
    )
  })

  test("no cut goes through a grapheme that fits into a message", () => {
    fc.assert(
      fc.property(text, limit, (text, limit) => {
        const starts = graphemeStarts(text)
        let at = 0
        for (const { body } of cut(text, limit)) {
          expect(starts).toContain(at)
          at += body.length
        }
      }),
    )
  })

  test("no cut goes through a fence, and every block of a long text is closed in its message", () => {
    fc.assert(
      fc.property(text, limit, (text, limit) => {
        const fences = fencesIn(text)
        let at = 0
        for (const { body } of cut(text, limit)) {
          expect(fences.filter(({ from, to }) => from < at && at < to)).toEqual([])
          at += body.length
        }
        if (text.trim().length > limit) {
          for (const message of split(text, limit)) expect(fencesIn(message).length % 2).toBe(0)
        }
      }),
    )
  })
})

test("a text that fits is one message, as it is, with its open fence and all", () => {
  expect(split("Use ``` to open a block")).toEqual(["Use ``` to open a block"])
})

test("white space alone is no message", () => {
  expect(split(" \n\t ")).toEqual([])
})

test("paragraphs stay whole where they can", () => {
  const paragraph = `${"word ".repeat(200)}end.`
  expect(split([paragraph, paragraph, paragraph].join("\n\n"))).toEqual([
    `${paragraph}\n\n`,
    `${paragraph}\n\n`,
    paragraph,
  ])
})

test("a long line is cut after a sentence, not in the middle of one", () => {
  const sentence = `${"word ".repeat(30)}end. `
  for (const message of split(sentence.repeat(40)).slice(0, -1)) expect(message.endsWith("end. ")).toBe(true)
})

test("a code block that is cut is closed, and opened again in its language", () => {
  const lines = Array.from({ length: 200 }, (_, n) => `const line${n} = "${"=".repeat(10)}"`).join("\n")
  const messages = split(`Look:\n\`\`\`ts\n${lines}\n\`\`\`\nDone.`)
  expect(messages.length).toBeGreaterThan(2)
  expect(messages[0]!.startsWith("Look:\n```ts\nconst line0 ")).toBe(true)
  expect(messages[0]!.endsWith('"\n```')).toBe(true)
  for (const message of messages.slice(1)) expect(message.startsWith("```ts\nconst line")).toBe(true)
  expect(messages.at(-1)!.endsWith("```\nDone.")).toBe(true)
})

test("a word without an end is cut between graphemes", () => {
  const family = "👩‍👩‍👧‍👦"
  const messages = split(family.repeat(500))
  for (const message of messages) expect(message.replaceAll(family, "")).toBe("")
})
