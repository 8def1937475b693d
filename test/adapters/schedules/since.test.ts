import { describe, expect, it } from "vitest"
import { readSince } from "../../../src/adapters/schedules/since.ts"
import { saidAt } from "../../../src/machines/values.ts"

const now = Date.UTC(2026, 10, 21, 5, 30)
const hour = 3_600_000
const channel = "1100000000000000101"
const message = "1379000000000000000"

describe("since when", () => {
  it.each([
    ["2h", now - 2 * hour],
    ["2 Hours ago", now - 2 * hour],
    ["45 min", now - 0.75 * hour],
    ["3 days", now - 72 * hour],
    ["1w", now - 7 * 24 * hour],
    ["today", Date.UTC(2026, 10, 21)],
    ["yesterday", Date.UTC(2026, 10, 20)],
    [message, saidAt(message)],
    [`https://discord.com/channels/1100000000000000100/${channel}/${message}`, saidAt(message)],
    [`<https://discord.com/channels/@me/${channel}/${message}>`, saidAt(message)],
  ])("%s", (said, at) => expect(readSince(said, channel, now)?.at).toBe(at))

  it("is a message, and no other of the same moment", () => {
    expect(readSince(message, channel, now)?.message).toBe(message)
    expect(readSince("2h", channel, now)?.message).toBeNull()
  })

  it.each([
    "",
    "0h",
    "soon",
    "2 moons",
    "2h30",
    `https://discord.com/channels/1/2/${message}`,
    "9".repeat(20),
  ])("is not said by “%s”", (said) => expect(readSince(said, channel, now)).toBeNull())
})
