/** What differs between two JSON values, place by place, for people. */
import type { Schema } from "effect"

type Json = Schema.Json

export interface Change {
  /** As `context.inbox[0].text`. */
  readonly path: string
  /** Undefined: it was not there. */
  readonly then: Json | undefined
  /** Undefined: it is not there. */
  readonly now: Json | undefined
}

const isFields = (value: Json | undefined): value is Readonly<Record<string, Json>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const isName = /^[A-Za-z_][A-Za-z0-9_]*$/

const under = (path: string, key: string): string =>
  isName.test(key) ? (path === "" ? key : `${path}.${key}`) : `${path}[${JSON.stringify(key)}]`

export const changesOf = (
  then: Json | undefined,
  now: Json | undefined,
  path = "",
): ReadonlyArray<Change> => {
  if (Array.isArray(then) && Array.isArray(now)) {
    return Array.from({ length: Math.max(then.length, now.length) }).flatMap((_, n) =>
      changesOf(then[n], now[n], `${path}[${n}]`),
    )
  }
  if (isFields(then) && isFields(now)) {
    return [...new Set([...Object.keys(then), ...Object.keys(now)])].flatMap((key) =>
      changesOf(then[key], now[key], under(path, key)),
    )
  }
  return JSON.stringify(then) === JSON.stringify(now) ? [] : [{ path, then, now }]
}
