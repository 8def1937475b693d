import { Routes } from "discord-api-types/v10"
import { Effect, Schema } from "effect"
import { describe, expect } from "vitest"
import { Voice } from "../../../src/actors/performing/voice.ts"
import * as Discord from "../../../src/adapters/discord/layer.ts"
import { Playground } from "../../../src/adapters/playground/playground.ts"
import { ADA, BEN, STRATEGY } from "../../../src/adapters/playground/sample-world.ts"
import { analyst, brain, channel, freshVoice, Log, says, speaks, utterance } from "./fixtures.ts"
import { asBot, bodies, openDm, requests, shownIn, toWebhook } from "./looking.ts"

const long = (word: string) => Array.from({ length: 1200 }, () => word).join(" ")

describe("an agent in a channel", () => {
  speaks(
    "has its own name and its own face, through one webhook of the bot's",
    Effect.gen(function* () {
      const { say } = yield* Voice
      const face = "https://example.com/analyst.png"
      const first = yield* say(utterance("I write."))
      const second = yield* say(utterance("I count.", { brain: { ...analyst, avatar: face } }))
      const messages = yield* shownIn(channel)
      expect(messages.map(({ id, author, content }) => [[id], author.username, content])).toEqual([
        [first, "Writer", "I write."],
        [second, "Analyst", "I count."],
      ])
      expect(new Set(messages.map(({ webhook_id }) => webhook_id)).size).toBe(1)
      expect((yield* bodies(...toWebhook)).map(({ avatar_url }) => avatar_url)).toEqual([
        expect.stringContaining("embed/avatars/1"),
        face,
      ])
      expect(yield* requests("POST", "/channels/:channel/webhooks")).toHaveLength(1)
    }),
  )

  speaks(
    "bears a name that Discord allows",
    Effect.gen(function* () {
      const { say } = yield* Voice
      const names = ["Clyde of Discord", `A${"🦊".repeat(100)}`, "  "]
      for (const name of names) yield* say(utterance("Hello.", { brain: brain("other", { name }) }))
      const shown = (yield* shownIn(channel)).map(({ author }) => author.username)
      expect(shown).toEqual(["Cl-yde of Dis-cord", `A${"🦊".repeat(79)}`, "Agent"])
    }),
  )

  speaks(
    "pings whom it may ping, and neither others, nor roles, nor everyone",
    Effect.gen(function* () {
      const { say } = yield* Voice
      yield* say(utterance(`<@${ADA.id}> <@${BEN.id}> @everyone`, { pingable: [ADA.id, ADA.id] }))
      const [message] = yield* shownIn(channel)
      expect(message).toMatchObject({
        mentions: [{ id: ADA.id }],
        mention_everyone: false,
        mention_roles: [],
      })
    }),
  )

  speaks(
    "says a long text in several messages, in order",
    Effect.gen(function* () {
      const { say } = yield* Voice
      const code = Array.from({ length: 300 }, (_, n) => `print(${n})`).join("\n")
      const ids = yield* say(utterance(`Look:\n\`\`\`py\n${code}\n\`\`\``))
      const messages = yield* shownIn(channel)
      expect(ids.length).toBeGreaterThan(1)
      expect(messages.map(({ id }) => id)).toEqual(ids)
      for (const { content } of messages.slice(1)) expect(content).toMatch(/^```py\nprint/)
    }),
  )

  speaks(
    "is not interrupted by another that speaks at the same time",
    Effect.gen(function* () {
      const { say } = yield* Voice
      yield* Effect.all([say(utterance(long("ink"))), say(utterance(long("sum"), { brain: analyst }))], {
        concurrency: "unbounded",
      })
      const speakers = (yield* shownIn(channel)).map(({ author }) => author.username)
      expect(speakers).toEqual(["Writer", "Writer", "Writer", "Analyst", "Analyst", "Analyst"])
    }),
  )

  speaks(
    "says nothing rather than an empty message",
    Effect.gen(function* () {
      const { say } = yield* Voice
      expect(yield* Effect.flip(say(utterance(" \n ")))).toMatchObject({ _tag: "VoiceFailed" })
      expect(yield* shownIn(channel)).toEqual([])
    }),
  )
})

describe("the webhook of a channel", () => {
  speaks(
    "is found again after a restart",
    Effect.gen(function* () {
      yield* (yield* Voice).say(utterance("Before."))
      yield* Effect.provide(
        Effect.flatMap(Voice, ({ say }) => say(utterance("After."))),
        freshVoice,
      )
      expect(yield* requests("POST", "/channels/:channel/webhooks")).toHaveLength(1)
      expect(yield* shownIn(channel)).toHaveLength(2)
    }),
  )

  speaks(
    "is made anew when somebody deleted it",
    Effect.gen(function* () {
      const { say } = yield* Voice
      const { api } = yield* Discord.DiscordRest
      yield* say(utterance("Before."))
      const [before] = yield* shownIn(channel)
      yield* api(Schema.Unknown, "DELETE", Routes.webhook(before!.webhook_id!))
      yield* say(utterance("After."))
      const messages = yield* shownIn(channel)
      expect(messages.map(({ content }) => content)).toEqual(["Before.", "After."])
      expect(messages[1]!.webhook_id).not.toBe(before!.webhook_id)
    }),
  )
})

describe("where the bot may not make webhooks", () => {
  speaks(
    "it speaks for its agents, in their names, and says once in a server which permission it lacks",
    Effect.gen(function* () {
      const { faults } = yield* Playground
      const { say } = yield* Voice
      yield* faults.deny(channel, "ManageWebhooks")
      yield* faults.deny(STRATEGY.id, "ManageWebhooks")
      const asked = yield* says("Hello?")
      yield* say(utterance("One.", { key: "1", answers: asked.id }))
      yield* say(utterance("- two\n- three", { key: "2", brain: analyst }))
      yield* say(utterance("Four.", { key: "3", channel: STRATEGY.id }))

      const shown = yield* shownIn(channel)
      expect(shown.map(({ content }) => content)).toEqual([
        "Hello?",
        expect.stringContaining("**Manage Webhooks**"),
        "**Writer:** One.",
        "**Analyst:**\n- two\n- three",
      ])
      expect(shown[2]!.referenced_message?.id).toBe(asked.id)
      expect((yield* shownIn(STRATEGY.id)).map(({ content }) => content)).toEqual(["**Writer:** Four."])
      expect((yield* Log).filter((line) => line.includes("Manage Webhooks"))).toHaveLength(1)
    }),
  )

  speaks(
    "it answers without a reply where it may not read what was said before",
    Effect.gen(function* () {
      const { faults } = yield* Playground
      const { say } = yield* Voice
      const asked = yield* says("Hello?")
      yield* faults.deny(channel, "ManageWebhooks", "ReadMessageHistory")
      yield* say(utterance("One.", { answers: asked.id }))
      yield* faults.allow(channel)
      const last = (yield* shownIn(channel)).at(-1)
      expect(last).toMatchObject({ content: "**Writer:** One." })
      expect(last!.message_reference).toBeUndefined()
    }),
  )

  speaks(
    "a long text is signed in each of its messages, which stay within the limit",
    Effect.gen(function* () {
      const { say } = yield* Voice
      yield* (yield* Playground).faults.deny(channel, "ManageWebhooks")
      yield* say(utterance("word ".repeat(1000)))
      const messages = (yield* shownIn(channel)).slice(1)
      expect(messages).toHaveLength(3)
      for (const { content } of messages) expect(content).toMatch(/^\*\*Writer:\*\* word/)
    }),
  )
})

speaks(
  "in a direct message, the bot speaks for its agents and excuses itself to nobody",
  Effect.gen(function* () {
    const dm = yield* openDm(ADA.id)
    const { say } = yield* Voice
    const asked = yield* says("Hello?", { channelId: dm })
    yield* say(utterance("Hello, Ada.", { channel: dm, answers: asked.id }))
    const shown = yield* shownIn(dm)
    expect(shown.map(({ content }) => content)).toEqual(["Hello?", "**Writer:** Hello, Ada."])
    expect(yield* requests("GET", "/channels/:channel/webhooks")).toEqual([])
  }),
)

describe("a notice", () => {
  speaks(
    "is the bot's own, and said once however often it is told",
    Effect.gen(function* () {
      const { notice } = yield* Voice
      const first = yield* notice({ key: "k", channel, text: "Nobody is free. @everyone" })
      const again = yield* notice({ key: "k", channel, text: "Nobody is free. @everyone" })
      expect(again).toBe(first)
      const shown = yield* shownIn(channel)
      expect(shown).toMatchObject([{ content: "Nobody is free. @everyone", mention_everyone: false }])
      expect(shown[0]!.webhook_id).toBeUndefined()
      expect(yield* bodies(...asBot)).toMatchObject([{ nonce: "k", enforce_nonce: true }, { nonce: "k" }])
    }),
  )
})

describe("what Discord refuses comes as a sentence with what to do", () => {
  speaks(
    "a channel that is gone",
    Effect.gen(function* () {
      const { say, connect } = yield* Voice
      const gone = { channel: "1100000000000000777" }
      const failed = yield* Effect.flip(say(utterance("Hello?", gone)))
      expect([failed.remedy, failed.reason]).toEqual(["stop", "The channel is gone."])
      expect((yield* Effect.flip(connect(gone.channel, 10))).remedy).toBe("stop")
    }),
  )

  speaks(
    "a channel where the bot may not speak",
    Effect.gen(function* () {
      const { notice } = yield* Voice
      yield* (yield* Playground).faults.deny(channel, "SendMessages")
      const failed = yield* Effect.flip(notice({ key: "k", channel, text: "Hello?" }))
      expect([failed.remedy, failed.reason]).toEqual(["fix", expect.stringContaining("Send Messages")])
    }),
  )

  speaks(
    "a Discord that is away, without a word of any token",
    Effect.gen(function* () {
      const { faults, token } = yield* Playground
      const { notice, say } = yield* Voice
      yield* say(utterance("Hello."))
      const { webhook_id } = (yield* shownIn(channel))[0]!
      yield* faults.closeRest
      const failed = yield* Effect.flip(notice({ key: "k", channel, text: "Hello?" }))
      expect(failed.remedy).toBe("retry")
      for (const text of [failed.reason, ...(yield* Log)]) {
        expect(text).not.toContain(token)
        expect(text).not.toContain(webhook_id)
      }
    }),
  )

  speaks(
    "nothing of a rate limit: it is waited for",
    Effect.gen(function* () {
      const { faults } = yield* Playground
      yield* faults.force({ method: "POST", path: toWebhook[1], status: 429, times: 1, retryAfter: 0.02 })
      yield* (yield* Voice).say(utterance("In the end."))
      expect((yield* requests(...toWebhook)).map(({ status }) => status)).toEqual([429, 200])
      expect(yield* shownIn(channel)).toMatchObject([{ content: "In the end." }])
    }),
  )
})
