import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { pageModule } from "./page-module.ts"

interface Range {
  readonly first: string | undefined
  readonly last: string | undefined
}
type Messages = ReadonlyArray<{ readonly id: string }>

const { newest, around, indices, olderStep, newerStep } = await pageModule<{
  newest: (messages: Messages) => Range
  around: (messages: Messages, id: string) => Range
  indices: (messages: Messages, range: Range) => { start: number; end: number }
  olderStep: (messages: Messages, range: Range) => Range
  newerStep: (messages: Messages, range: Range) => Range
}>("views/range.js")

const log = (length: number): Messages => Array.from({ length }, (_, at) => ({ id: String(100_000 + at) }))

describe("the window on a long log", () => {
  it("begins at the newest messages and follows them", () => {
    const range = newest(log(5000))
    expect(indices(log(5000), range)).toEqual({ start: 4940, end: 5000 })
    expect(indices(log(5003), range)).toEqual({ start: 4940, end: 5003 })
  })

  it("stays where it is when older messages arrive above", () => {
    const all = log(100)
    const range = around(all.slice(50), "100070")
    const [before, after] = [indices(all.slice(50), range), indices(all, range)]
    expect(after).toEqual({ start: before.start + 50, end: before.end + 50 })
  })

  it("walks from one end to the other and never draws more than 180 messages", () => {
    const walk = fc.record({
      length: fc.integer({ min: 0, max: 700 }),
      steps: fc.array(fc.boolean(), { maxLength: 40 }),
    })
    fc.assert(
      fc.property(walk, ({ length, steps }) => {
        const all = log(length)
        let range = newest(all)
        for (const older of steps) {
          range = older ? olderStep(all, range) : newerStep(all, range)
          const { start, end } = indices(all, range)
          expect(start).toBeGreaterThanOrEqual(0)
          expect(end).toBeLessThanOrEqual(length)
          expect(end - start).toBeLessThanOrEqual(180)
          expect(end - start).toBeGreaterThanOrEqual(Math.min(length, 60))
        }
        for (let step = 0; step < 20; step += 1) range = olderStep(all, range)
        expect(indices(all, range).start).toBe(0)
        for (let step = 0; step < 20; step += 1) range = newerStep(all, range)
        expect(indices(all, range).end).toBe(length)
      }),
    )
  })
})
