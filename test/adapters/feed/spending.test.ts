/** What models took in a feed, and what that costs. */
import { describe, expect, it } from "vitest"
import { spendingOf } from "../../../src/adapters/feed/spending.ts"

const taken = [
  { model: "large", asked: 2, input: 1_000_000, output: 100_000 },
  { model: "small", asked: 8, input: 500_000, output: 100_000 },
]
const large = { model: "large", input: 2, output: 10 }

describe("what models took", () => {
  it("is summed up, and costs what the operator says of each model, and of all others", () => {
    expect(spendingOf(taken, { byModel: [large], others: { input: 0.4, output: 1.6 } })).toEqual({
      asked: 10,
      input: 1_500_000,
      output: 200_000,
      cost: 3.36,
    })
  })

  it("costs nobody knows what, when a model has no price; and nothing, when none was asked", () => {
    expect(spendingOf(taken, { byModel: [large], others: null }).cost).toBeNull()
    expect(spendingOf([], { byModel: [], others: null })).toEqual({ asked: 0, input: 0, output: 0, cost: 0 })
  })
})
