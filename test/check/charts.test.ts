/** What is to hold of each chart holds, in whatever order things come; and the charts together lose nothing. */
import { describe, expect, it } from "vitest"
import { checkPart, parts, recordedIn, standard, type Part } from "../../src/check/check.ts"
import { charts } from "../../src/machines/index.ts"
import { properties } from "../../src/machines/properties/index.ts"
import { recorded } from "../replay/recording.ts"

/** They have too many states for each to be looked at in every run of the tests. */
const bounded: ReadonlyArray<Part> = ["conversation", "pool", "system"]
describe("what is to hold", () => {
  it("is written beside every chart", () => {
    expect(Object.keys(charts).filter((kind) => !(kind in properties))).toEqual([])
  })

  it.each(parts.map((part) => [part]))("of %s does", (part: Part) => {
    const { explored, violations } = checkPart(part, {
      ...standard,
      ...(part === "system" && { states: 600 }),
    })!
    expect(violations).toEqual([])
    expect(explored.edges?.never ?? []).toEqual([])
    expect([part, explored.left > 0]).toEqual([part, bounded.includes(part)])
  })

  it("is held against states that were recorded, too", async () => {
    const states = recordedIn([await recorded()])
    for (const kind of ["conversation", "agent", "pool", "constellation"] as const) {
      const { explored, violations } = checkPart(kind, { ...standard, states: 200 }, states)!
      expect([kind, explored.recorded > 1]).toEqual([kind, true])
      // So few states are not all that there are.
      expect(violations.filter(({ type }) => type !== "unreached")).toEqual([])
    }
  })
})
