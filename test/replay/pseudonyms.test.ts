/** What a redacted log has instead of words can still be read, whatever an actor was told. */
import { Schema } from "effect"
import { describe, expect, it } from "vitest"
import { Event } from "../../src/machines/events.ts"
import { Pseudonyms } from "../../src/replay/pseudonyms.ts"
import { lives } from "../fuzz/targets/samples.ts"

const decode = Schema.decodeUnknownSync(Event)
const hidden = (event: unknown) => {
  const names = new Pseudonyms()
  names.meet(event)
  return names.value(event, "event")
}

describe.each(Object.entries(lives))("an event of %s", (_, events) => {
  it.each(events.map((event) => [event.type, event] as const))("%s is read when it is hidden", (_, event) => {
    expect(decode(hidden(event)).type).toBe(event.type)
  })
})

/** The words that a chart tells apart, each under the key that it stands under, of a JSON Schema. */
const wordsIn = (schema: unknown, key = ""): ReadonlyArray<readonly [string, string]> => {
  if (Array.isArray(schema)) return schema.flatMap((one) => wordsIn(one, key))
  if (typeof schema !== "object" || schema === null) return []
  const {
    enum: words = [],
    properties = {},
    ...rest
  } = schema as {
    readonly enum?: ReadonlyArray<unknown>
    readonly properties?: object
  }
  return [
    ...words.flatMap((word) =>
      typeof word === "string" && !numbers.has(word) ? [[key, word] as const] : [],
    ),
    ...Object.entries(properties).flatMap(([name, inner]) => wordsIn(inner, name)),
    ...Object.values(rest).flatMap((inner) => wordsIn(inner, key)),
  ]
}
/** How JSON has numbers that it cannot write. */
const numbers = new Set(["Infinity", "-Infinity", "NaN"])

it("leaves the words that charts decide by", () => {
  const words = wordsIn(Schema.toJsonSchemaDocument(Event))
  expect(words.length).toBeGreaterThan(50)
  expect(words.filter(([key, word]) => new Pseudonyms().value(word, key) !== word)).toEqual([])
})

it("hides what people call what their channel knows, and shows what blocks of memory are called", () => {
  const by = { id: "1100000000000000011", name: "Ada" }
  const fact = { type: "LEARN", label: "wedding", text: "on 3 March", by } as const
  expect(JSON.stringify([hidden(fact), hidden({ type: "UNLEARN", label: "wedding", by })])).not.toContain(
    "wedding",
  )
  expect(
    JSON.stringify(hidden({ facts: [{ label: "wedding", text: "on 3 March", by, at: 1 }] })),
  ).not.toMatch(/wedding|March/)
  const edit = { tool: "append", label: "user", agent: null, text: "likes tea" }
  expect(hidden({ type: "EDIT", by: { agent: "writer" }, edits: [edit] })).toMatchObject({
    by: { agent: "writer" },
    edits: [{ tool: "append", label: "user", text: expect.not.stringContaining("tea") }],
  })
})
