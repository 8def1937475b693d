/** What is to hold at rest is held against where a state rests, and against what is found to go on for ever. */
import { describe, expect, it } from "vitest"
import { makeRest } from "../../src/check/rest.ts"

/** Even numbers count down to 0; odd ones go round for ever, from 1 by 3 to 5. */
const seen = () => {
  const passed: Array<number> = []
  const rest = makeRest<number>({
    key: String,
    calmed: (n) => {
      passed.push(n)
      return n === 0 ? null : n % 2 === 0 ? n - 2 : (n + 2) % 6
    },
    patience: 9,
  })
  return { passed, rest }
}

describe("what comes to rest", () => {
  it("is looked at where it rests, and once", () => {
    const { passed, rest } = seen()
    const ends: Array<readonly [number, boolean]> = []
    const note = (end: number, rests: boolean) => ends.push([end, rests]) > 0
    rest(6, note)
    rest(8, note)
    expect(ends).toEqual([[0, true]])
    expect(passed).toEqual([6, 4, 2, 0, 8])
  })

  it("is looked at again where it did not hold", () => {
    const { rest } = seen()
    let times = 0
    for (const from of [4, 4, 2]) rest(from, () => ++times < 0)
    expect(times).toBe(3)
  })

  it("or goes on for ever, is looked at on the way", () => {
    const { rest } = seen()
    const ends: Array<boolean> = []
    rest(1, (_, rests) => ends.push(rests) > 0)
    rest(3, (_, rests) => ends.push(rests) > 0)
    expect(ends).toEqual([false])
  })
})
