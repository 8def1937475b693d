/** Times as people say them, and when they come: over days of 23 and of 25 hours, too. */
import { describe, expect, it } from "vitest"
import { nextAfter } from "../../../src/actors/performing/calendar.ts"
import { readWhen } from "../../../src/adapters/schedules/when.ts"

const now = Date.parse("2026-11-20T12:00:00Z")

/** The next times of what somebody says. */
const times = (said: string, zone: string, from: string, count: number): ReadonlyArray<string> => {
  const { when, problem } = readWhen(said, zone, Date.parse(from))
  expect(problem).toBeNull()
  const found: Array<string> = []
  for (let after = Date.parse(from); found.length < count;) {
    const next = nextAfter({ when: when!, zone, after })
    if (next === null) break
    found.push(new Date(next).toISOString().slice(0, 16))
    after = next
  }
  return found
}

describe("a time that somebody says", () => {
  it.each([
    ["daily 08:00", ["2026-11-21T08:00", "2026-11-22T08:00"]],
    ["every day at 8:00", ["2026-11-21T08:00", "2026-11-22T08:00"]],
    ["Weekdays 9:30", ["2026-11-23T09:30", "2026-11-24T09:30"]],
    ["monday 18:00", ["2026-11-23T18:00", "2026-11-30T18:00"]],
    ["sundays 18:00", ["2026-11-22T18:00", "2026-11-29T18:00"]],
    ["every 2 h", ["2026-11-20T14:00", "2026-11-20T16:00"]],
    ["every 90 minutes", ["2026-11-20T13:30", "2026-11-20T15:00"]],
    ["every day", ["2026-11-21T12:00", "2026-11-22T12:00"]],
    ["2026-12-24 18:00", ["2026-12-24T18:00"]],
    ["15 6 1 * *", ["2026-12-01T06:15", "2027-01-01T06:15"]],
  ])("%s", (said, expected) => {
    expect(times(said, "UTC", "2026-11-20T12:00:00Z", 2)).toEqual(expected)
  })

  it.each([
    ["at dawn", "UTC", /no time that I know. Say `daily 08:00`/],
    ["daily 25:00", "UTC", /no time that I know/],
    ["61 * * * *", "UTC", /no time that I know/],
    ["0 0 8 * * *", "UTC", /no time that I know/],
    ["daily 08:00", "Mars/Olympus", /no time zone: use a name such as `Europe\/Berlin`/],
    ["2026-11-20 11:00", "UTC", /never comes in UTC/],
    ["2027-02-30 11:00", "UTC", /never comes in UTC/],
    ["0 0 30 2 *", "UTC", /never comes in UTC/],
    ["* * * * *", "UTC", /at least 5 minutes/],
    ["every 1 min", "UTC", /at least 5 minutes/],
    ["0,2 8 * * *", "UTC", /at least 5 minutes/],
  ])("is refused when it is %s in %s", (said, zone, problem) => {
    expect(readWhen(said, zone, now)).toEqual({ when: null, problem: expect.stringMatching(problem) })
  })
})

describe("in Berlin", () => {
  it("the day with 23 hours has each time once; one that is left out comes after the gap", () => {
    expect(times("daily 08:00", "Europe/Berlin", "2026-03-27T12:00:00Z", 3)).toEqual([
      "2026-03-28T07:00",
      "2026-03-29T06:00",
      "2026-03-30T06:00",
    ])
    expect(times("daily 02:30", "Europe/Berlin", "2026-03-28T12:00:00Z", 2)).toEqual([
      "2026-03-29T01:30",
      "2026-03-30T00:30",
    ])
  })

  it("the day with 25 hours has a time that comes twice once, and every hour for what is hourly", () => {
    expect(times("daily 02:30", "Europe/Berlin", "2026-10-24T12:00:00Z", 2)).toEqual([
      "2026-10-25T00:30",
      "2026-10-26T01:30",
    ])
    expect(times("0 * * * *", "Europe/Berlin", "2026-10-24T23:30:00Z", 3)).toEqual([
      "2026-10-25T00:00",
      "2026-10-25T01:00",
      "2026-10-25T02:00",
    ])
  })

  it("a single time is that of its day", () => {
    expect(times("2026-12-24 18:00", "Europe/Berlin", "2026-11-20T12:00:00Z", 2)).toEqual([
      "2026-12-24T17:00",
    ])
    expect(times("2026-07-24 18:00", "Europe/Berlin", "2026-05-20T12:00:00Z", 2)).toEqual([
      "2026-07-24T16:00",
    ])
  })
})
