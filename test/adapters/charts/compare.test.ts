/** What changed in a chart: what came, went, and stands elsewhere; and one picture of both. */
import { describe, expect, it } from "vitest"
import { setup } from "xstate"
import { charts } from "../../../src/machines/index.ts"
import { changeWords, compared } from "../../../src/adapters/charts/compare.ts"
import { machineDefinition } from "../../../src/adapters/charts/definition.ts"
import { chartsAt, differences, summary } from "../../../src/adapters/charts/diff.ts"
import { drawnDefinition } from "../../../src/adapters/charts/drawn.ts"
import { marked } from "../../../src/adapters/charts/marked.ts"
import { union } from "../../../src/adapters/charts/union.ts"

const chart = (states: object) =>
  machineDefinition(setup({}).createMachine({ id: "light", initial: "red", states } as never) as never)

const before = chart({
  red: { on: { GO: "green" } },
  green: { on: { SLOW: "amber", STOP: "red" }, after: { 1000: "red" } },
  amber: { on: { STOP: "red" } },
})
const after = chart({
  red: { on: { GO: "off" } },
  busy: {
    initial: "green",
    states: { green: { on: { STOP: "#light.red" }, after: { 1000: "#light.red" } } },
  },
  off: { on: { GO: "red" } },
})

describe("the changes of a chart", () => {
  const { changes } = compared(before, after)
  const words = changes.map((change) => changeWords(change, after))

  it("are none where nothing changed", () => {
    for (const machine of Object.values(charts)) {
      const definition = machineDefinition(machine as never)
      expect(compared(definition, definition).changes).toEqual([])
    }
  })

  it("tell states that came, went and moved", () => {
    expect(words.filter((line) => line.includes(" state "))).toEqual([
      "+ added   state busy",
      "> moved   state busy.green, which was green",
      "+ added   state off",
      "- removed state amber",
    ])
  })

  it("tell edges that came, went, and lead elsewhere; what moved with its state is no change", () => {
    expect(words.filter((line) => line.includes(" edge "))).toEqual([
      "> moved   edge  red: GO → off; it was red: GO → green",
      "+ added   edge  off: GO → red",
      "- removed edge  green: SLOW → amber",
      "- removed edge  amber: STOP → red",
    ])
  })

  it("tell where a state begins from now on, and what else changed of one that moved", () => {
    const lit = (initial: string, entry: string) => ({ initial, states: { one: { entry }, two: {} } })
    const told = (was: object, is: object) =>
      compared(chart(was), chart(is)).changes.map((change) => [change.is, "path" in change && change.path])
    const red = { red: lit("one", "blink") }
    expect(told(red, { red: lit("two", "blink") })).toEqual([["changed", "red"]])
    expect(told(red, { red: { initial: "over", states: { over: lit("one", "beep") } } })).toEqual([
      ["changed", "red"],
      ["added", "red.over"],
      ["changed", "red.over.one"],
      ["moved", "red.over.one"],
      ["moved", "red.over.two"],
    ])
  })

  it("tell an edge that does something else, and one with another condition", () => {
    const guarded = (guard: string | undefined, actions: ReadonlyArray<string>) =>
      machineDefinition(
        setup({ guards: { isDay: () => true }, actions: { ring: () => {} } }).createMachine({
          id: "bell",
          on: { PRESS: { ...(guard && { guard }), actions } },
        } as never) as never,
      )
    const one = compared(guarded(undefined, []), guarded(undefined, ["ring"])).changes
    const other = compared(guarded(undefined, ["ring"]), guarded("isDay", ["ring"])).changes
    expect([one, other].map((all) => all.map(({ is }) => is))).toEqual([["changed"], ["changed"]])
  })
})

describe("the picture of both", () => {
  const { definition, marks } = union(before, after)

  it("has what went beside what is there, each marked", async () => {
    const svg = marked(await drawnDefinition(definition), marks)
    const classOf = (what: string, id: string) =>
      new RegExp(`class="([^"]*)" data-${what}="${id}"`).exec(svg)?.[1]
    expect(classOf("state", "amber")).toContain("removed")
    expect(classOf("state", "busy")).toContain("added")
    expect(classOf("state", "busy.green")).toContain("moved")
    expect(classOf("state", "red")).not.toMatch(/added|removed|moved/)
    expect(classOf("edge", "-green\\|SLOW\\|0")).toContain("removed")
    expect(classOf("edge", "red\\|GO\\|0")).toContain("moved")
    expect(svg).toContain("it was red → green")
    // Not by their colours alone.
    const signOf = (what: string, id: string) =>
      new RegExp(
        `data-${what}="${id}">\\n(?:<title>[^<]*</title>\\n)?<rect[^>]*>\\n<text class="mark"[^>]*>(.)<`,
      ).exec(svg)?.[1]
    expect(["amber", "busy", "busy.green", "red"].map((id) => signOf("state", id))).toEqual([
      "−",
      "+",
      "↷",
      undefined,
    ])
    expect(signOf("edge", "red\\|GO\\|0")).toBe("↷")
  })
})

describe("the charts of a revision", () => {
  it("are read from the repository, and compared with today's", async () => {
    const today = new Map(
      Object.values(charts).map((machine) => [machine.id, machineDefinition(machine as never)]),
    )
    const machines = Object.values(charts) as never
    expect(summary("HEAD", differences(today, machines))).toBe("The charts are those of HEAD")
    const without = new Map([...today].filter(([id]) => id !== "vote"))
    expect(differences(without, machines)).toMatchObject([{ id: "vote", versions: [null, "1"] }])
    expect([...(await chartsAt("HEAD")).keys()]).toContain("conversation")
  })

  it("are refused where there are none", async () => {
    await expect(chartsAt("no-such-branch")).rejects.toMatchObject({ _tag: "InputError" })
    await expect(chartsAt("--help")).rejects.toMatchObject({ _tag: "InputError" })
  })
})
