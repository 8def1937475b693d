/** What policies learn of a guild, and what they make of it. */
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { variation, windowOf } from "../../../src/machines/pool/policies/histogram.ts"
import * as hours from "../../../src/machines/pool/policies/hours.ts"
import { policies } from "../../../src/machines/pool/policies/index.ts"
import * as pauses from "../../../src/machines/pool/policies/pauses.ts"
import {
  day,
  hour,
  minute,
  PolicyName,
  week,
  type Known,
  type Policy,
} from "../../../src/machines/pool/policies/policy.ts"
import "../../support/properties.ts"

const monday = Date.UTC(2024, 0, 1)
const usual = 15 * minute
const unknown = (policy: Policy): Known => ({ habit: "", lore: policy.lore })

/** A guild asks at these times, and is left alone at once each time. */
const after = (policy: Policy, times: ReadonlyArray<number>, from: Known = unknown(policy)): Known =>
  times.reduce(
    (known, at, n) =>
      policy.asked(known, {
        at,
        purpose: "other",
        usual,
        idle: n === 0 ? null : at - times[n - 1]!,
        held: 0,
      }),
    from,
  )
const every = (apart: number, times: number, from = monday + 20 * hour) =>
  Array.from({ length: times }, (_, n) => from + n * apart)
const next = (policy: Policy, known: Known, at: number) => policy.next(known, { at, missed: false })

describe("fixed", () => {
  it("learns nothing, keeps agents as is usual, and sends none ahead", () => {
    const known = after(policies.fixed, every(day, 30))
    expect(known).toEqual(unknown(policies.fixed))
    expect([policies.fixed.stay(known.habit, usual), next(policies.fixed, known, monday)]).toEqual([
      usual,
      null,
    ])
  })
})

describe("the hourly average", () => {
  const { hourly } = policies
  it("sends an agent for the hour in which a guild asks on more than seven days of ten", () => {
    const known = after(hourly, every(day, 5))
    const at = monday + 4 * day + 21 * hour
    const from = monday + 5 * day + 20 * hour
    expect(next(hourly, known, at)).toEqual({ from, until: from + hour })
    expect(next(hourly, after(hourly, every(2 * day, 3)), at)).toBeNull()
  })

  it("looks back on three days at least", () => {
    expect(next(hourly, after(hourly, every(day, 2)), monday + day + 21 * hour)).toBeNull()
  })
})

describe("the hybrid histogram", () => {
  const { histogram } = policies
  it("lets the agent go at once and back before a guild that comes back after half an hour, by the 5th and 99th percentile and a tenth", () => {
    const { habit } = after(histogram, every(30 * minute, 20))
    expect(windowOf(habit)).toEqual({ from: 27, until: 35 })
    expect(histogram.stay(habit, usual)).toBe(0)
    expect(next(histogram, { habit, lore: [] }, monday)).toEqual({
      from: monday + 27 * minute,
      until: monday + 35 * minute,
    })
    expect(histogram.next({ habit, lore: [] }, { at: monday, missed: true })).toBeNull()
  })

  it("keeps it where the guild comes back at once, and for four hours where nothing is known", () => {
    expect(histogram.stay(after(histogram, every(20_000, 20)).habit, usual)).toBe(2 * minute)
    expect(histogram.stay("", usual)).toBe(240 * minute)
  })

  it("keeps it for four hours where pauses are spread evenly: the bins vary too little", () => {
    const even = Array.from({ length: 240 }, (_, n) => [n, 1] as const)
    expect([variation(even), variation([[30, 20]])]).toEqual([0, expect.closeTo(Math.sqrt(239))])
  })

  it("forecasts where most pauses are longer than four hours, with 15 % on both sides", () => {
    const { habit } = after(histogram, every(10 * hour, 6))
    expect(windowOf(habit)).toEqual({ from: 510, until: 690 })
  })
})

