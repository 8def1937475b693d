import { expect, it } from "vitest"
import { makeMeter } from "../../../src/adapters/mcp/meter.ts"

it("lets through as much as fills again, however much more is refused meanwhile", () => {
  let now = 0
  const meter = makeMeter({ bytes: 1000, messages: 50, refill: 0.02 }, () => now)
  const taken = (tries: number) =>
    Array.from({ length: tries }, () => meter.take(0, 1)).filter((may) => may).length
  expect(taken(10_000)).toBe(50)
  now = 5000
  expect(taken(10_000)).toBe(5)
})
