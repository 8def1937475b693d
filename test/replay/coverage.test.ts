/** Coverage: the edges that logs took and tests took. */
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { setup } from "xstate"
import { makeStepper } from "../../src/actors/step.ts"
import { logsIn, readLog } from "../../src/adapters/files/logs.ts"
import { charts } from "../../src/machines/index.ts"
import { Coverage, edgesIn, rowOf, watchChart } from "../../src/replay/coverage.ts"
import { nameOf } from "../../src/replay/trace.ts"
import { recorded } from "./recording.ts"

const golden = fileURLToPath(new URL("0.1.0", import.meta.url))

const coverageOf = async (directory: string): Promise<Coverage> => {
  const coverage = new Coverage()
  for (const file of await logsIn(`${golden}/${directory}`))
    for (const log of await readLog(file)) coverage.addLog(log)
  return coverage
}

const light = () =>
  setup({}).createMachine({
    id: "light",
    version: "1",
    initial: "red",
    states: { red: { on: { GO: "green" } }, green: { on: { STOP: "red" }, after: { 1000: "red" } } },
  })

describe("the coverage of a log", () => {
  it("counts the edges that it says it took", async () => {
    const bundle = await recorded()
    const coverage = new Coverage()
    for (const log of bundle) coverage.addLog(log)
    const said = bundle
      .flatMap(({ entries }) => entries)
      .flatMap(({ then }) => (JSON.parse(then!) as { then: { edges: ReadonlyArray<string> } }).then.edges)
    const counted = coverage.machines.flatMap((machine) => [...coverage.of(machine).values()])
    expect(counted.reduce((sum, times) => sum + times, 0)).toBe(said.length)
    expect(rowOf(charts.agent as never, coverage).never).toContain("life.active|FAIL|0")
    expect(coverage.of("agent@2").get("life.active.thinking|THOUGHT|0")).toBeGreaterThan(2)
  })

  it("is the same whether the log says what it took, or today's code does, also for charts of before", async () => {
    const [silent, said] = await Promise.all([coverageOf("failures"), coverageOf("format-2")])
    const feed = await coverageOf("feed")
    silent.addAll(feed.toJSON())
    expect(silent.toJSON()).toEqual(said.toJSON())
    expect(silent.machines).toContain("conversation@1")
  })
})

describe("the coverage of tests", () => {
  it("counts what a chart takes wherever it is stepped, and goes through a file", () => {
    const chart = light()
    const coverage = new Coverage()
    watchChart(chart, coverage)
    const stepper = makeStepper(chart)
    const { snapshot } = stepper.initial({})
    stepper.next(stepper.next(snapshot, { type: "GO" }).snapshot, { type: "STOP" })
    stepper.next(snapshot, { type: "GO" })
    const again = new Coverage()
    again.addAll(JSON.parse(JSON.stringify(coverage)) as never)
    expect([...again.of(nameOf(chart))]).toEqual([
      ["red|GO|0", 2],
      ["green|STOP|0", 1],
    ])
    expect(rowOf(chart, again)).toMatchObject({ taken: 2, of: 3 })
    expect(edgesIn(chart).filter((edge) => !again.of("light@1").has(edge))).toEqual(rowOf(chart, again).never)
  })
})
