/** Decodes what a client sent, and turns what is wrong with it into Discord's 50035. */
import { Result, Schema, SchemaIssue } from "effect"
import { invalidForm, Refusal, type FieldErrors, type FieldIssue } from "../refusal.ts"

/** A check whose complaint carries Discord's code: `rule("BASE_TYPE_BAD_LENGTH", "Must be …", (s) => …)`. */
export const rule = <T>(code: string, message: string, holds: (value: T) => boolean) =>
  Schema.makeFilter<T>((value) => holds(value) || complaint(code, message))

/** A complaint as a schema carries it: code and words in one string. */
export const complaint = (code: string, message: string): string => `${code}: ${message}`

/** Characters as Discord counts them: by code point. */
export const lengthOf = (value: string): number => [...value].length

const sized = <T>(min: number, max: number, measure: (value: T) => number) =>
  min === 0
    ? rule<T>("BASE_TYPE_MAX_LENGTH", `Must be ${max} or fewer in length.`, (value) => measure(value) <= max)
    : rule<T>("BASE_TYPE_BAD_LENGTH", `Must be between ${min} and ${max} in length.`, (value) => {
        const size = measure(value)
        return size >= min && size <= max
      })

/** Text of so many characters. */
export const text = (min: number, max: number) => Schema.String.check(sized(min, max, lengthOf))

/** An array of so many. */
export const list = <S extends Schema.Constraint>(item: S, min: number, max: number) =>
  Schema.Array(item).check(sized<ReadonlyArray<unknown>>(min, max, (items) => items.length))

const wholeBetween = (min: number, max: number) =>
  [
    rule("NUMBER_TYPE_COERCE", "Value is not a whole number.", Number.isSafeInteger),
    rule<number>("NUMBER_TYPE_MIN", `Value should be greater than or equal to ${min}.`, (n) => n >= min),
    rule<number>("NUMBER_TYPE_MAX", `Value should be less than or equal to ${max}.`, (n) => n <= max),
  ] as const

export const integer = (min: number, max: number) => Schema.Number.check(...wholeBetween(min, max))

/** A number in a query string. */
export const queryInteger = (min: number, max: number) =>
  Schema.NumberFromString.check(...wholeBetween(min, max))

/** An id. Discord takes any 64-bit number in a string. */
export const Id = Schema.String.check(
  rule(
    "NUMBER_TYPE_COERCE",
    "Value is not snowflake.",
    (value) => /^\d{1,19}$/.test(value) && BigInt(value) <= 9_223_372_036_854_775_807n,
  ),
)

/** A field that may be left out; Discord takes null for that too. */
export const maybe = <S extends Schema.Constraint>(schema: S) => Schema.optional(Schema.NullOr(schema))

const format = SchemaIssue.makeFormatterStandardSchemaV1({
  leafHook: (issue) => {
    if (issue._tag === "MissingKey") return complaint("BASE_TYPE_REQUIRED", "This field is required")
    if (issue._tag === "InvalidType") return complaint("BASE_TYPE_INVALID", "This field has the wrong type.")
    return SchemaIssue.defaultLeafHook(issue)
  },
})

/** A decoder that throws a Refusal 50035 with every complaint; unknown fields are dropped. */
export function form<S extends Schema.ConstraintDecoder<unknown>>(schema: S): (input: unknown) => S["Type"] {
  const decode = Schema.decodeUnknownResult(schema, { errors: "all" })
  return (input) => {
    const result = decode(input)
    if (Result.isSuccess(result)) return result.success
    throw invalidForm(...format(result.failure.issue).issues.map(toFieldIssue))
  }
}

/** Runs a decoder on a part of a body: its complaints are told under the part's path. */
export function within<A>(path: ReadonlyArray<PropertyKey>, decode: () => A): A {
  try {
    return decode()
  } catch (error) {
    if (!(error instanceof Refusal) || error.errors === undefined) throw error
    const errors = path.reduceRight<FieldErrors>((inner, key) => ({ [String(key)]: inner }), error.errors)
    throw new Refusal({ status: error.status, code: error.code, message: error.message, errors })
  }
}

function toFieldIssue(issue: {
  readonly message: string
  readonly path?: ReadonlyArray<unknown> | undefined
}): FieldIssue {
  const [code, ...words] = issue.message.split(": ")
  const known = code !== undefined && /^[A-Z_]+$/.test(code)
  return {
    path: (issue.path ?? []) as ReadonlyArray<PropertyKey>,
    code: known ? code : "BASE_TYPE_INVALID",
    message: known ? words.join(": ") : issue.message,
  }
}
