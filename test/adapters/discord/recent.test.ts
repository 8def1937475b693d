import { describe, expect, it } from "vitest"
import { Recent, RecentMap } from "../../../src/adapters/discord/recent.ts"

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

  it("is at most so much, each with what was said of it last", () => {
    const recent = new RecentMap<string | null>(2)
    recent.set("a", null)
    recent.set("b", "told")
    recent.set("a", "told again")
    recent.set("c", null)
    expect(["a", "b", "c"].map((id) => recent.get(id))).toEqual(["told again", undefined, null])
    expect(["a", "b", "c"].map((id) => recent.has(id))).toEqual([true, false, true])
  })
})
