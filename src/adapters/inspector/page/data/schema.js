/** A JSON Schema as the fields of a form. Pure. */

/** A schema with its reference followed. @param {Record<string, any>} schema @param {Record<string, any>} defs */
export function resolved(schema, defs) {
  const name = /^#\/(?:\$defs|definitions)\/(.+)$/.exec(schema?.$ref ?? "")?.[1]
  return name === undefined ? schema : resolved(defs[name], defs)
}

/** The one of a choice that is not null, and whether null is one. */
function withoutNull(schema) {
  const all = schema.anyOf ?? schema.oneOf
  if (all === undefined) return { inner: schema, nullable: schema.type === "null" }
  const others = all.filter(({ type }) => type !== "null")
  return { inner: others.length === 1 ? others[0] : { anyOf: others }, nullable: others.length < all.length }
}

/**
 * How a value is asked for: `const`, `choice`, `text`, `number`, `switch`, `fields` (with `parts`), or `json` for all that a
 * form has no field for.
 */
export function fieldOf(schema, defs) {
  const { inner, nullable } = withoutNull(resolved(schema ?? {}, defs))
  const it = resolved(inner, defs) ?? {}
  const is = (kind, more = {}) => ({ kind, nullable, description: it.description, ...more })
  const choice = it.enum ?? choicesOf(it)
  if (it.const !== undefined) return is("const", { value: it.const })
  if (choice?.length === 1) return is("const", { value: choice[0] })
  if (choice !== undefined) return is("choice", { choices: choice })
  if (it.type === "string") return is("text", { pattern: patternOf(it) })
  if (it.type === "number" || it.type === "integer") return is("number", { whole: it.type === "integer" })
  if (it.type === "boolean") return is("switch")
  if (it.type === "object" && it.properties !== undefined) {
    const required = new Set(it.required ?? [])
    const parts = Object.entries(it.properties).map(([name, part]) => ({
      name,
      optional: !required.has(name),
      field: fieldOf(part, defs),
    }))
    return is("fields", { parts })
  }
  return is("json", { example: it.type === "array" ? "[]" : "{}" })
}

const choicesOf = ({ anyOf }) => {
  const values = anyOf?.map((one) => one.const ?? (one.enum?.length === 1 ? one.enum[0] : undefined))
  return values !== undefined && values.length > 0 && values.every((value) => value !== undefined)
    ? values
    : undefined
}

const patternOf = ({ pattern, allOf = [] }) => pattern ?? allOf.find((one) => one.pattern)?.pattern
