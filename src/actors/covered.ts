/**
 * What a journal's hash covers of a state, as text. An entry changes little of a state: fields of its context, and elements of those,
 * that are the same objects as before have the same text as before, which is made once for each.
 */
import { hash } from "node:crypto"
import type { Layout } from "../machines/retired.ts"
import type { Table } from "../machines/table.ts"

/** The part of a snapshot that is kept; the rest follows from the machine, for charts without history, invoke or spawn. */
export interface Kept {
  readonly value: unknown
  readonly context: unknown
}

/** A digest is about as long. */
const short = 64

const digest = (text: string): string => hash("sha256", text, "base64url")

const number = (text: string): bigint => BigInt(`0x${hash("sha256", text, "hex")}`)

type Fields = Readonly<Record<string, unknown>>
type Shorten = (text: string) => string

const shortenings: Readonly<Record<Layout, Shorten>> = {
  whole: (text) => text,
  digests: (text) => (text.length > short ? `#${digest(text)}` : text),
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null

/** The texts of objects, which nobody changes. Short ones are made anew each time: that is less than what it takes to keep them. */
const textsOf = (make: (value: object) => string, shorten: Shorten): ((value: object) => string) => {
  const known = new WeakMap<object, string>()
  return (value) => {
    const before = known.get(value)
    if (before !== undefined) return before
    const text = make(value)
    if (text.length <= short) return text
    const its = shorten(text)
    known.set(value, its)
    return its
  }
}

const textOf = (value: unknown, ofObject: (value: object) => string): string | undefined =>
  isObject(value) ? ofObject(value) : JSON.stringify(value)

/** Names of fields as JSON has them. Most are a chart's own and few; some are what people call things, so there is a bound. */
const names = new Map<string, string>()
const mostNames = 4096
const nameOf = (key: string): string => {
  const known = names.get(key)
  if (known !== undefined) return known
  const name = `${JSON.stringify(key)}:`
  if (names.size < mostNames) names.set(key, name)
  return name
}

/** A field with its name; nothing for one that JSON leaves out. */
const named = (key: string, text: string | undefined): string =>
  text === undefined ? "" : nameOf(key) + text

/** In one piece: it is hashed again and again, and what was put together of pieces is gathered again each time. */
const inBraces = (fields: ReadonlyArray<string>): string => `{${fields.join()}}`

/**
 * Two levels deep: the fields of a context, of which those in `tables` are tables, and what is in them. With `digests`, how much is
 * said follows from what changed; with `whole`, it is the JSON of the state.
 */
export const coveredIn = (layout: Layout, tables: ReadonlyArray<string> = []): ((state: Kept) => string) => {
  const element = textsOf(JSON.stringify, shortenings[layout])
  const elementOf = (value: unknown) => textOf(value, element)
  const field = textsOf((value) => {
    if (!Array.isArray(value)) {
      const fields: Array<string> = []
      for (const key of Object.keys(value)) {
        const text = named(key, elementOf((value as Fields)[key]))
        if (text !== "") fields.push(text)
      }
      return inBraces(fields)
    }
    return value.some(isObject)
      ? `[${value.map((one) => elementOf(one) ?? "null").join()}]`
      : JSON.stringify(value)
  }, shortenings[layout])
  const fieldOf = (value: unknown, key: string) =>
    tables.includes(key) ? `"${(value as Table<unknown>).digest(number).toString(36)}"` : textOf(value, field)

  /** What each field was last, and how it was said: from one entry to the next most stay as they are. */
  const last = new Map<string, { value: unknown; text: string }>()
  const sameOrNamed = (key: string, value: unknown): string => {
    const before = last.get(key)
    if (before === undefined) {
      const text = named(key, fieldOf(value, key))
      last.set(key, { value, text })
      return text
    }
    if (before.value !== value) {
      before.text = named(key, fieldOf(value, key))
      before.value = value
    }
    return before.text
  }

  const where = { value: {} as unknown, text: "{}" }
  return ({ value, context }) => {
    if (where.value !== value) {
      where.text = JSON.stringify(value)
      where.value = value
    }
    let fields = ""
    for (const key of Object.keys(context as object)) {
      const text = sameOrNamed(key, (context as Fields)[key])
      if (text !== "") fields += fields === "" ? text : `,${text}`
    }
    return `{"value":${where.text},"context":{${fields}}}`
  }
}
