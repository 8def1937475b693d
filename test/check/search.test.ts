/** A search finds the nearest first, says what it left, and which states nothing leads out of. */
import { describe, expect, it } from "vitest"
import { search, stuckIn, wayTo, type Bounds, type Space } from "../../src/check/search.ts"

/** Numbers that lead to others. */
const numbers = (leads: Readonly<Record<number, ReadonlyArray<number>>>): Space<number> => ({
  begin: [0],
  key: String,
  moves: (from) =>
    (leads[from] ?? []).map((to) => ({ name: `to ${to}`, event: null, due: to < 100, take: () => to })),
  found: () => true,
  broke: () => true,
})

const searched = (leads: Readonly<Record<number, ReadonlyArray<number>>>, bounds: Bounds = { states: 100 }) =>
  search(numbers(leads), bounds)

describe("a search", () => {
  it("finds the shortest way to each", () => {
    const { nodes, left } = searched({ 0: [1, 2], 1: [3], 2: [4], 3: [5], 4: [5], 5: [0] })
    const ways = nodes.map((node) => wayTo(node).map(({ state }) => state))
    expect(ways.find((way) => way.at(-1) === 5)).toEqual([0, 1, 3, 5])
    expect([nodes.length, left]).toEqual([6, 0])
  })

  it("says what it did not go on from, and how far everything was looked at", () => {
    const chain = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [n, [n + 1]]))
    const { nodes, left, depth } = searched(chain, { states: 10 })
    expect([nodes.length, left, depth]).toEqual([10, 1, 9])
  })

  it("tells states that nothing leads out of, but what was not to come", () => {
    const { nodes } = searched({ 0: [1, 3], 1: [2], 2: [1, 100], 3: [0] })
    const stuck = stuckIn(nodes, ({ state }) => state === 0 || state === 100)
    expect(stuck.map(({ state }) => state)).toEqual([1, 2])
  })

  it("takes what was not gone on from for a way out", () => {
    const { nodes } = searched({ 0: [1], 1: [2], 2: [1] }, { states: 2 })
    expect(stuckIn(nodes, () => false)).toEqual([])
  })
})
