/** What the peers run in `npm run bench -- peers` is the lifecycle that Orrery's agents have. */
import { describe, expect, it } from "vitest"
import { eventAfter, lifeAfter, step, type State } from "../../bench/peers/work.ts"
import { makeStepper } from "../../src/actors/step.ts"
import { charts } from "../../src/machines/index.ts"

const two = Array.from({ length: 12 }, (_, told) => told)

const outermost = (value: unknown): string => {
  const { life } = value as { readonly life: string | Readonly<Record<string, unknown>> }
  return typeof life === "string" ? life : Object.keys(life)[0]!
}

describe("the work of the peers", () => {
  it("leads an agent's chart through two whole lives", () => {
    const { initial, next } = makeStepper(charts.agent)
    let { snapshot } = initial({ id: "0-0", pool: "0" })
    const lives = two.map((told) => {
      const before = snapshot
      ;({ snapshot } = next(snapshot, { ...eventAfter(told), at: told } as never))
      expect(snapshot, `${eventAfter(told).type} changed nothing`).not.toBe(before)
      return outermost(snapshot.value)
    })
    expect(lives).toEqual(two.map((told) => lifeAfter(told + 1)))
    expect(new Set(lives)).toEqual(new Set(["allocated", "active", "idle", "released", "available"]))
  })

  it("leads the peers' table to the same states", () => {
    let state: State | null = null
    const lives: Array<string> = []
    for (const told of two) {
      state = step(state, eventAfter(told))
      lives.push(state.life)
    }
    expect(lives).toEqual(two.map((told) => lifeAfter(told + 1)))
    expect(state).toEqual({ life: "available", told: 12, turn: null, text: "" })
  })

  it("is refused by the table when the order was not kept", () => {
    expect(() => step(null, eventAfter(1))).toThrow("CONNECTED while available")
  })
})
