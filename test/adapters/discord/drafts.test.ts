/** Answers while they are written: one message that grows, and is known for what it is. */
import { Effect } from "effect"
import { Routes } from "discord-api-types/v10"
import { describe, expect, it } from "vitest"
import { Voice, type Sketch } from "../../../src/actors/performing/voice.ts"
import { draftOf, isDraft } from "../../../src/adapters/discord/drafts.ts"
import * as Discord from "../../../src/adapters/discord/layer.ts"
import { messageLimit } from "../../../src/adapters/discord/split.ts"
import { Playground } from "../../../src/adapters/playground/playground.ts"
import { GENEROUS_LIMITS } from "../../../src/adapters/playground/rate-limits.ts"
import { GUILD } from "../../../src/adapters/playground/sample-world.ts"
import { Schema } from "effect"
import { channel, freshVoice, says, speaks, utterance, writer } from "./fixtures.ts"
import { openThread, shownIn } from "./looking.ts"

const sketch = (answers: string, over: Partial<Sketch & { text: string; again: boolean }> = {}) => ({
  turn: "one-turn",
  channel,
  guild: GUILD.id,
  answers,
  brain: writer,
  message: null,
  text: "Once upon a time",
  again: false,
  ...over,
})

const shown = Effect.map(shownIn(channel), (messages) =>
  messages.map(({ id, author, content }) => ({ id, author: author.username, content })),
)
const byWriter = Effect.map(shown, (all) => all.filter(({ author }) => author === "Writer"))

const another = <A, E>(speak: (voice: Voice["Service"]) => Effect.Effect<A, E, Discord.DiscordRest>) =>
  Effect.provide(Effect.flatMap(Voice, speak), freshVoice)

const question = Effect.map(says("A long story, please"), ({ id }) => id)

