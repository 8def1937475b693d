/**
 * What a journal's hash covers of a state, as text. An entry changes little of a state: fields of its context, and elements of those,
 * that are the same objects as before have the same text as before, which is made once for each.
 */
import { hash } from "node:crypto"
import type { Layout } from "../machines/retired.ts"
import type { Table } from "../machines/table.ts"
import type { Kept } from "./step.ts"

/** A digest is about as long. */
const short = 64

const digest = (text: string): string => hash("sha256", text, "base64url")

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

const fieldsOf = (value: object, ofField: (field: unknown, key: string) => string | undefined): string => {
  let text = ""
  for (const [key, field] of Object.entries(value)) {
    const its = ofField(field, key)
    if (its !== undefined) text += `${text && ","}${JSON.stringify(key)}:${its}`
  }
  return `{${text}}`
}

/**
 * Two levels deep: the fields of a context, of which those in `tables` are tables, and what is in them. With `digests`, how much is
 * said follows from what changed; with `whole`, it is the JSON of the state.
 */
export const coveredIn = (layout: Layout, tables: ReadonlyArray<string> = []): ((state: Kept) => string) => {
  const element = textsOf(JSON.stringify, shortenings[layout])
  const elementOf = (value: unknown) => textOf(value, element)
  const field = textsOf((value) => {
    if (!Array.isArray(value)) return fieldsOf(value, elementOf)
    return value.some(isObject)
      ? `[${value.map((one) => elementOf(one) ?? "null").join()}]`
      : JSON.stringify(value)
  }, shortenings[layout])
  const fieldOf = (value: unknown, key: string) =>
    tables.includes(key) ? `"${(value as Table<unknown>).digest(digest)}"` : textOf(value, field)

  return ({ value, context }) =>
    `{"value":${JSON.stringify(value)},"context":${fieldsOf(context as object, fieldOf)}}`
}
