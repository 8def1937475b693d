import { Effect, ManagedRuntime } from "effect"
import { describe, expect, it, onTestFinished } from "vitest"
import type { AnyMachineSnapshot, EventObject } from "xstate"
import { Observer } from "../../../src/actors/observer.ts"
import { makeStepper } from "../../../src/actors/step.ts"
import { Census } from "../../../src/adapters/inspector/census.ts"
import type { Address } from "../../../src/machines/address.ts"
import { charts } from "../../../src/machines/index.ts"

const stepper = makeStepper(charts.pool)

const happened = (type: string, more: object = {}): EventObject & { at: number } => ({ type, at: 1, ...more })
const asleep = stepper.initial({ id: "0" }).snapshot
const told = (snapshot: AnyMachineSnapshot, event: EventObject) => stepper.next(snapshot, event).snapshot
const serving = told(told(asleep, happened("ALLOCATE")), happened("CONNECTED", { agents: [] }))
const turn = { id: "1.writer", message: { guild: "1" } }
const scaling = told(serving, happened("REQUEST", { turn }))

const observed = async () => {
  const runtime = ManagedRuntime.make(Observer.layer)
  onTestFinished(() => runtime.dispose())
  const observer = await runtime.runPromise(Effect.map(Observer, (observer) => observer))
  let watching = 0
  const census = new Census({
    ...observer,
    watch: (watch) => {
      watching++
      const stop = observer.watch(watch)
      return () => {
        watching--
        stop()
      }
    },
  })
  const move = (address: Address, before: AnyMachineSnapshot, after: AnyMachineSnapshot) =>
    observer.committed({ address, entries: [], before, after })
  return { observer, census, move, watching: () => watching }
}

describe("the census", () => {
  it("watches while somebody looks on, once for all, and not longer", async () => {
    const { census, watching } = await observed()
    expect(watching()).toBe(0)
    const first = census.look()
    const second = census.look()
    expect(watching()).toBe(1)
    first()
    expect(watching()).toBe(1)
    second()
    expect(watching()).toBe(0)
  })

  it("knows lifecycle states of all, and what goes on inside of those that moved", async () => {
    const { observer, census, move } = await observed()
    observer.woke("pool/0", serving)
    observer.woke("pool/1", serving)
    census.look()
    expect(census.report()).toMatchObject({ live: { pool: { "": 2, active: 2 } }, unseen: { pool: 2 } })
    move("pool/1", serving, told(serving, happened("FAILED", { agent: "0-0001" })))
    expect(census.report().live.pool).toEqual({ "": 2, active: 2, "active.serving": 1 })
    expect(census.report().unseen.pool).toBe(1)
  })

  it("moves who moves, and forgets who fell asleep: the one that has not moved for longest", async () => {
    const { observer, census, move } = await observed()
    census.look()
    for (const pool of ["pool/0", "pool/1", "pool/2"] as const) {
      observer.woke(pool, asleep)
      move(pool, asleep, serving)
    }
    move("pool/0", serving, scaling)
    expect(census.report().live.pool).toEqual({ "": 3, active: 3, "active.serving": 2, "active.scaling": 1 })
    observer.slept("pool/1", serving)
    expect(census.report().live.pool).toEqual({ "": 2, active: 2, "active.serving": 1, "active.scaling": 1 })
    expect(census.report().unseen.pool).toBe(0)
  })

  it("begins anew with the next who looks on", async () => {
    const { observer, census, move } = await observed()
    const leave = census.look()
    observer.woke("pool/0", asleep)
    move("pool/0", asleep, serving)
    leave()
    census.look()
    expect(census.report()).toMatchObject({ live: { pool: { "": 1, active: 1 } }, unseen: { pool: 1 } })
  })
})
