import { assert, integer, property, string } from "fast-check"
import { describe, expect, it } from "vitest"
import { sumIn } from "../../../../src/adapters/model/offline/sums.ts"

describe("a sum that a message spells out", () => {
  it.each([
    ["how much is 12 * 1,200?", "12 × 1,200 = 14,400"],
    ["2 + 3 * 4", "2 + 3 × 4 = 14"],
    ["12 months times 80 euros", "12 × 80 = 960"],
    ["100 minus 1 minus 2", "100 − 1 − 2 = 97"],
    ["5k + 300", "5,000 + 300 = 5,300"],
    ["what is 8% of 500?", "8 % of 500 = 40"],
    ["40 of 500 people, how many percent?", "40 of 500 = 8 %"],
    ["40 people out of the 500", "40 of 500 = 8 %"],
    ["what percentage of 500 is 40?", "40 of 500 = 8 %"],
    ["from 400 to 500, how much growth is it?", "from 400 to 500 = +25 %"],
    ["it fell from 500 to 400", "from 500 to 400 = −20 %"],
    ["compare 400 and 500", "from 400 to 500 = +25 %"],
    ["the average of 3, 5 and 10", "(3 + 5 + 10) ÷ 3 = 6"],
    ["the sum of 3, 5, and 10", "3 + 5 + 10 = 18"],
    ["the median of 3, 10 and 5", "the median of 3, 5, 10 = 5"],
    ["10 / 0", "10 ÷ 0 has no result: nothing can be divided by 0"],
    ["3 of 0", "3 of 0 has no percentage"],
  ])("is done: %s", (text, sum) => {
    expect(sumIn(text)).toBe(sum)
  })

  it.each([
    "10-12 people",
    "on 3/4 or 5/6",
    "from 9 to 5 we are open",
    "version 1.2.3",
    "(1 + 2) * 3",
    "call us: 555-1234",
    "two of us",
  ])("is not seen in %j", (text) => {
    expect(sumIn(text)).toBeNull()
  })

  it("is right for all small numbers", () => {
    assert(
      property(integer({ min: 0, max: 999 }), integer({ min: 0, max: 999 }), (a, b) => {
        expect(sumIn(`${a} + ${b}`)).toBe(`${a} + ${b} = ${(a + b).toLocaleString("en-US")}`)
        expect(sumIn(`${a} * ${b}`)).toBe(`${a} × ${b} = ${(a * b).toLocaleString("en-US")}`)
      }),
    )
  })

  it("breaks on no text", () => {
    assert(property(string({ unit: "binary" }), (text) => void sumIn(`${text} 1 + 1 ${text}`)))
  })
})
