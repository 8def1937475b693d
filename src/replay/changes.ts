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
  if (Array.isArray(then) && Array.isArray(now)) return inLists(then, now, path)
  if (isFields(then) && isFields(now)) {
    return [...new Set([...Object.keys(then), ...Object.keys(now)])].flatMap((key) =>
      changesOf(then[key], now[key], under(path, key)),
    )
  }
  return JSON.stringify(then) === JSON.stringify(now) ? [] : [{ path, then, now }]
}

/** What is equal at both ends is not moved by what came or went between them. */
const inLists = (
  then: ReadonlyArray<Json>,
  now: ReadonlyArray<Json>,
  path: string,
): ReadonlyArray<Change> => {
  const [was, is] = [then, now].map((list) => list.map((item) => JSON.stringify(item)))
  const shorter = Math.min(then.length, now.length)
  let head = 0
  while (head < shorter && was![head] === is![head]) head++
  let tail = 0
  while (tail < shorter - head && was!.at(-1 - tail) === is!.at(-1 - tail)) tail++
  const [gone, come] = [then.slice(head, then.length - tail), now.slice(head, now.length - tail)]
  return Array.from({ length: Math.max(gone.length, come.length) }).flatMap((_, n) =>
    changesOf(gone[n], come[n], `${path}[${head + n}]`),
  )
}
