/** What is to hold of each chart holds, in whatever order things come; and the charts together lose nothing. */
import { describe, expect, it } from "vitest"
import { checkPart, parts, recordedIn, standard, type Part } from "../../src/check/check.ts"
import { charts } from "../../src/machines/index.ts"
import { properties } from "../../src/machines/properties/index.ts"
import { recorded } from "../replay/recording.ts"

/** Few enough for every run of the tests; `orrery check` looks at more. */
const extent = { ...standard, states: 600 }

const states = recordedIn([await recorded()])

describe("what is to hold", () => {
  it("is written beside every chart", () => {
    expect(Object.keys(charts).filter((kind) => !(kind in properties))).toEqual([])
  })

  it.each(parts.map((part) => [part]))("of %s does", (part: Part) => {
    const checked = checkPart(part, extent, states)
    expect(checked?.violations ?? []).toEqual([])
    expect(checked?.explored.states ?? 1).toBeGreaterThan(0)
  })

  it("is held against states that were recorded, too", () => {
    for (const kind of ["conversation", "agent", "pool", "constellation"] as const) {
      const { explored } = checkPart(kind, extent, states)!
      expect([kind, explored.recorded > 1]).toEqual([kind, true])
    }
  })
})
