/** Patches give back the very text that hashes are over. */
import { assert, jsonValue, property } from "fast-check"
import { describe, expect, it } from "vitest"
import { patchOf, patched } from "../../src/replay/patch.ts"

const json = jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value)))

describe("a patch", () => {
  it("makes the one of the other, letter by letter", () => {
    assert(
      property(json, json, (from, to) => {
        expect(JSON.stringify(patched(from, patchOf(from, to)))).toBe(JSON.stringify(to))
      }),
    )
  })

  it("is nothing where nothing changed", () => {
    assert(
      property(json, (value) => {
        expect(patchOf(value, value)).toEqual([])
      }),
    )
  })

  it("says of a list that moved on only what left and what came", () => {
    const lines = Array.from({ length: 20 }, (_, n) => ({ text: `line ${n}` }))
    expect(patchOf(lines.slice(0, 19), lines.slice(1))).toEqual([
      { op: "remove", path: "/0" },
      { op: "add", path: "/-", value: { text: "line 19" } },
    ])
    expect(patchOf(lines.slice(0, 18), lines.slice(2, 19))).toEqual([
      { op: "remove", path: "/0" },
      { op: "remove", path: "/0" },
      { op: "add", path: "/-", value: { text: "line 18" } },
    ])
  })

  it("does not fit another value", () => {
    expect(() => patched({ a: 1 }, [{ op: "replace", path: "/b/c", value: 1 }])).toThrow("does not fit")
  })
})