describe("a draft", () => {
  speaks(
    "is one message that grows, and says that it is not done and what it answers",
    Effect.gen(function* () {
      const voice = yield* Voice
      const answers = yield* question
      const message = yield* voice.draft(sketch(answers))
      yield* voice.draft(sketch(answers, { message, text: "Once upon a time there was" }))
      const [draft, ...others] = yield* byWriter
      expect(others).toEqual([])
      expect(draft).toMatchObject({
        id: message,
        content: expect.stringMatching(/^Once upon a time there was\n-# /),
      })
      expect(draft!.content).toContain(`/channels/${GUILD.id}/${channel}/${answers}?`)
      expect(isDraft(draft!.content)).toBe(true)
    }),
  )

  speaks(
    "becomes the first message of its answer, and the rest follows",
    Effect.gen(function* () {
      const voice = yield* Voice
      const answers = yield* question
      const message = yield* voice.draft(sketch(answers))
      const text = Array.from({ length: 700 }, (_, n) => `word${n}`).join(" ")
      const ids = yield* voice.say(utterance(text, { answers, draft: { message } }))
      const said = yield* byWriter
      expect(ids).toEqual(said.map(({ id }) => id))
      expect(ids[0]).toBe(message)
      expect(said.map(({ content }) => content).join(" ")).toBe(text)
    }),
  )

  speaks(
    "is taken over by another process, which sends the answer anew: a change that comes late changes nothing",
    Effect.gen(function* () {
      const voice = yield* Voice
      const answers = yield* question
      const message = yield* voice.draft(sketch(answers))
      const late = sketch(answers, { message, text: "late" })
      yield* another((other) =>
        Effect.gen(function* () {
          expect(yield* other.draft(sketch(answers, { again: true, text: "Once more" }))).toBe(message)
          expect(yield* byWriter).toMatchObject([
            { id: message, content: expect.stringMatching(/^Once more\n/) },
          ])
          yield* other.say(utterance("The end.", { answers, again: true, draft: { message } }))
        }),
      )
      expect((yield* Effect.flip(voice.draft(late))).remedy).toBe("stop")
      expect((yield* byWriter).map(({ content }) => content)).toEqual(["The end."])
    }),
  )

  speaks(
    "is found although nobody knows its id, and told from the draft of another turn",
    Effect.gen(function* () {
      const voice = yield* Voice
      const answers = yield* question
      yield* voice.draft(sketch(answers))
      const other = yield* voice.draft(sketch(answers, { turn: "another-turn", text: "Something else" }))
      yield* another(({ retract }) => retract(sketch(answers)))
      expect((yield* byWriter).map(({ id }) => id)).toEqual([other])
      yield* another(({ say }) =>
        say(utterance("The end.", { answers, turn: "another-turn", draft: { message: null } })),
      )
      expect((yield* byWriter).map(({ content }) => content)).toEqual(["The end."])
    }),
  )

  speaks(
    "that somebody deleted is not missed",
    Effect.gen(function* () {
      const voice = yield* Voice
      const { api } = yield* Discord.DiscordRest
      const answers = yield* question
      const message = yield* voice.draft(sketch(answers))
      yield* api(Schema.Unknown, "DELETE", Routes.channelMessage(channel, message))
      yield* voice.retract(sketch(answers, { message }))
      yield* voice.say(utterance("The end.", { answers, draft: { message } }))
      expect((yield* byWriter).map(({ content }) => content)).toEqual(["The end."])
    }),
  )

  speaks(
    "is taken away, and not missed, when its webhook is gone",
    Effect.gen(function* () {
      const voice = yield* Voice
      const { api } = yield* Discord.DiscordRest
      const answers = yield* question
      const standing = Effect.map(byWriter, (all) => all.map(({ content }) => content))
      const loseWebhook = Effect.gen(function* () {
        const [hook] = yield* api(
          Schema.Array(Schema.Struct({ id: Schema.String })),
          "GET",
          Routes.channelWebhooks(channel),
        )
        yield* api(Schema.Unknown, "DELETE", Routes.webhook(hook!.id))
      })
      const first = yield* voice.draft(sketch(answers))
      yield* loseWebhook
      yield* voice.retract(sketch(answers, { message: first }))
      expect(yield* standing).toEqual([])
      const second = yield* voice.draft(sketch(answers))
      yield* loseWebhook
      yield* voice.say(utterance("The end.", { answers, draft: { message: second } }))
      expect(yield* standing).toEqual(["The end."])
    }),
  )

  speaks(
    "is the bot's, signed, where agents have no name of their own",
    Effect.gen(function* () {
      yield* (yield* Playground).faults.deny(channel, "ManageWebhooks")
      const voice = yield* Voice
      const answers = yield* question
      const message = yield* voice.draft(sketch(answers))
      yield* voice.draft(sketch(answers, { message, text: "Once upon a time there was" }))
      const standing = (all: ReadonlyArray<{ id: string; content: string }>) =>
        all.find(({ id }) => id === message)
      expect(standing(yield* shown)?.content).toMatch(/^\*\*Writer:\*\* Once upon a time there was\n-# /)
      yield* voice.say(utterance("The end.", { answers, draft: { message } }))
      expect(standing(yield* shown)?.content).toBe("**Writer:** The end.")
    }),
  )

  speaks(
    "stands in a thread, too, and is no line that agents read",
    Effect.gen(function* () {
      const voice = yield* Voice
      const thread = yield* openThread(channel)
      const answers = thread
      const message = yield* voice.draft(sketch(answers, { channel: thread }))
      yield* voice.draft(sketch(answers, { channel: thread, message, text: "Once upon a time there was" }))
      expect(yield* voice.connect(thread, 10)).toEqual([])
      yield* voice.retract(sketch(answers, { channel: thread, message }))
      expect((yield* shownIn(thread)).filter(({ content }) => content !== "")).toEqual([])
    }),
  )
})

const change = "PATCH /webhooks/:webhook/:token/messages/:message"
const tight = { rateLimits: { ...GENEROUS_LIMITS, routes: { [change]: { requests: 2, per: 150 } } } }

describe("where Discord lets messages be changed now and then", () => {
  speaks(
    "drafts and answers of several agents wait for each other, and come in order",
    Effect.gen(function* () {
      const voice = yield* Voice
      const answers = yield* question
      const writes = Effect.fnUntraced(function* (turn: string) {
        const message = yield* voice.draft(sketch(answers, { turn, text: `${turn} 0` }))
        for (let n = 1; n <= 3; n++)
          yield* voice.draft(sketch(answers, { turn, message, text: `${turn} ${n}` }))
        yield* voice.say(utterance(`${turn} is done.`, { answers, turn, draft: { message } }))
      })
      yield* Effect.forEach(["one", "two"], writes, { concurrency: "unbounded" })
      expect((yield* byWriter).map(({ content }) => content).toSorted()).toEqual([
        "one is done.",
        "two is done.",
      ])
      const changes = (yield* Playground)
        .exchanges()
        .filter(({ method, path }) => `${method} ${path}` === change)
      expect(changes.map(({ status }) => status)).toEqual(changes.map(() => 200))
      for (const turn of ["one", "two"]) {
        const said = changes.map(
          ({ requestBody }) => (requestBody as { content: string }).content.split("\n")[0]!,
        )
        expect(said.filter((text) => text.startsWith(turn))).toEqual([
          `${turn} 1`,
          `${turn} 2`,
          `${turn} 3`,
          `${turn} is done.`,
        ])
      }
    }),
    tight,
  )
})

describe("what a draft says", () => {
  const of = (text: string) => draftOf({ ...sketch("1100000000000000999"), text }, messageLimit)
  const body = (text: string) => of(text).replace(/\n-# [^\n]*$/, "")

  it("closes a code block that is open for now, and none that is not", () => {
    expect(body("Look:\n```ts\nconst a = 1")).toBe("Look:\n```ts\nconst a = 1\n```")
    expect(body("Look:\n```ts\nconst a = 1\n```")).toBe("Look:\n```ts\nconst a = 1\n```")
    expect(body("Look:\n``")).toBe("Look:")
  })

  it("is the beginning of what does not fit, cut where it will be cut", () => {
    const text = Array.from({ length: 90 }, (_, n) => `Paragraph ${n}.\n\n${"word ".repeat(10)}`).join("\n\n")
    const draft = of(text)
    expect(draft.length).toBeLessThanOrEqual(messageLimit)
    expect(isDraft(draft)).toBe(true)
    expect(text.startsWith(body(text))).toBe(true)
    expect(body(text).length).toBeGreaterThan(1500)
  })

  it("fits whatever it is made of", () => {
    for (const text of ["", "`".repeat(3000), "```\n".repeat(900), "👩‍👩‍👧".repeat(400), "a".repeat(5000)]) {
      expect(of(text).length).toBeLessThanOrEqual(messageLimit)
      expect(isDraft(of(text))).toBe(true)
    }
  })
})
