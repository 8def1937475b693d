/** Charts decide and do nothing: no clock, no chance, no world; and none of XState's parts that a journal cannot hold. */
import { readdirSync, readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import type { AnyStateNode } from "xstate"
import { charts } from "../../src/machines/index.ts"
import { makeStepper } from "../../src/actors/step.ts"

const folder = new URL("../../src/machines/", import.meta.url)
const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => ({ name, text: readFileSync(new URL(name, folder), "utf8") }))
const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/\/\/.*$/gm, "")

describe("the machines", () => {
  it("import nothing but xstate, effect's Schema and each other", () => {
    const strange = files.flatMap(({ name, text }) =>
      [
        ...text.matchAll(
          /^(?:import|export)\b[^"']*?\bfrom\s+["']([^"']+)["']|\bimport\s*\(\s*["']([^"']+)/gm,
        ),
      ]
        .map(([line, from, dynamic]) => ({ line, from: from ?? dynamic! }))
        .filter(
          ({ line, from }) =>
            from !== "xstate" &&
            !(from.startsWith(".") && new URL(from, new URL(name, folder)).href.startsWith(folder.href)) &&
            !/^import (type )?\{ Schema \} from "effect"$/.test(line),
        )
        .map(({ from }) => `${name}: ${from}`),
    )
    expect(strange).toEqual([])
  })

  it.each([
    "Date",
    "Math.random",
    "performance",
    "process",
    "globalThis",
    "setTimeout",
    "fetch",
    "console",
    "node:",
    "crypto",
  ])("do not use %s", (word) => {
    const found = files.filter(({ text }) =>
      new RegExp(`(?<![\\w."])${word.replace(".", "\\.")}(?!\\w)`).test(withoutComments(text)),
    )
    expect(found.map(({ name }) => name)).toEqual([])
  })
})

const nodes = (node: AnyStateNode): ReadonlyArray<AnyStateNode> => [
  node,
  ...Object.values(node.states).flatMap((child) => nodes(child)),
]

describe.each(Object.entries(charts))("the chart of %s", (kind, chart) => {
  const all = nodes(chart.root)

  it("has no invoke, no history and no final state of its own, and spawns nobody", () => {
    expect(
      all.filter((node) => node.invoke.length > 0 || node.type === "history").map(({ id }) => id),
    ).toEqual([])
    expect(Object.keys(chart.implementations.actors)).toEqual([])
    expect(all.filter((node) => node.type === "final" && node.parent === chart.root)).toEqual([])
    expect(JSON.stringify(chart.config)).not.toMatch(/spawnChild|xstate\.spawn/)
  })

  it("carries a version", () => {
    expect(chart.version).toMatch(/^\d+$/)
  })

  it("describes itself", () => {
    expect(chart.config.description).toMatch(/\w/)
  })

  it("begins with nothing to do and nothing to wait for, since nobody has committed anything yet", () => {
    const step = makeStepper(chart).initial({ id: "1", pool: "0" })
    expect([step.effects, step.timers, kind]).toEqual([[], [], kind])
  })
})