describe("hours of the week", () => {
  const heard = (times: ReadonlyArray<number>) => times.reduce(hours.heard, "")
  const expected = (times: ReadonlyArray<number>, at: number) => hours.expected(heard(times), at, 0)

  it("expect a guild after it has asked in the same hour of two weeks, not of one", () => {
    const from = monday + 2 * week + 20 * hour
    expect(expected(every(week, 2), from - day)).toMatchObject({ from, until: from + hour })
    expect(expected(every(week, 1), monday + day)).toBeNull()
  })

  it("expect one that asks each day at that hour on the third day", () => {
    expect(expected(every(day, 2), monday + day + 21 * hour)).toMatchObject({
      from: monday + 2 * day + 20 * hour,
    })
  })

  it("forget: who has not asked for two weeks is expected no more", () => {
    const last = monday + 2 * week + 20 * hour
    expect(expected(every(week, 3), last + hour)).not.toBeNull()
    expect(expected(every(week, 3), last + 3 * week)).toBeNull()
  })

  it("expect nobody who is not worth the price", () => {
    const text = heard(every(week, 2))
    expect(hours.expected(text, monday + 2 * week, 100)).toBeNull()
  })

  it("take three characters for each hour in which a guild has asked, whatever it does", () => {
    const moment = fc.integer({ min: 0, max: 8 * 168 })
    fc.assert(
      fc.property(fc.array(moment, { maxLength: 60 }), (moments) => {
        const times = moments.toSorted((a, b) => a - b).map((n) => monday + n * hour)
        const text = heard(times)
        expect(text.length).toBeLessThanOrEqual(10 + 3 * new Set(times.map((at) => (at / hour) % 168)).size)
      }),
    )
  })
})

describe("how long it pays to wait", () => {
  const all = Array.from({ length: pauses.kinds }, () => 10)
  const often = (kind: number) =>
    Array.from({ length: 30 }).reduce<string>((own) => pauses.counted(own, kind), pauses.none)

  it("is until shortly after a guild mostly comes back", () => {
    expect(pauses.worth(often(4), all, 1)).toBeGreaterThanOrEqual(5)
    expect(pauses.worth(often(4), all, 1)).toBeLessThan(pauses.worth(often(8), all, 1))
    expect(pauses.worth(often(pauses.kinds - 1), all, 1)).toBe(0)
  })

  it("is never longer at a higher price", () => {
    const kind = fc.integer({ min: 0, max: pauses.kinds - 1 })
    const price = fc.double({ min: 0.01, max: 50, noNaN: true })
    fc.assert(
      fc.property(fc.array(kind, { maxLength: 40 }), price, price, (kinds, a, b) => {
        const own = kinds.reduce(pauses.counted, pauses.none)
        const [low, high] = [Math.min(a, b), Math.max(a, b)]
        expect(pauses.worth(own, all, high)).toBeLessThanOrEqual(pauses.worth(own, all, low))
      }),
    )
  })
})

describe("odds", () => {
  const { odds } = policies

  it("spends no more idle time than fixed time-outs, but for what the price took to be found", () => {
    // Who comes back when an agent that stays as is usual has just left costs it most.
    const guilds = Array.from({ length: 40 }, (_, n) => every((12 + n) * minute, 200))
    let { lore } = odds
    let [spent, wouldBe] = [0, 0]
    for (const times of guilds) {
      let habit = ""
      for (const [n, at] of times.entries()) {
        const idle = n === 0 ? null : at - times[n - 1]!
        if (idle !== null) {
          spent += Math.min(idle, odds.stay(habit, usual))
          wouldBe += Math.min(idle, usual)
        }
        const known = odds.asked({ habit, lore }, { at, purpose: "other", usual, idle, held: 0 })
        habit = known.habit
        lore = known.lore
      }
    }
    // ln(50) of a price that moves by 1/2048 a minute.
    expect(spent - wouldBe).toBeLessThan(Math.log(50) * 2048 * minute * 1.05)
    expect(spent).toBeGreaterThan(0)
  })

  it("pays for visits for nobody: they become dearer until there are none", () => {
    const known = after(odds, every(week, 3))
    const at = monday + 2 * week + 21 * hour
    expect(next(odds, known, at)).toMatchObject({ from: monday + 3 * week + 20 * hour })
    const dear = Array.from({ length: 60 }).reduce<Known>((of) => odds.missed(of, hour), known)
    expect(next(odds, dear, at)).toBeNull()
  })
})

describe("each policy", () => {
  const asking = fc.record({
    after: fc.integer({ min: 0, max: 5 * day }),
    held: fc.integer({ min: 0, max: hour }),
    alone: fc.boolean(),
  })

  it.each(PolicyName.literals)(
    "%s: sends nobody into the past, and keeps a guild in a line of whole numbers",
    (name) => {
      const policy = policies[name]
      fc.assert(
        fc.property(fc.array(asking, { maxLength: 40 }), (history) => {
          let [known, at] = [unknown(policy), monday]
          for (const { after, held, alone } of history) {
            at += after
            known = policy.asked(known, { at, purpose: "music", usual, idle: alone ? after : null, held })
            const visit = next(policy, known, at)
            expect(visit === null || (visit.from > at && visit.until > visit.from)).toBe(true)
            expect(policy.stay(known.habit, usual)).toBeGreaterThanOrEqual(0)
          }
          expect(known.habit).toMatch(/^[0-9a-z]{0,600}$/)
          expect(known.lore.every(Number.isSafeInteger)).toBe(true)
        }),
      )
    },
  )
})
