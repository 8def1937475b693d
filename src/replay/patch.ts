/**
 * How one JSON value becomes another, as a JSON Patch (RFC 6902, https://www.rfc-editor.org/rfc/rfc6902) of `add`, `remove`
 * and `replace`. Applied to what it was made from, a patch gives the same text, not only an equal value: hashes are over text.
 */
import type { Schema } from "effect"

type Json = Schema.Json
type Fields = Readonly<Record<string, Json>>

export type Operation =
  | { readonly op: "add" | "replace"; readonly path: string; readonly value: Json }
  | { readonly op: "remove"; readonly path: string }

const isFields = (value: Json): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const under = (path: string, key: string | number): string =>
  `${path}/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`

export const patchOf = (from: Json, to: Json, path = ""): ReadonlyArray<Operation> => {
  if (Array.isArray(from) && Array.isArray(to)) return ofLists(from, to, path)
  if (isFields(from) && isFields(to) && keepsOrder(from, to)) return ofFields(from, to, path)
  return JSON.stringify(from) === JSON.stringify(to) ? [] : [{ op: "replace", path, value: to }]
}

/** What stays keeps its place in the text, and what is new goes to the end. */
const keepsOrder = (from: Fields, to: Fields): boolean => {
  const stays = Object.keys(from).filter((key) => Object.hasOwn(to, key))
  return Object.keys(to).every((key, n) => (n < stays.length ? key === stays[n] : !Object.hasOwn(from, key)))
}

const ofFields = (from: Fields, to: Fields, path: string): ReadonlyArray<Operation> => [
  ...Object.keys(from)
    .filter((key) => !Object.hasOwn(to, key))
    .map((key): Operation => ({ op: "remove", path: under(path, key) })),
  ...Object.entries(to).flatMap(([key, value]) =>
    Object.hasOwn(from, key)
      ? patchOf(from[key]!, value, under(path, key))
      : [{ op: "add", path: under(path, key), value } as const],
  ),
]

/** Lists grow at the end and shrink at the beginning: what is equal at both ends stays. */
const ofLists = (
  from: ReadonlyArray<Json>,
  to: ReadonlyArray<Json>,
  path: string,
): ReadonlyArray<Operation> => {
  const was = from.map((item) => JSON.stringify(item))
  const is = to.map((item) => JSON.stringify(item))
  const dropped = was[0] === is[0] ? 0 : overlap(was, is)
  if (was.length === is.length && dropped === 0)
    return to.flatMap((item, n) => (was[n] === is[n] ? [] : patchOf(from[n]!, item, under(path, n))))
  const head = dropped > 0 ? 0 : common(was, is)
  const tail = dropped > 0 ? 0 : common(was.slice(head).toReversed(), is.slice(head).toReversed())
  const [begin, end, upTo] = dropped > 0 ? [0, dropped, 0] : [head, was.length - tail, is.length - tail]
  return [
    ...Array.from({ length: end - begin }, (): Operation => ({ op: "remove", path: under(path, begin) })),
    ...to
      .slice(begin, upTo)
      .map((value, n): Operation => ({ op: "add", path: under(path, begin + n), value })),
    ...to
      .slice(dropped > 0 ? was.length - dropped : to.length)
      .map((value): Operation => ({ op: "add", path: under(path, "-"), value })),
  ]
}

const common = (a: ReadonlyArray<string>, b: ReadonlyArray<string>): number => {
  let n = 0
  while (n < a.length && n < b.length && a[n] === b[n]) n++
  return n
}

/** How many leave at the beginning when the rest is what `is` begins with; 0: it is not so. */
const overlap = (was: ReadonlyArray<string>, is: ReadonlyArray<string>): number => {
  for (let dropped = 1; dropped < was.length; dropped++) {
    if (was[dropped] === is[0] && was.slice(dropped).every((item, n) => item === is[n])) return dropped
  }
  return 0
}

/** @throws when the patch does not fit the value. */
export const patched = (value: Json, patch: ReadonlyArray<Operation>): Json =>
  patch.reduce(
    (now, operation) => applied(now, operation.path.split("/").slice(1).map(unescaped), operation),
    value,
  )

const unescaped = (key: string): string => key.replaceAll("~1", "/").replaceAll("~0", "~")

const applied = (value: Json, path: ReadonlyArray<string>, operation: Operation): Json => {
  const [key, ...rest] = path
  if (key === undefined) {
    if (operation.op === "remove") throw new Error("a patch cannot remove the whole")
    return operation.value
  }
  if (Array.isArray(value)) return inList(value, key, rest, operation)
  if (!isFields(value)) throw new Error(`the patch does not fit: there is no ${operation.path}`)
  if (rest.length === 0 && operation.op === "remove") {
    const { [key]: _, ...others } = value
    return others
  }
  if (rest.length === 0) return { ...value, [key]: applied(null, rest, operation) }
  if (!Object.hasOwn(value, key)) throw new Error(`the patch does not fit: there is no ${operation.path}`)
  return { ...value, [key]: applied(value[key]!, rest, operation) }
}

const inList = (
  list: ReadonlyArray<Json>,
  key: string,
  rest: ReadonlyArray<string>,
  operation: Operation,
): Json => {
  const at = key === "-" ? list.length : Number(key)
  if (!(at >= 0 && at <= list.length))
    throw new Error(`the patch does not fit: there is no ${operation.path}`)
  if (rest.length === 0 && operation.op === "remove") return list.toSpliced(at, 1)
  if (rest.length === 0 && operation.op === "add") return list.toSpliced(at, 0, operation.value)
  return list.with(at, applied(list[at]!, rest, operation))
}
