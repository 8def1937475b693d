/** What a load run asks for, and what is concluded from it. */
import { describe, expect, it } from "vitest"
import type { Run } from "../../load/drive.ts"
import { svg } from "../../load/plot.ts"
import { plotsOf, report } from "../../load/report.ts"
import { dueTimes, scenarios, type Outcome } from "../../load/scenarios.ts"
import { parseMetrics } from "../../load/system.ts"
import { judge, recoveryAfter, secondsOf, trend } from "../../load/verdict.ts"

/** A message a tick for `seconds`, each answered after what `took` says of the second; null: never. */
const said = (seconds: number, perSecond: number, took: (second: number) => number | null): Run["said"] =>
  Array.from({ length: seconds * perSecond }, (_, n) => {
    const due = (n * 1000) / perSecond
    const ms = took(Math.floor(due / 1000))
    return { due, sent: due, answered: ms === null ? null : due + ms, wrong: false }
  })

const sample = (at: number, more: Partial<Run["samples"][number]> = {}) => ({
  at,
  runnerCpu: 0.5,
  resident: 200e6,
  heap: 100e6,
  lag: 0.01,
  letters: 0,
  playgroundCpu: 0.1,
  redisCpu: 0.1,
  redisMemory: 1e6,
  machine: 0.5,
  ...more,
})

const run = (its: Partial<Run>): Run => ({
  stretches: [{ name: "steady", rate: 10, seconds: 60, from: 0, held: true }],
  said: [],
  samples: Array.from({ length: 60 }, (_, at) => sample(at)),
  heaps: null,
  complaints: [],
  ...its,
})

describe("people in a load test", () => {
  it("write at even distances, whoever is ready for them", () => {
    expect(dueTimes({ name: "", rate: 4, seconds: 1 })).toEqual([0, 250, 500, 750])
  })

  it("write ten times as much in a spike, and as before after it", () => {
    const stretches = [0, 1, 2].map((n) =>
      scenarios.spike.next({ rate: 100, minutes: 4 }, Array<Outcome>(n).fill({ rate: 1, held: true })),
    )
    expect(stretches.map((stretch) => stretch?.rate)).toEqual([100, 1000, 100])
    expect(stretches.reduce((sum, stretch) => sum + stretch!.seconds, 0)).toBe(240)
  })

  it("write more and more in a stress test until it is not held, and then half of what was", () => {
    const next = (...held: ReadonlyArray<boolean>) =>
      scenarios.stress.next(
        { rate: 100, minutes: 60 },
        held.map((held, n) => ({ rate: 100 * 1.25 ** n, held })),
      )
    expect(next()).toMatchObject({ name: "stress", rate: 50 })
    expect(next(true)).toMatchObject({ name: "stress", rate: 125 })
    expect(next(true, false)).toMatchObject({ name: "recovery", rate: 50 })
    expect(next(true, false, true)).toBeNull()
  })
})

