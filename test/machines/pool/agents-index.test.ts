/** An index follows its table wherever it goes: also into what is thought of and never comes to be. */
import * as fc from "fast-check"
import { expect, it } from "vitest"
import { indexOf } from "../../../src/machines/pool/agents-index.ts"
import { assigned, fresh, type Slot } from "../../../src/machines/pool/allocation.ts"
import { Table } from "../../../src/machines/table.ts"
import { turn } from "../support/words.ts"

const agents = ["0-0001", "0-0002", "0-0003"]
const turns = ["a", "b"]

/** Where each agent has one of few turns, or none. */
const tables = fc.array(fc.tuple(fc.constantFrom(...agents), fc.option(fc.constantFrom(...turns))), {
  maxLength: 8,
})

const given = turn("writer")

const free = (): Table<Slot> => Table.of(Object.fromEntries(agents.map((agent) => [agent, fresh])))

const changed = (table: Table<Slot>, changes: ReadonlyArray<readonly [string, string | null]>): Table<Slot> =>
  changes.reduce(
    (all, [agent, id]) => all.set(agent, id === null ? fresh : assigned(fresh, { ...given, id }, 1000, 5)),
    table,
  )

const told = (table: Table<Slot>) => {
  const index = indexOf(table, 10)
  return {
    holders: turns.map((turn) => index.holderOf(turn)),
    states: { ...index.states },
    away: index.away.map(({ key }) => key),
  }
}

it("knows who has a turn after it was thought to be given twice", () => {
  const once = changed(free(), [["0-0001", "a"]])
  // A letter that comes a second time is drafted before the store says that it is known.
  const twice = changed(once, [["0-0002", "a"]])
  expect([once, twice, once].map((table) => told(table).holders[0])).toEqual(["0-0001", "0-0001", "0-0001"])
})

it("says of each table what a new index says, in whatever order it is asked", () => {
  fc.assert(
    fc.property(fc.array(tables, { minLength: 1, maxLength: 5 }), (histories) => {
      const start = free()
      for (const changes of histories) {
        const table = changed(start, changes)
        const alike = Table.of(Object.fromEntries(table.rows().map(({ key, value }) => [key, value])))
        expect(told(table)).toEqual(told(alike))
      }
    }),
  )
})

it("calls back the longest unused, whichever kind of agent it came to know first", () => {
  const idle = (lastUsed: number, tools: ReadonlyArray<string>): Slot => ({
    ...fresh,
    state: "idle",
    home: "1",
    stays: 5,
    lastUsed,
    tools,
  })
  const late = Table.of<Slot>({ "0-0001": idle(20, ["search"]), "0-0002": fresh })
  expect(indexOf(late, 10).anyIdle).toBe("0-0001")
  const both = late.set("0-0002", idle(15, ["render"]))
  const anew = Table.of<Slot>(Object.fromEntries(both.rows().map(({ key, value }) => [key, value])))
  expect([both, anew].map((table) => indexOf(table, 30).anyIdle)).toEqual(["0-0002", "0-0002"])
})
