import { describe, expect, it } from "vitest"
import { Recent } from "../../../src/adapters/discord/recent.ts"

describe("what is remembered", () => {
  it("is there until it is taken out", () => {
    const recent = new Recent()
    recent.add("a")
    recent.add("b")
    recent.delete("a")
    expect([recent.has("a"), recent.has("b")]).toEqual([false, true])
  })

  it("is the newest when there is too much, and what came again is new", () => {
    const recent = new Recent()
    for (let n = 0; n < 1000; n++) recent.add(String(n))
    recent.add("0")
    recent.add("another")
    expect(["0", "1", "2", "999", "another"].filter((id) => recent.has(id))).toEqual([
      "0",
      "2",
      "999",
      "another",
    ])
  })
})
