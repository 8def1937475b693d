import { Option, Schema } from "effect"
import { expect, test } from "vitest"
import { Message } from "../../../src/adapters/discord/shapes.ts"

const message = {
  id: "1100000000000000500",
  channel_id: "1100000000000000101",
  guild_id: "1100000000000000100",
  type: 0,
  content: "Hello",
  author: { id: "1100000000000000011", username: "ada" },
}

const decodes = (over: object) => Option.isSome(Schema.decodeUnknownOption(Message)({ ...message, ...over }))

test.each([
  { id: "-1" },
  { channel_id: "../7" },
  { guild_id: "0x10" },
  { author: { id: "constructor", username: "ada" } },
  { mentions: [{ id: "", username: "ben" }] },
])("an id is a number: %j is no message of Discord's", (over) => {
  expect(decodes({})).toBe(true)
  expect(decodes(over)).toBe(false)
})
