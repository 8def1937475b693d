import { describe, expect, it } from "vitest"
import { bareDate, datesIn, factsIn, figuresIn } from "../../../../src/adapters/model/offline/facts.ts"

const texts = (spans: ReadonlyArray<{ readonly text: string }>) => spans.map(({ text }) => text)

describe("figures", () => {
  it.each([
    ["our budget is 5,000 euros and we have two people", ["5,000 euros", "two people"]],
    ["40 of 500 people signed up", ["40 of 500 people"]],
    ["the rent is 1,200 a month", ["1,200 a month"]],
    ["€80 for a stall, 18 % of it for tea", ["€80", "18 %"]],
    ["we open on 3 March at 10 am", []],
    ["one of us has two", []],
    ["racket 7.9 and node v24", ["7.9"]],
    ["issue #42, 2-3 things, 12:30", []],
  ])("come with what they count: %s", (text, figures) => {
    expect(texts(figuresIn(text))).toEqual(figures)
  })

  it("stand where they were found", () => {
    const text = "we have two people"
    expect(figuresIn(text).map(({ start, end }) => text.slice(start, end))).toEqual(["two people"])
  })
})

describe("dates", () => {
  it.each([
    ["We launch in March.", ["in March"]],
    ["on Friday or by 3 May 2027", ["on Friday", "by 3 May 2027"]],
    ["in three months, next week", ["in three months", "next week"]],
    ["2027-03-01 at 10 am", ["2027-03-01", "at 10 am"]],
    ["May I march on? We may.", []],
    ["by may at the latest", ["by may"]],
  ])("come with the word that places them: %s", (text, dates) => {
    expect(texts(datesIn(text))).toEqual(dates)
  })

  it("lose that word where they stand alone, unless it is half of them", () => {
    expect(["in March", "on Friday", "in three months"].map(bareDate)).toEqual([
      "March",
      "Friday",
      "in three months",
    ])
  })
})

it("takes facts once, from who gave them first, and those in their sentence that would mean nothing alone", () => {
  const told = [
    { by: "Ben", text: "We have 5,000 euros until March." },
    { by: "Ana", text: "5,000 euros! And 2 shops." },
    { by: "Cem", text: "Munich is 20 percent cheaper" },
  ]
  expect(factsIn(told).map(({ by, text }) => `${text} (${by})`)).toEqual([
    "5,000 euros (Ben)",
    "March (Ben)",
    "2 shops (Ana)",
    "“Munich is 20 percent cheaper” (Cem)",
  ])
})
