import { setTimeout } from "node:timers/promises"
import { Routes } from "discord-api-types/v10"
import { Effect, Fiber, Schema } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect } from "vitest"
import { Voice } from "../../../src/actors/performing/voice.ts"
import * as Discord from "../../../src/adapters/discord/layer.ts"
import { split } from "../../../src/adapters/discord/split.ts"
import { Playground } from "../../../src/adapters/playground/playground.ts"
import { analyst, channel, freshVoice, says, speaks, speaksInTime, untilTrue, utterance } from "./fixtures.ts"
import { requests, shownIn, toWebhook } from "./looking.ts"

const long = Array.from({ length: 1200 }, (_, n) => `word${n % 7}`).join(" ")
const pieces = split(long)

const texts = Effect.map(shownIn(channel), (messages) => messages.map(({ content }) => content))

/** What another process said as the writer before it died. */
const alreadySaid = (text: string, answers: string) =>
  Effect.provide(
    Effect.flatMap(Voice, ({ say }) => say(utterance(text, { answers }))),
    freshVoice,
  )

describe("when an attempt was under way as its process died", () => {
  speaks(
    "what was said is not said again, and what is missing is",
    Effect.gen(function* () {
      const { say } = yield* Voice
      const { id: answers } = yield* says("A long story, please")
      const [first] = yield* alreadySaid(pieces[0]!, answers)
      yield* says("Somebody else in between")
      const ids = yield* say(utterance(long, { answers, again: true }))
      expect(ids).toHaveLength(pieces.length)
      expect(ids[0]).toBe(first)
      const said = (yield* texts).filter((text) => text.startsWith("word"))
      expect(said).toEqual(pieces.map((piece) => piece.trim()))
    }),
  )

  speaks(
    "an answer that was said as a whole is not said again",
    Effect.gen(function* () {
      const { say } = yield* Voice
      const { id: answers } = yield* says("Yes or no?")
      const before = yield* alreadySaid("Yes.", answers)
      expect(yield* say(utterance("Yes.", { answers, again: true }))).toEqual(before)
      expect(yield* requests(...toWebhook)).toHaveLength(1)
    }),
  )

  speaks(
    "the same words of another agent, of a person, or from before are something else",
    Effect.gen(function* () {
      const { say } = yield* Voice
      yield* say(utterance("Yes."))
      const { id: answers } = yield* says("Yes or no?")
      yield* say(utterance("Yes.", { brain: analyst, answers }))
      yield* says("Yes.")
      yield* say(utterance("Yes.", { answers, again: true }))
      expect((yield* texts).filter((text) => text === "Yes.")).toHaveLength(4)
    }),
  )

  speaks(
    "it is found among hundreds of messages",
    Effect.gen(function* () {
      const { say } = yield* Voice
      const { id: answers } = yield* says("Yes or no?")
      for (let n = 0; n < 130; n++) yield* says(`chatter ${n}`)
      const before = yield* alreadySaid("Yes.", answers)
      expect(yield* say(utterance("Yes.", { answers, again: true }))).toEqual(before)
    }),
  )

  speaks(
    "it is found where the bot speaks for its agents, too",
    Effect.gen(function* () {
      yield* (yield* Playground).faults.deny(channel, "ManageWebhooks")
      const { say } = yield* Voice
      const { id: answers } = yield* says("Yes or no?")
      const before = yield* alreadySaid("Yes.", answers)
      const later = utterance("Yes.", { answers, again: true, key: "Discord forgets nonces" })
      expect(yield* say(later)).toEqual(before)
    }),
  )
})

