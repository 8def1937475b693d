/** Inputs that somebody hostile would give: text made of a parser's own signs, JSON that is nearly right, and noise. */
import * as fc from "fast-check"

export type Json =
  | null
  | boolean
  | number
  | string
  | ReadonlyArray<Json>
  | { readonly [key: string]: Json | undefined }

/** Signs that mean something to somebody: markup, quotes, mentions, controls, halves of characters, long graphemes. */
const signs = [
  "`",
  "```",
  "*",
  "_",
  "~~",
  "||",
  ">",
  "> ",
  ">>> ",
  "#",
  "- ",
  "[",
  "](",
  "<",
  "</",
  "@",
  "@everyone",
  "@here",
  "<@1100000000000000011>",
  "<@&1100000000000000100>",
  "<#1100000000000000101>",
  "<:a:1>",
  "https://a.example/",
  '"',
  "“",
  "”",
  "«",
  "„",
  "{",
  "}",
  ",",
  ":",
  " ",
  "\t",
  "\n",
  "\r\n",
  "\\",
  "\0",
  "\u001b[31m",
  "\uFEFF",
  "\u200B",
  "\u202E",
  "\u0301",
  "\uD83D",
  "\uDC00",
  "👩‍👩‍👧‍👦",
  "ﷺ",
  "ß",
  "İ",
  "a",
  "1",
]

/** Text of at most so many characters, with signs of the parser's own among the others, over and over. */
export const hostileText = (longest: number, own: ReadonlyArray<string> = []): fc.Arbitrary<string> => {
  const sign = fc.constantFrom(...signs, ...own, ...own)
  const repeated = fc
    .tuple(sign, fc.oneof(fc.nat(20), fc.nat(longest)))
    .map(([it, times]) => it.repeat(Math.min(times, Math.ceil(longest / it.length))))
  const part = fc.oneof(
    { weight: 6, arbitrary: sign },
    { weight: 1, arbitrary: repeated },
    { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) },
    { weight: 1, arbitrary: fc.lorem({ maxCount: 8 }) },
  )
  return fc.array(part, { maxLength: 16 }).map((parts) => parts.join("").slice(0, longest))
}

/** Names that objects have without being given them. */
const keys = ["__proto__", "constructor", "toString", "hasOwnProperty", "length", "then", "", "id", "type"]

const deep = (levels: number): Json => {
  let value: Json = 1
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { a: value, type: 17 }
  return value
}

/** Any JSON, small or deep, with what decoders forget about. */
export const anyJson: fc.Arbitrary<Json> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom<Json>(
      null,
      true,
      "",
      0,
      -1,
      0.5,
      1e308,
      // What JSON.parse makes of 1e999.
      Number.POSITIVE_INFINITY,
      2 ** 53,
      "0",
      "-1",
      "1e3",
      "00000000000000000000000001",
      "99999999999999999999",
      "../../@me",
      "\0",
      "\uD800",
      "x".repeat(5000),
      {},
      [],
      [null],
      JSON.parse('{"__proto__":{"polluted":1}}') as Json,
      { then: "x", toString: 1, constructor: null },
    ),
  },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json> },
  { weight: 1, arbitrary: fc.constantFrom(...keys) },
  { weight: 1, arbitrary: hostileText(300) },
  { weight: 1, arbitrary: fc.nat(3000).map(deep) },
)

interface Change {
  /** At each level, which child; the change is made where these end. */
  readonly way: ReadonlyArray<number>
  readonly how: "replace" | "remove" | "rename" | "add" | "repeat"
  readonly key: string
  readonly value: Json
}

const change: fc.Arbitrary<Change> = fc.record({
  way: fc.array(fc.nat(40), { minLength: 1, maxLength: 6 }),
  how: fc.constantFrom("replace", "replace", "remove", "rename", "add", "repeat"),
  key: fc.constantFrom(...keys),
  value: anyJson,
})

/** One of the samples, changed in up to three places: a decoder's own shapes, nearly. */
export const nearly = (...samples: ReadonlyArray<Json>): fc.Arbitrary<Json> =>
  fc
    .tuple(fc.constantFrom(...samples), fc.array(change, { maxLength: 3 }))
    .map(([sample, changes]) => changes.reduce((value, change) => changed(value, change), sample))

const changed = (value: Json, change: Change): Json => {
  const [step, ...way] = change.way
  if (step === undefined || typeof value !== "object" || value === null) return change.value
  const entries = Object.entries(value as { readonly [key: string]: Json })
  const at = entries.length === 0 ? -1 : step % entries.length
  const [key, inner] = entries[at] ?? ["", null]
  const goesOn = way.length > 0 && typeof inner === "object" && inner !== null
  const next: Array<readonly [string, Json]> = entries.flatMap(
    (entry, index): Array<readonly [string, Json]> => {
      if (index !== at) return [entry]
      if (goesOn) return [[key, changed(inner, { ...change, way })]]
      switch (change.how) {
        case "replace":
          return [[key, change.value]]
        case "remove":
          return []
        case "rename":
          return [[change.key, inner]]
        case "repeat":
          return [entry, [`${key}0`, inner], [change.key, inner]]
        case "add":
          return [entry, [change.key, change.value]]
      }
    },
  )
  return Array.isArray(value) ? next.map(([, item]) => item) : objectOf(next)
}

/** As JSON.parse does it: `__proto__` is a key like any other. */
const objectOf = (entries: ReadonlyArray<readonly [string, Json]>): Json => {
  const object = {}
  for (const [key, value] of entries)
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
  return object
}

/** A text with stretches taken out, put in, or written over. */
export const garbled = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(
      text,
      fc.array(
        fc.record({
          at: fc.double({ min: 0, max: 1, noNaN: true }),
          take: fc.nat(30),
          put: fc.oneof(hostileText(30), hostileText(2000)),
        }),
        { maxLength: 3 },
      ),
    )
    .map(([whole, cuts]) =>
      cuts.reduce((now, { at, take, put }) => {
        const from = Math.floor(at * now.length)
        return now.slice(0, from) + put + now.slice(from + take)
      }, whole),
    )

/** JSON text, right, garbled, or none at all. */
export const jsonText = (value: fc.Arbitrary<Json>): fc.Arbitrary<string> => {
  const text = value.map((it) => JSON.stringify(it) ?? "")
  return fc.oneof(
    { weight: 4, arbitrary: text },
    { weight: 2, arbitrary: garbled(text) },
    { weight: 1, arbitrary: hostileText(2000, ["{", "}", "[", "]", ":", "1e999", "null"]) },
    { weight: 1, arbitrary: fc.nat(20_000).map((levels) => "[".repeat(levels)) },
  )
}

/** Breaks off when what must hold does not. */
export const must: (holds: boolean, what: string) => asserts holds = (holds, what) => {
  if (!holds) throw new Error(what)
}
