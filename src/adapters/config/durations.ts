/** Durations as people write them: `"42 s"`, `"10 min"`, `"24 h"`, `"30 days"`. Pure. */
import { Duration, Option } from "effect"

const units = { ms: 1, s: 1000, min: 60_000, h: 3_600_000, days: 86_400_000 } as const

const unitOf = (written: string): number | undefined => {
  const found = written === "d" || written === "day" ? "days" : written === "sec" ? "s" : written
  return Object.hasOwn(units, found) ? units[found as keyof typeof units] : undefined
}

/**
 * Milliseconds; null when it is no duration. Understands what Effect's `Duration` does too, as `90 seconds`, which the
 * environment could say before there was a file.
 */
export const millisOf = (written: string): number | null => {
  const [, count, unit] = /^(\d{1,12}(?:\.\d{1,6})?)\s*([a-z]+)$/.exec(written.trim()) ?? []
  const each = unit === undefined ? undefined : unitOf(unit)
  if (each !== undefined) return Math.round(Number(count) * each)
  return Duration.fromInput(written.trim() as Duration.Input).pipe(
    Option.map(Duration.toMillis),
    Option.getOrNull,
  )
}

/** The largest unit that leaves a whole number, days from two on: `600_000` is `10 min`. */
export const withUnit = (millis: number): string => {
  const least = (unit: string, each: number) => (unit === "days" ? 2 * each : each)
  const fitting = Object.entries(units).filter(
    ([unit, each]) => millis >= least(unit, each) && millis % each === 0,
  )
  const [unit, each] = fitting.at(-1) ?? (["s", 1000] as const)
  return `${millis / each} ${unit}`
}
