/** Changes of charts that somebody might make by mistake: each is caught by a recorded log, or by a check, or by both. */
import { describe, expect, it } from "vitest"
import { begin, followed } from "../../src/actors/replay.ts"
import { makeLineage } from "../../src/actors/lineage.ts"
import { inputOf } from "../../src/actors/steppers.ts"
import { checkChart } from "../../src/check/chart.ts"
import { standard } from "../../src/check/check.ts"
import { checkSystem } from "../../src/check/system.ts"
import { kindOf } from "../../src/machines/address.ts"
import { charts } from "../../src/machines/index.ts"
import { properties } from "../../src/machines/properties/index.ts"
import { retired } from "../../src/machines/retired.ts"
import { asksOtherwise } from "../../src/replay/diagnosis.ts"
import { recorded } from "../replay/recording.ts"
import { mutants, type Mutant } from "./mutants.ts"

const bundle = await recorded()

/** Whether a log of today's charts goes another way with this one. */
const replaySays = ({ kind, chart }: Mutant): boolean =>
  bundle
    .filter(({ address }) => kindOf(address) === kind)
    .some(({ address, base, entries }) => {
      const lineage = makeLineage(chart, retired[kind])
      let standing = begin(address, lineage, inputOf(address), base, entries[0])
      try {
        for (const entry of entries) {
          const next = followed(address, lineage, standing, entry)
          if (entry.then !== null && asksOtherwise(entry, next) !== null) return true
          standing = next.standing
        }
        return false
      } catch {
        return true
      }
    })

/** What the chart alone, or the charts together, do not hold any more; null: nothing. */
const checkSays = ({ kind, chart }: Mutant): string | null => {
  const isBounded = kind === "conversation" || kind === "pool"
  const states = isBounded ? 500 : standard.states
  const alone = checkChart(kind, chart, properties[kind]!, { states, first: true }).violations[0]
  if (alone !== undefined) return alone.claim
  if (!isBounded && kind !== "agent") return null
  const machines = { ...charts, [kind]: chart } as never
  const limits = { messages: 1, failures: 1 }
  return checkSystem(machines, properties, limits, { states: 600, first: true }).violations[0]?.claim ?? null
}

/** The table in docs/check.md: `PLANTED=1 vitest run test/check/planted.test.ts --disable-console-intercept`. */
describe("a planted change of a chart", () => {
  // That a check says nothing of today's charts is in charts.test.ts.
  it("is told from none", () => {
    for (const kind of ["conversation", "agent", "pool", "constellation"] as const)
      expect([kind, replaySays({ kind, change: "none", chart: charts[kind] })]).toEqual([kind, false])
    expect(checkSays({ kind: "budget", change: "none", chart: charts.budget })).toBe(null)
  })

  it.each(mutants.map((mutant) => [`${mutant.kind}: ${mutant.change}`, mutant] as const))(
    "%s",
    (_, mutant) => {
      const isTable = process.env["PLANTED"] !== undefined
      const replay = replaySays(mutant)
      // The table wants to know both; a test is content with one.
      const says = { replay, check: replay && !isTable ? null : checkSays(mutant) }
      if (isTable)
        console.log(
          `| ${mutant.kind}: ${mutant.change} | ${says.replay ? "yes" : ""} | ${says.check ?? ""} |`,
        )
      expect(says).not.toEqual({ replay: false, check: null })
    },
  )
})