describe("when nobody knows whether Discord took a message", () => {
  const answersWith = (status: number, times: number) =>
    Effect.flatMap(Playground, ({ faults }) =>
      faults.force({ method: "POST", path: toWebhook[1], status, times }),
    )

  /** The same, from the second message on. */
  const breaksAfterOne = (status: number, times: number) =>
    Effect.map(Playground, ({ listen, faults }) => {
      const stop = listen(({ t }) => {
        if (t !== "MESSAGE_CREATE") return
        stop()
        Effect.runSync(faults.force({ method: "POST", path: toWebhook[1], status, times }))
      })
    })

  speaksInTime(
    "it is looked for before it is sent again",
    Effect.gen(function* () {
      const { say } = yield* Voice
      const { hooks } = yield* Discord.DiscordRest
      const { id: answers } = yield* says("Yes or no?")
      yield* say(utterance("Let me think.", { answers }))
      const { webhook_id } = (yield* shownIn(channel)).at(-1)!
      const token = (yield* requests("POST", "/channels/:channel/webhooks"))[0]!.responseBody as {
        token: string
      }
      yield* answersWith(502, 1)
      const saying = yield* Effect.forkChild(say(utterance("Yes.", { answers })))
      yield* untilTrue(Effect.map(requests(...toWebhook), (all) => all.some(({ status }) => status === 502)))
      // Discord had taken it after all.
      yield* hooks(Schema.Unknown, "POST", Routes.webhook(webhook_id!, token.token), {
        query: { wait: "true" },
        body: { content: "Yes.", username: "Writer" },
      })
      yield* TestClock.adjust("1 second")
      const ids = yield* Fiber.join(saying)
      const shown = (yield* shownIn(channel)).filter(({ content }) => content === "Yes.")
      expect(shown.map(({ id }) => id)).toEqual(ids)
    }),
  )

  speaksInTime(
    "whoever was held up for so long that another may have said it looks first",
    Effect.gen(function* () {
      const { say } = yield* Voice
      const { id: answers } = yield* says("Yes or no?")
      yield* answersWith(502, 1)
      const first = yield* Effect.forkChild(say(utterance("Let me think.", { answers })))
      yield* untilTrue(Effect.map(requests(...toWebhook), (all) => all.some(({ status }) => status === 502)))
      const second = yield* Effect.forkChild(say(utterance("Yes.", { answers })), {
        startImmediately: true,
      })
      const said = yield* alreadySaid("Yes.", answers)
      yield* TestClock.adjust("5 seconds")
      yield* Fiber.join(first)
      expect(yield* Fiber.join(second)).toEqual(said)
      expect(yield* texts).toEqual(["Yes or no?", "Yes.", "Let me think."])
    }),
  )

  speaksInTime(
    "whoever was frozen on its way to Discord takes back what another has said meanwhile",
    Effect.gen(function* () {
      const { say } = yield* Voice
      const { faults } = yield* Playground
      const { id: answers } = yield* says("Yes or no?")
      yield* faults.force({ method: "POST", path: toWebhook[1], status: 429, times: 1, retryAfter: 1 })
      const frozen = yield* Effect.forkChild(say(utterance("Yes.", { answers })))
      yield* untilTrue(Effect.map(requests(...toWebhook), (all) => all.some(({ status }) => status === 429)))
      const said = yield* alreadySaid("Yes.", answers)
      yield* TestClock.adjust("4 seconds")
      expect(yield* Fiber.join(frozen)).toEqual(said)
      expect((yield* requests(...toWebhook)).filter(({ status }) => status === 200)).toHaveLength(2)
      expect(yield* texts).toEqual(["Yes or no?", "Yes."])
    }),
  )

  speaksInTime(
    "a message that says the same as the one before it is not taken for it",
    Effect.gen(function* () {
      const { say } = yield* Voice
      const chorus = `${"la ".repeat(666)}\n`
      yield* breaksAfterOne(500, 1)
      const ids = yield* whileTimePasses(say(utterance(chorus.repeat(3))))
      expect(new Set(ids).size).toBe(3)
      expect(yield* texts).toEqual([chorus, chorus, chorus].map((text) => text.trim()))
    }),
  )

  speaksInTime(
    "it is sent again when it is not there",
    Effect.gen(function* () {
      const { say } = yield* Voice
      yield* answersWith(500, 2)
      yield* whileTimePasses(say(utterance("Yes.")))
      expect((yield* requests(...toWebhook)).map(({ status }) => status)).toEqual([500, 500, 200])
      expect(yield* texts).toEqual(["Yes."])
    }),
  )

  speaksInTime(
    "and Discord goes away between two messages, the caller hears to try later, and then nothing is said twice",
    Effect.gen(function* () {
      const { say } = yield* Voice
      yield* breaksAfterOne(503, 5)
      const failed = yield* whileTimePasses(Effect.flip(say(utterance(long))))
      expect([failed._tag, failed.remedy]).toEqual(["VoiceFailed", "retry"])
      expect(yield* texts).toHaveLength(1)
      yield* say(utterance(long))
      expect(yield* texts).toEqual(pieces.map((piece) => piece.trim()))
    }),
  )
})

/** Moves the test's clock until the effect has ended. */
const whileTimePasses = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.raceFirst(
    effect,
    Effect.forever(
      Effect.andThen(
        TestClock.adjust("1 second"),
        Effect.promise(() => setTimeout(2)),
      ),
    ),
  )
