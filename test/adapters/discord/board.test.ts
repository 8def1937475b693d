/** Boards: a message with buttons, made once, changed as its actor goes on, and whoever presses a button is heard. */
import { Effect, Option } from "effect"
import { describe, expect, it } from "vitest"
import { Voice, type Board } from "../../../src/actors/voice.ts"
import { customIdOf, readCustomId } from "../../../src/adapters/discord/buttons.ts"
import { channel, speaks } from "./fixtures.ts"
import { asBot, bodies, shownIn } from "./looking.ts"

const board = (changes: Partial<Board> = {}): Board => ({
  by: "conversation/1",
  key: "one-board",
  channel,
  message: null,
  text: "bot turns 4/4",
  buttons: [
    { id: "continue", label: "Continue", style: "primary" },
    { id: "stop", label: "Stop", style: "danger" },
  ],
  again: false,
  ...changes,
})

describe("a board", () => {
  speaks(
    "is one message with its buttons, and is changed in place",
    Effect.gen(function* () {
      const { show } = yield* Voice
      const id = yield* show(board())
      expect(yield* show(board({ message: id, text: "going on", buttons: [] }))).toBe(id)
      const messages = yield* shownIn(channel)
      expect(messages.map((message) => [message.id, message.content])).toEqual([[id, "going on"]])
    }),
  )

  speaks(
    "is made once, however often that is tried",
    Effect.gen(function* () {
      const { show } = yield* Voice
      const id = yield* show(board())
      expect(yield* show(board({ again: true, text: "the newer words" }))).toBe(id)
      const messages = yield* shownIn(channel)
      expect(messages.map(({ content }) => content)).toEqual(["the newer words"])
    }),
  )

  speaks(
    "has at most five buttons in a row, named by whose they are",
    Effect.gen(function* () {
      const { show } = yield* Voice
      const buttons = Array.from({ length: 7 }, (_, n) => ({
        id: `option-${n}`,
        label: "x".repeat(100),
        style: "secondary" as const,
      }))
      yield* show(board({ buttons }))
      const [body] = yield* bodies(...asBot)
      const rows = body!["components"] as ReadonlyArray<{
        readonly components: ReadonlyArray<{ custom_id: string }>
      }>
      expect(rows.map(({ components }) => components.length)).toEqual([5, 2])
      expect(rows[1]!.components[1]!.custom_id).toBe("orrery|conversation/1|option-6")
    }),
  )
})

describe("a button", () => {
  it("says whose it is, and what is not ours says nothing", () => {
    const id = customIdOf("conversation/123", "yes")
    expect(readCustomId(id)).toEqual(Option.some({ by: "conversation/123", button: "yes" }))
    for (const strange of [
      "",
      "orrery|x",
      "orrery|vote/../../1|yes",
      "orrery|conversation/1|A B",
      "other|a|b",
    ])
      expect(readCustomId(strange)).toEqual(Option.none())
  })
})
