/** Boards: a message with buttons, made once, changed as its actor goes on, and whoever presses a button is heard. */
import { Routes } from "discord-api-types/v10"
import { Effect, Option, Schema } from "effect"
import { describe, expect, it } from "vitest"
import { Voice, type Board } from "../../../src/actors/performing/voice.ts"
import { DiscordRest } from "../../../src/adapters/discord/layer.ts"
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
    "is taken away, once, whoever did it before",
    Effect.gen(function* () {
      const { show, unshow } = yield* Voice
      const id = yield* show(board({ buttons: [] }))
      yield* unshow(channel, id)
      yield* unshow(channel, id)
      expect(yield* shownIn(channel)).toEqual([])
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
    "is found again when Discord remembers no more that it was made",
    Effect.gen(function* () {
      const { show } = yield* Voice
      yield* show(board({ by: "conversation/2", key: "another-board" }))
      const id = yield* show(board())
      const later = board({ again: true, key: "forgotten", text: "the newer words" })
      expect(yield* show(later)).toBe(id)
      expect((yield* shownIn(channel)).map(({ content }) => content)).toEqual([
        "bot turns 4/4",
        "the newer words",
      ])
    }),
  )

  speaks(
    "is made anew, once, when somebody has deleted it",
    Effect.gen(function* () {
      const { show } = yield* Voice
      const { api } = yield* DiscordRest
      const id = yield* show(board())
      yield* Effect.ignore(api(Schema.Unknown, "DELETE", Routes.channelMessage(channel, id)))
      const changed = board({ message: id, text: "going on" })
      const anew = yield* show(changed)
      expect(anew).not.toBe(id)
      expect(yield* show({ ...changed, again: true })).toBe(anew)
      expect((yield* shownIn(channel)).map((message) => [message.id, message.content])).toEqual([
        [anew, "going on"],
      ])
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

describe("the buttons of a board", () => {
  const many = (count: number, style: "primary" | "danger") =>
    Array.from({ length: count }, (_, n) => ({ id: `${style}-${n}`, label: "x", style }))
  for (const [options, controls, rows] of [
    [3, 2, [5]],
    [4, 2, [4, 2]],
    [10, 2, [5, 5, 2]],
    [21, 4, [5, 5, 5, 5, 5]],
  ] as const)
    speaks(
      `stand in rows of ${rows.join(", ")} when they are ${options} options and ${controls} others`,
      Effect.gen(function* () {
        const { show } = yield* Voice
        yield* show(board({ buttons: [...many(options, "primary"), ...many(controls, "danger")] }))
        const [message] = yield* shownIn(channel)
        const shown = (message!.components ?? []) as ReadonlyArray<{ components: ReadonlyArray<unknown> }>
        expect(shown.map(({ components }) => components.length)).toEqual(rows)
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
