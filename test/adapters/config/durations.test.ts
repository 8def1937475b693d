import { expect, it } from "vitest"
import { millisOf, withUnit } from "../../../src/adapters/config/durations.ts"

it.each([
  ["10 min", 600_000],
  ["42 s", 42_000],
  ["42s", 42_000],
  ["24 h", 86_400_000],
  ["30 days", 2_592_000_000],
  ["1 day", 86_400_000],
  ["1.5 h", 5_400_000],
  ["250 ms", 250],
  ["0 s", 0],
  ["90 seconds", 90_000],
  ["2 weeks", 1_209_600_000],
])("%s is a duration", (text, millis) => {
  expect(millisOf(text)).toBe(millis)
})

it.each(["", "10", "min", "-5 s", "10 minuts", "1e3 s", "constructor", "1 toString", "10 min 5 s"])(
  "%j is none that can be waited for",
  (text) => {
    expect(millisOf(text)).toSatisfy((millis) => millis === null || millis < 0)
  },
)

it.each(["10 min", "42 s", "24 h", "30 days", "2 days", "36 h", "250 ms", "90 s", "0 s"])(
  "%s is written so",
  (text) => {
    expect(withUnit(millisOf(text)!)).toBe(text)
  },
)
