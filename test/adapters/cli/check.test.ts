/** A violation is told in words, and drawn on the charts that it goes through, each edge with the number of its step. */
import { describe, expect, it } from "vitest"
import type { Violation } from "../../../src/check/violation.ts"
import { exploredWords, violationWords } from "../../../src/check/words.ts"
import { picturesOf } from "../../../src/adapters/cli/check-picture.ts"
import { charts } from "../../../src/machines/index.ts"
import { edgesIn } from "../../../src/replay/coverage.ts"

const step = (of: string, edge: string, leads: string) => ({
  of,
  name: "came",
  event: { type: "GO", text: "x".repeat(500) },
  edges: [edge],
  leads: [leads],
})

const [pressed] = edgesIn(charts.vote as never).filter((edge) => edge.includes("|STOP|"))

const violation: Violation = {
  of: "system",
  type: "claim",
  claim: "nothing is lost",
  detail: "it is",
  way: [
    step("vote/1", "life.available|OPEN_VOTE|0", "life.open"),
    step("guild/1", "empty|DEFINE|0", "keeping"),
    step("vote/1", pressed!, "life.cancelled"),
  ],
}

describe("a violation", () => {
  it("is told step by step, and no line is endless", () => {
    const [head, why, ...steps] = violationWords(violation)
    expect([head, why]).toEqual(["VIOLATED  system: nothing is lost", "    why  it is"])
    expect(steps).toHaveLength(3)
    expect(steps[2]).toContain(" 3  vote/1: came GO")
    expect(Math.max(...steps.flatMap((text) => text.split("\n")).map(({ length }) => length))).toBeLessThan(
      220,
    )
  })

  it("is drawn on each chart that it goes through", async () => {
    const pictures = await picturesOf(violation)
    expect([...pictures.keys()]).toEqual(["system-nothing-is-lost-vote", "system-nothing-is-lost-guild"])
    const vote = pictures.get("system-nothing-is-lost-vote")!
    expect(vote).toMatch(/class="[^"]*fired" data-edge="life\.open\|STOP\|0"/)
    expect([...vote.matchAll(/class="mark"[^>]*>([^<]+)</g)].map(([, note]) => note)).toEqual(["1", "3"])
    expect(vote).toMatch(/class="[^"]*active" data-state="life\.cancelled"/)
    expect(vote).not.toMatch(/class="[^"]*active" data-state="life\.open"/)
  })
})

describe("what was explored", () => {
  const explored = { of: "agent", states: 1400, steps: 9000, left: 0, depth: 4, recorded: 0 }

  it("is said to be all only when nothing was left", () => {
    expect(exploredWords(explored)).toContain("1,400 states, 9,000 steps: every state that its properties")
    expect(exploredWords({ ...explored, left: 3 })).toContain(
      "within 4 events; 3 at the edge were not gone on from",
    )
  })
})
