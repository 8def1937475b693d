import { describe, expect, it } from "vitest"
import { stack, textWidth, wrap, type Run } from "../../../src/adapters/charts/measure.ts"

const phrases: ReadonlyArray<Run> = [
  { text: "TOOL_CALLED", role: "event" },
  { text: "[some quite long condition and another]", role: "guard" },
  { text: "/ one, two", role: "action" },
]
const texts = (limit: number) => wrap(phrases, limit).map(({ runs }) => runs.map(({ text }) => text).join(""))

describe("the width of text", () => {
  it("is Helvetica's, at the size and weight of its role", () => {
    expect(textWidth("FAIL", "guard")).toBeCloseTo(12 * (0.611 + 0.667 + 0.278 + 0.556))
    expect(textWidth("FAIL", "event")).toBeCloseTo(12 * (0.611 + 0.722 + 0.278 + 0.611))
  })

  it("is generous with characters that the table does not have", () => {
    expect(textWidth("星", "guard")).toBe(12)
  })
})

describe("wrapping", () => {
  it("keeps everything on one line if it fits", () => {
    expect(texts(1000)).toEqual(["TOOL_CALLED [some quite long condition and another] / one, two"])
  })

  it("starts a phrase on a new line rather than breaking it", () => {
    expect(texts(230)).toEqual(["TOOL_CALLED", "[some quite long condition and another]", "/ one, two"])
  })

  it("breaks a phrase between words when it is wider than a line, and goes on after it", () => {
    expect(texts(150)).toEqual(["TOOL_CALLED", "[some quite long condition", "and another] / one, two"])
  })

  it("loses no word, and exceeds the limit by none but a single word", () => {
    for (let limit = 10; limit < 400; limit += 7)
      for (const { runs, width } of wrap(phrases, limit)) {
        expect(width <= limit || runs.every(({ text }) => !text.trim().includes(" "))).toBe(true)
        expect(texts(limit).join(" ")).toBe(phrases.map(({ text }) => text).join(" "))
      }
  })

  it("makes a block as wide as its widest line, and as high as all of them", () => {
    const lines = wrap(phrases, 150)
    expect(stack(lines)).toMatchObject({
      width: Math.ceil(Math.max(...lines.map(({ width }) => width))),
      height: 3 * 16,
    })
  })
})