describe("a load run", () => {
  it("is judged by when messages were due, and not by when they could be sent", () => {
    const kept = judge("steady", run({ said: said(60, 10, () => 200) }))
    expect(kept).toMatchObject({ held: true, figures: { p50_s: 0.2, p99_s: 0.2, errors: 0 } })
    const late = said(60, 10, (second) => (second < 30 ? 200 : 3000))
    expect(
      judge("steady", run({ said: late.map((its) => ({ ...its, sent: its.due + 2900 })) })),
    ).toMatchObject({
      held: false,
      figures: { p95_s: 3, sent_late_p99_s: 2.9 },
    })
  })

  it("fails by who was not answered, or was answered twice", () => {
    const lost = said(60, 10, (second) => (second === 7 ? null : 100))
    expect(judge("steady", run({ said: lost }))).toMatchObject({ held: false, figures: { errors: 0.016667 } })
    const twice = said(60, 10, () => 100).map((its, n) => ({ ...its, wrong: n === 3 || n === 4 }))
    expect(judge("steady", run({ said: twice })).held).toBe(false)
  })

  it("has recovered from a spike when answers are quick again, and stay so", () => {
    const spike = { name: "spike", rate: 100, seconds: 5, from: 20, held: false }
    const slowUntil = (end: number) =>
      run({ stretches: [spike], said: said(60, 10, (second) => (second >= 20 && second < end ? 9000 : 100)) })
    expect(judge("spike", slowUntil(40))).toMatchObject({ held: true, figures: { recovery_s: 15 } })
    expect(judge("spike", slowUntil(60)).held).toBe(false)
    expect(recoveryAfter(secondsOf(slowUntil(20)), 25_000)).toBe(0)
  })

  it("endures when what is left after each collection stays the same, whatever is used between", () => {
    const samples = (grows: number) =>
      Array.from({ length: 600 }, (_, at) =>
        sample(at, { heap: 100e6 + at * grows + (at % 9) * 5e6, resident: 200e6 + at * grows }),
      )
    const its = said(600, 5, () => 100)
    expect(judge("endurance", run({ said: its, samples: samples(0) })).held).toBe(true)
    const leaky = judge("endurance", run({ said: its, samples: samples(30_000) }))
    expect(leaky.held).toBe(false)
    expect(leaky.figures["heap_growth"]).toBeCloseTo(0.1, 1)
  })

  it("names the rate that broke it, and who was busy then", () => {
    const stretches = [
      { name: "stress", rate: 50, seconds: 15, from: 0, held: true },
      { name: "stress", rate: 63, seconds: 15, from: 15, held: false },
      { name: "recovery", rate: 25, seconds: 30, from: 30, held: true },
    ]
    const its = said(60, 10, (second) => (second >= 15 && second < 33 ? 4000 : 100))
    const samples = Array.from({ length: 60 }, (_, at) => sample(at, { redisCpu: 0.97 }))
    const verdict = judge("stress", run({ stretches, said: its, samples }))
    expect(verdict).toMatchObject({
      held: true,
      figures: { held_per_s: 50, breaks_at_per_s: 63, recovery_s: 3 },
    })
    expect(verdict.lines.join("\n")).toContain("Busy then: Redis 97.0 %")
  })
})

describe("a trend", () => {
  it("is what a value grows by in an hour", () => {
    expect(trend(Array.from({ length: 60 }, (_, at) => [at, 5 + at * 2] as const))).toBeCloseTo(7200)
    expect(trend([[0, 1]])).toBeNull()
  })
})

describe("what a runner tells Prometheus", () => {
  it("is read by name, as a sum over labels", () => {
    const values = parseMetrics('# HELP a b\na 1\nb{x="1"} 2\nb{x="2"} 3\nc_bucket{le="1"} 9\n')
    expect(Object.fromEntries(values)).toEqual({ a: 1, b: 5 })
  })
})

describe("the report", () => {
  const its = run({ said: said(60, 10, (second) => (second === 30 ? null : 100)) })

  it("draws each figure with its bounds, and a gap where nothing was measured", () => {
    const latency = plotsOf(its).find(({ id }) => id === "latency")!
    const drawn = svg(latency, [], 60)
    expect(drawn.match(/class="bound" x1/g)).toHaveLength(3)
    const p50 = /class="line c0" d="([^"]*)"/.exec(drawn)![1]!
    expect(p50.match(/M/g)).toHaveLength(2)
    expect(drawn).not.toContain("NaN")
  })

  it("needs nothing but itself", () => {
    const { html } = report({
      name: "steady",
      does: "the same rate",
      minutes: 1,
      rate: 10,
      run: its,
      verdict: judge("steady", its),
      cores: 2,
      busy: 0.1,
    })
    expect(html).not.toMatch(/(src|href)=|url\(|@import|<script/)
    expect(html).toContain("not held")
  })
})
