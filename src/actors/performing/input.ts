/** Whether what a model calls a tool with is what the tool takes, as far as can be told at a glance: the tool itself looks closer. */

type Fields = Readonly<Record<string, unknown>>

export type Read = { readonly input: Fields } | { readonly why: string }

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const typeOf = (value: unknown): string => {
  if (value === null) return "null"
  if (Array.isArray(value)) return "array"
  return typeof value
}

/** `type` of a JSON Schema: one, or several. https://json-schema.org/draft/2020-12/json-schema-validation#section-6.1.1 */
const isOf = (value: unknown, type: unknown): boolean => {
  if (Array.isArray(type)) return type.some((one) => isOf(value, one))
  if (typeof type !== "string") return true
  return type === "integer" ? Number.isInteger(value) : type === typeOf(value)
}

const parsed = (text: string): unknown => {
  try {
    return text.trim() === "" ? {} : (JSON.parse(text) as unknown)
  } catch {
    return undefined
  }
}

/** The input, or in a line what is wrong with it. */
export const readInput = (text: string, { required, properties }: Fields): Read => {
  const input = parsed(text)
  if (!isObject(input)) return { why: "its input is no JSON object" }
  const missing = (Array.isArray(required) ? required : []).filter(
    (key) => !Object.hasOwn(input, String(key)),
  )
  if (missing.length > 0) return { why: `its input lacks ${missing.join(", ")}` }
  for (const [key, schema] of Object.entries(isObject(properties) ? properties : {})) {
    if (!Object.hasOwn(input, key) || !isObject(schema)) continue
    const { type } = schema
    if (!isOf(input[key], type)) return { why: `${key} of its input is no ${[type].flat().join(" or ")}` }
  }
  return { input }
}
