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
