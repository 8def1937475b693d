/** `/errors`, for operators. */
import { Effect, Layer } from "effect"
import { describe, expect } from "vitest"
import { Alerting, usualTerms } from "../../../src/actors/alerting/terms.ts"
import { Lessons, makeLessons } from "../../../src/actors/lessons/lessons.ts"
import { MessageFlags } from "discord-api-types/v10"
import { ADA } from "../../../src/adapters/playground/sample-world.ts"
import { hears, team, Told } from "./fixtures.ts"
import { answered, callback, command } from "./interacting.ts"
import { requests } from "./looking.ts"

const length = {
  kind: "context length",
  where: "model gpt-6-luna",
  message: "api.openai.com takes no prompt that long (400): maximum context length is 8192 tokens",
}
const key = {
  kind: "key",
  where: "model gpt-6-luna",
  message: "the key sk-0123456789abcdef was refused (401)",
}

const known = Effect.gen(function* () {
  const lessons = makeLessons()
  yield* lessons.note(key)
  yield* lessons.note(length)
  yield* lessons.outcome(length, "shorter context", true)
  return lessons
})

const operators = (...ids: ReadonlyArray<string>) =>
  Layer.merge(
    Layer.succeed(Alerting, () => ({ ...usualTerms, operators: ids })),
    Layer.effect(Lessons, known),
  )

const shows = (name: string, test: Parameters<typeof hears>[1], laid = operators(ADA.id)) =>
  hears(name, test, {}, team, null, laid)

describe("/errors", () => {
  shows(
    "tells an operator alone what went wrong, what was done about it and how often it helped",
    Effect.gen(function* () {
      const { embeds } = yield* answered(yield* command("errors list"))
      expect(embeds[0]!.fields).toHaveLength(2)
      expect(embeds[0]!.fields![0]).toMatchObject({
        name: "context length: model gpt-6-luna",
        value: expect.stringMatching(
          /^… takes no prompt that long \(<n>\): maximum context length is <n> tokens\nonce, last <t:\d+:R>\n• shorter context: helped 1 of 1$/,
        ),
      })
      expect(embeds[0]!.fields![1]!.value).toContain("• by hand: renew the key of the provider")
      expect(JSON.stringify(embeds)).not.toContain("0123456789")
      const deferred = (yield* requests("POST", callback)).at(-1)!.requestBody as { data: { flags: number } }
      expect(deferred.data.flags).toBe(MessageFlags.Ephemeral)
    }),
  )

  shows(
    "finds those like what one has before one",
    Effect.gen(function* () {
      const found = yield* answered(yield* command("errors list", { similar: "contxt length exceeded" }))
      expect(found.embeds[0]!.fields!.map(({ name }) => name)).toEqual(["context length: model gpt-6-luna"])
      const none = yield* answered(yield* command("errors list", { similar: "bananas" }))
      expect(none.content).toBe("No error that is known is like this one.")
    }),
  )

  shows(
    "forgets all of it when an operator says so, and the log says who",
    Effect.gen(function* () {
      const { content } = yield* answered(yield* command("errors clear"))
      expect(content).toBe("What was learnt of errors is forgotten.")
      const { envelopes } = yield* Told
      expect(envelopes.at(-1)).toMatchObject({
        to: "lessons/all",
        event: { type: "FORGET_ALL", by: { id: ADA.id } },
      })
    }),
  )

  shows(
    "is for operators alone",
    Effect.gen(function* () {
      const { content } = yield* answered(yield* command("errors list"))
      expect(content).toBe("Only the operators of this bot see its errors.")
    }),
    operators("1100000000000000999"),
  )

  shows(
    "says where operators are named when there are none",
    Effect.gen(function* () {
      const { content } = yield* answered(yield* command("errors list"))
      expect(content).toContain("name them in `alerts.operators`")
    }),
    operators(),
  )
})
