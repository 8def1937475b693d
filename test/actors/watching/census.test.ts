import { describe, expect, it } from "vitest"
import type { AnyMachineSnapshot, EventObject } from "xstate"
import { Census, type Resident } from "../../../src/actors/watching/census.ts"
import { Dwell } from "../../../src/actors/watching/dwell.ts"
import { makeStepper } from "../../../src/actors/step.ts"
import type { Address } from "../../../src/machines/address.ts"
import { edgeIdOf } from "../../../src/machines/edges.ts"
import { charts } from "../../../src/machines/index.ts"

const stepper = makeStepper(charts.pool)
const happened = (type: string, more: object = {}): EventObject & { at: number } => ({ type, at: 1, ...more })
const told = (snapshot: AnyMachineSnapshot, event: EventObject) => stepper.next(snapshot, event).snapshot

const asleep = stepper.initial({ id: "0" }).snapshot
const allocated = told(asleep, happened("ALLOCATE"))
const serving = told(allocated, happened("CONNECTED", { agents: ["0-0001"] }))

const living = (census: Census) =>
  Object.fromEntries(
    census
      .chartOf("pool")
      .places.filter(({ live }) => live > 0)
      .map(({ path, live }) => [path, live]),
  )

const place = (census: Census, path: string) =>
  census.chartOf("pool").places.find((place) => place.path === path)!

const move = (census: Census, resident: Resident, to: AnyMachineSnapshot, at: number) =>
  census.committed(resident, { at, through: [to], taken: [], after: to })

const wake = (census: Census, address: Address, at = 0): Resident => census.woke(address, asleep, at)

describe("the census", () => {
  it("has every live actor in every state that it is in, however it got there", () => {
    const census = new Census()
    const [one, two] = [wake(census, "pool/0"), wake(census, "pool/1")]
    expect(living(census)).toEqual({ "": 2, available: 2 })
    move(census, one, allocated, 1)
    move(census, one, serving, 2)
    expect(living(census)).toEqual({ "": 2, available: 1, active: 1, "active.serving": 1 })
    expect(census.lifecycle("pool")).toEqual({ available: 1, active: 1 })
    census.slept(two)
    census.slept(one)
    expect(living(census)).toEqual({})
  })

  it("counts the edges that actors took, those without an event among them", () => {
    const census = new Census()
    const one = wake(census, "pool/0")
    const steps = [happened("ALLOCATE"), happened("CONNECTED", { agents: ["0-0001"] })]
    let now = asleep
    for (const event of steps) {
      const { snapshot, taken } = stepper.next(now, event)
      census.committed(one, { at: 1, through: [snapshot], taken: [taken], after: snapshot })
      now = snapshot
    }
    const counted = [...census.chartOf("pool").taken()].map(([of, times]) => [edgeIdOf(of), times])
    expect(counted).toEqual([
      ["available|ALLOCATE|0", 1],
      ["allocated|CONNECTED|0", 1],
    ])
  })

  it("counts an owner that was fenced and the one who took over each for itself", () => {
    const census = new Census()
    const loser = wake(census, "pool/0")
    const owner = wake(census, "pool/0")
    census.slept(loser)
    expect(living(census)).toEqual({ "": 1, available: 1 })
    census.slept(owner)
    expect(living(census)).toEqual({})
  })

  it("knows since when an actor is in each of its states, and keeps that of those it stays in", () => {
    const census = new Census()
    const one = wake(census, "pool/0", 10)
    move(census, one, serving, 20)
    expect(one.standing.states.map(({ key }) => key)).toEqual(["pool", "active", "serving"])
    expect([one.since, one.moved]).toEqual([[Number.NaN, 20, 20], 20])
    move(census, one, told(serving, happened("RECALLED")), 30)
    expect([one.since, one.moved]).toEqual([[Number.NaN, 20, 20], 30])
  })

  it("counts what flows from a state to one beside it, and how long the stay was", () => {
    const census = new Census()
    const one = wake(census, "pool/0", 0)
    for (let n = 0; n < 3; n++) {
      move(census, one, allocated, 1000 * n)
      move(census, one, serving, 1000 * n + 500)
    }
    const flows = [...census.chartOf("pool").flows.values()]
    expect(flows.map(({ from, to, count }) => `${from.path} → ${to.path} ${count}`)).toEqual([
      "available → allocated 1",
      "allocated → active 3",
      "active → allocated 2",
    ])
    const { dwell, entered } = place(census, "allocated")
    expect([entered, dwell.total]).toEqual([3, 3])
    expect(Math.abs(dwell.quantile(0.5)! - 500)).toBeLessThan(25)
    // Nobody knows for how long it had been free when it was woken.
    expect(place(census, "available").dwell.quantile(0.5)).toBeNull()
  })
})

describe("stays", () => {
  it("have quantiles that are right to within a twentieth, from milliseconds to days", () => {
    for (const scale of [1, 1000, 1e6, 1e8]) {
      const dwell = new Dwell()
      for (let n = 1; n <= 1000; n++) dwell.add((n / 1000) * scale * 100)
      for (const share of [0.5, 0.99]) {
        const exact = share * scale * 100
        expect(Math.abs(dwell.quantile(share)! - exact) / exact).toBeLessThan(0.06)
      }
    }
  })

  it("of no time at all are nothing, and of ages are ages", () => {
    const dwell = new Dwell()
    dwell.add(0)
    expect(dwell.quantile(0.99)).toBe(0)
    dwell.add(1e15)
    expect(dwell.quantile(1)).toBeGreaterThan(1e11)
  })
})
