import { describe, expect, it } from "vitest"
import * as fc from "fast-check"
import { coveredIn } from "../../src/actors/covered.ts"
import { Table } from "../../src/machines/table.ts"

const covered = {
  whole: coveredIn("whole"),
  digests: coveredIn("digests"),
  tables: coveredIn("digests", ["table"]),
}

const again = <A>(value: A): A => JSON.parse(JSON.stringify(value)) as A

const states = fc.record({
  value: fc.oneof(fc.string(), fc.dictionary(fc.string(), fc.string())),
  context: fc.dictionary(fc.string(), fc.oneof(fc.jsonValue({ maxDepth: 4 }), fc.constant(undefined))),
})

const long = "what is longer than a digest is said by its digest, and this is what is longer"

describe("what a hash covers of a state", () => {
  it("is its JSON, as a whole", () => {
    fc.assert(
      fc.property(states, (state) => {
        expect(covered.whole(state)).toBe(JSON.stringify(state))
      }),
    )
  })

  it("does not depend on what was said before, with digests", () => {
    fc.assert(
      fc.property(states, (state) => {
        expect(covered.digests(state)).toBe(covered.digests(state))
        expect(covered.digests(again(state))).toBe(covered.digests(state))
      }),
    )
  })

  it("differs with whatever differs, however deep, with digests", () => {
    const state = { value: "here", context: { open: [{ turn: { of: "a", text: long } }, { turn: null }] } }
    const other = again(state)
    other.context.open[0]!.turn!.of = "b"
    expect(covered.digests(other)).not.toBe(covered.digests(state))
    fc.assert(
      fc.property(states, states, (one, two) => {
        expect(covered.digests(one) === covered.digests(two)).toBe(
          JSON.stringify(one) === JSON.stringify(two),
        )
      }),
    )
  })

  it("is short, however much there is, with digests", () => {
    const lines = Array.from({ length: 1000 }, (_, n) => ({ n, long }))
    expect(covered.digests({ value: "here", context: { lines, memory: { lines } } }).length).toBeLessThan(200)
  })

  it("has a table by its digest", () => {
    const [one, two] = [Table.of({ a: 1, b: 2 }), Table.of({ a: 1 }).set("b", 2)]
    const of = (table: Table<number>) => covered.tables({ value: "here", context: { table } })
    expect(of(one)).toBe(of(two))
    expect(of(one)).not.toBe(of(two.set("b", 3)))
  })
})
