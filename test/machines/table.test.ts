/** Tables and sorted lists: what a pool keeps by the thousand, against a map and an array that are plainly right. */
import { createHash } from "node:crypto"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { Sorted } from "../../src/machines/sorted.ts"
import { Table } from "../../src/machines/table.ts"
import "../support/properties.ts"

const digest = (table: Table<unknown>) =>
  table.digest((text) => BigInt(`0x${createHash("sha256").update(text).digest("hex")}`))

const step = fc.record({
  key: fc.integer({ min: 0, max: 400 }).map(String),
  value: fc.option(fc.nat(9), { nil: undefined }),
})
const steps = fc.array(step, { maxLength: 600, size: "max" })

const taken = (table: Table<number>, { key, value }: { key: string; value?: number | undefined }) =>
  value === undefined ? table.delete(key) : table.set(key, value)

describe("a table", () => {
  it("holds what a map would, and leaves the tables before it as they were", () => {
    fc.assert(
      fc.property(steps, (all) => {
        const map = new Map<string, number>()
        let table = Table.of<number>({})
        const before: Array<readonly [Table<number>, string]> = []
        for (const one of all) {
          before.push([table, JSON.stringify(table)])
          table = taken(table, one)
          if (one.value === undefined) map.delete(one.key)
          else map.set(one.key, one.value)
          expect(table.get(one.key)).toBe(map.get(one.key))
        }
        expect(table.toJSON()).toEqual(Object.fromEntries(map))
        expect(table.size).toBe(map.size)
        for (const [was, text] of before.slice(-5)) expect(JSON.stringify(was)).toBe(text)
      }),
      { numRuns: 50 },
    )
  })

  it("leaves older ones as they were although these are asked, changed and compared in any order", () => {
    const turn = fc.record({ of: fc.nat(), asked: fc.nat(), to: fc.nat(), step })
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 300, size: "max" }), (turns) => {
        const all = [{ table: Table.of<number>({}), map: new Map<string, number>() }]
        const some = (n: number) => all[n % all.length]!
        for (const { of, asked, to, step } of turns) {
          const { table, map } = some(of)
          const changed = new Map(map)
          if (step.value === undefined) changed.delete(step.key)
          else changed.set(step.key, step.value)
          all.push({ table: taken(table, step), map: changed })
          const [one, other] = [some(asked), some(to)]
          expect(one.table.get(step.key)).toBe(one.map.get(step.key))
          const rows = new Map(one.map)
          one.table.compare(
            other.table,
            ({ key }) => rows.delete(key),
            ({ key, value }) => rows.set(key, value),
          )
          expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(other.map))
          expect(one.table.size).toBe(one.map.size)
        }
        for (const { table, map } of all) expect(table.toJSON()).toEqual(Object.fromEntries(map))
      }),
      { numRuns: 30 },
    )
  })

  it("has a digest that follows from its records alone, and another one when any of them is another", () => {
    fc.assert(
      fc.property(steps, step, (all, more) => {
        let table = Table.of<number>({})
        for (const one of all) {
          table = taken(table, one)
          digest(table)
        }
        expect(digest(Table.of(table.toJSON()))).toBe(digest(table))
        const other = taken(table, more)
        expect(digest(other) === digest(table)).toBe(table.get(more.key) === more.value)
      }),
      { numRuns: 50 },
    )
  })

  it("tells what differs from another one, on the way there and on the way back", () => {
    fc.assert(
      fc.property(steps, steps, (first, then) => {
        const one = first.reduce(taken, Table.of<number>({}))
        const two = then.reduce(taken, one)
        for (const [from, to] of [
          [one, two],
          [two, one],
        ] as const) {
          const rows = new Map(from.rows().map((row) => [row.key, row]))
          from.compare(
            to,
            (row) => {
              expect(rows.get(row.key)).toBe(row)
              rows.delete(row.key)
            },
            (row) => rows.set(row.key, row),
          )
          expect(new Map([...rows].toSorted(([a], [b]) => (a < b ? -1 : 1)))).toEqual(
            new Map(to.rows().map((row) => [row.key, row])),
          )
        }
      }),
      { numRuns: 50 },
    )
  })
})

describe("a sorted list", () => {
  it("is in order, and forgets what it is told to", () => {
    const changes = fc.array(fc.record({ n: fc.nat(900), out: fc.boolean() }), {
      maxLength: 3000,
      size: "max",
    })
    fc.assert(
      fc.property(changes, fc.boolean(), (all, growing) => {
        const list = new Sorted<number>((a, b) => a - b)
        const plain = new Set<number>()
        for (const [at, { n, out }] of all.entries()) {
          const one = growing ? at : n
          if (out) expect(list.delete(n)).toBe(plain.delete(n))
          else if (!plain.has(one)) {
            plain.add(one)
            list.add(one)
          }
        }
        const sorted = [...plain].toSorted((a, b) => a - b)
        expect([...list]).toEqual(sorted)
        expect([list.first, list.size]).toEqual([sorted[0], sorted.length])
      }),
      { numRuns: 30 },
    )
  })
})
