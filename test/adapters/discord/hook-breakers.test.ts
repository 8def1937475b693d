import { Routes } from "discord-api-types/v10"
import { Effect, Layer, Schema } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect } from "vitest"
import { Lessons, makeLessons } from "../../../src/actors/lessons/lessons.ts"
import { Voice } from "../../../src/actors/performing/voice.ts"
import { BreakersLayer } from "../../../src/actors/resilience/breakers.ts"
import { Retries } from "../../../src/actors/resilience/retries.ts"
import * as Discord from "../../../src/adapters/discord/layer.ts"
import { Playground } from "../../../src/adapters/playground/playground.ts"
import { channel, freshVoice, says, speaksInTime, utterance } from "./fixtures.ts"
import { requests, shownIn, toWebhook } from "./looking.ts"

const spent = Layer.succeed(Retries, { called: () => Effect.void, allows: () => Effect.succeed(false) })
const lessons = makeLessons()

/** A voice with breakers whose budget of retries is spent. */
const impatient = freshVoice.pipe(Layer.provide([BreakersLayer, spent, Layer.succeed(Lessons, lessons)]))

const answersWith = (status: number, times: number) =>
  Effect.flatMap(Playground, ({ faults }) =>
    faults.force({ method: "POST", path: toWebhook[1], status, times }),
  )

describe("webhooks of a server that fail again and again", () => {
  speaksInTime(
    "are left alone, which the person hears at once, and asked again when their time is over",
    Effect.gen(function* () {
      const { say, notice } = yield* Voice
      const { id: answers } = yield* says("Yes or no?")
      yield* answersWith(502, 5)
      for (let n = 0; n < 5; n++) {
        const failed = yield* Effect.flip(say(utterance(`Try ${n}.`, { answers })))
        expect(failed.reason).toMatch(/not there now .*not tried again, as too much was tried again lately/)
      }
      const refused = yield* Effect.flip(say(utterance("Once more.", { answers })))
      expect(refused.remedy).toBe("retry")
      expect(refused.reason).toMatch(/^Webhooks of this server are left alone for a while: /)
      expect(yield* requests(...toWebhook)).toHaveLength(5)
      yield* notice({ key: "k", channel, text: "The bot itself speaks." })

      yield* TestClock.adjust("5 seconds")
      yield* say(utterance("Yes.", { answers }))
      expect((yield* shownIn(channel)).at(-1)).toMatchObject({ content: "Yes." })
    }).pipe(Effect.provide(impatient)),
  )

  speaksInTime(
    "are made anew when one is gone, and it is learnt that this helps",
    Effect.gen(function* () {
      const { say } = yield* Voice
      const { api } = yield* Discord.DiscordRest
      yield* say(utterance("Before."))
      const [before] = yield* shownIn(channel)
      yield* api(Schema.Unknown, "DELETE", Routes.webhook(before!.webhook_id!))
      yield* say(utterance("After."))
      expect(lessons.known()[0]).toMatchObject({
        kind: "webhook gone",
        where: "voice",
        message: "Unknown Webhook",
        fixes: [{ fix: "new webhook", tried: 1, helped: 1 }],
      })
    }).pipe(Effect.provide(impatient)),
  )
})
