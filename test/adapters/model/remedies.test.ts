/** What helps is done by itself, with a real server that refuses as OpenAI does. */
import { describe, expect, it } from "@effect/vitest"
import { Effect, Redacted } from "effect"
import { makeLessons } from "../../../src/actors/lessons/lessons.ts"
import type { Heed } from "../../../src/actors/performing/model.ts"
import { makeRetries } from "../../../src/actors/resilience/retries.ts"
import { patience } from "../../../src/adapters/model/endpoint.ts"
import { languageModel, type Terms } from "../../../src/adapters/model/language-model.ts"
import { openai } from "../../../src/adapters/model/openai.ts"
import { tokensOf } from "../../../src/adapters/model/tokens.ts"
import { brain, line, prompt } from "./fixtures.ts"
import { notePauses, openaiAnswer, startProvider, type Reply, type Seen } from "./provider.ts"

const key = "sk-live-0123456789abcdefghij"
const refused = (status: number, message: string, code: string | null = null): Reply => ({
  status,
  body: { error: { message, type: "invalid_request_error", code } },
})

const sizeOf = ({ body }: Seen): number => tokensOf(JSON.stringify(body.messages))

/** A model behind a server that answers as `reply` says, and what is learnt on it. */
const model = (reply: (seen: Seen, nth: number) => Reply, terms: Partial<Terms> = {}, name = "m") =>
  Effect.gen(function* () {
    const provider = yield* startProvider(reply)
    const models = { premium: name, standard: name, lite: name }
    const endpoint = openai({
      baseUrl: new URL("/v1", provider.url),
      key: Redacted.make(key),
      models,
    })
    const lessons = makeLessons()
    const { noting } = notePauses(patience.timeout)
    const all = { lessons, retries: makeRetries(), ...terms }
    const its = languageModel(endpoint, patience, all)
    const think = (what: Parameters<typeof prompt>[1] = {}, heed?: Heed) =>
      noting(its.think(prompt("A headline?", what), heed)).pipe(Effect.result)
    return { provider, endpoint, lessons, think }
  })

/** Hours of talk in the channel: some 6,000 tokens. */
const long = {
  brain: brain("writer", { tier: "standard" }),
  lent: Array.from({ length: 300 }, (_, n) =>
    line("Ana", `The launch of product number ${n} is planned for spring, says Ben.`),
  ),
}

const block = {
  label: "human",
  description: "",
  value: "Ana likes tea.",
  limit: 200,
  readOnly: false,
  agent: null,
}

/** As OpenAI says it. */
const tooLong = (most: number, seen: Seen): Reply =>
  refused(
    400,
    `This model's maximum context length is ${most} tokens. However, your messages resulted in ${sizeOf(seen)} tokens. Please reduce the length of the messages. Ana says: "my secret plan", key ${key}`,
    "context_length_exceeded",
  )

describe("a prompt that is too long", () => {
  it.effect("is made shorter by itself, the answer comes, and the lesson counts 1 of 1", () =>
    Effect.gen(function* () {
      const most = 2000
      const { provider, lessons, think } = yield* model((seen) =>
        sizeOf(seen) + seen.body.max_tokens > most ? tooLong(most, seen) : openaiAnswer("Here"),
      )
      expect(yield* think(long)).toMatchObject({ success: { text: "Here" } })
      expect(provider.requests).toHaveLength(2)
      expect(lessons.known()).toMatchObject([
        {
          kind: "context length",
          where: "model m",
          seen: 1,
          fixes: [{ fix: "shorter context", tried: 1, helped: 1, undone: 0 }],
        },
      ])

      expect(yield* think(long)).toMatchObject({ success: { text: "Here" } })
      expect(provider.requests, "what helped stays").toHaveLength(3)
    }).pipe(Effect.scoped),
  )

  it.effect("is told without what anybody said, without the key and without numbers", () =>
    Effect.gen(function* () {
      const { lessons, think } = yield* model((seen) => tooLong(1, seen))
      yield* think(long)
      const kept = JSON.stringify(lessons.known())
      expect(kept).toContain("maximum context length is <n> tokens")
      for (const secret of [key, "0123456789", "secret", "plan", "Ana", "127.0.0.1"])
        expect(kept).not.toContain(secret)
    }).pipe(Effect.scoped),
  )

  it.effect("goes as it was when shorter is no better: the fix is undone and counts 0 of 1", () =>
    Effect.gen(function* () {
      const { provider, lessons, think } = yield* model((seen) => tooLong(100_000, seen))
      expect(yield* think(long)).toMatchObject({ failure: { kind: "context length" } })
      expect(provider.requests).toHaveLength(2)
      const [first, second] = provider.requests.map(sizeOf)
      expect(second!).toBeLessThan(first!)
      expect(lessons.known()[0]).toMatchObject({
        fixes: [{ fix: "shorter context", tried: 1, helped: 0, undone: 1 }],
      })
      yield* think(long)
      expect(sizeOf(provider.requests[2]!), "back to before").toBe(first)
    }).pipe(Effect.scoped),
  )

  it.effect("is not made shorter by itself any more once that has not helped twice", () =>
    Effect.gen(function* () {
      const { provider, lessons, think } = yield* model((seen) => tooLong(100_000, seen))
      for (let n = 0; n < 4; n++) yield* think(long)
      expect(provider.requests).toHaveLength(2 + 2 + 1 + 1)
      expect(lessons.known()[0]).toMatchObject({ seen: 6, fixes: [{ tried: 2, helped: 0, undone: 2 }] })
    }).pipe(Effect.scoped),
  )

  it.effect("is made shorter anew when the model takes less than before", () =>
    Effect.gen(function* () {
      let most = 3000
      const { provider, lessons, think } = yield* model((seen) =>
        sizeOf(seen) + seen.body.max_tokens > most ? tooLong(most, seen) : openaiAnswer("Here"),
      )
      yield* think(long)
      most = 1500
      expect(yield* think(long)).toMatchObject({ success: { text: "Here" } })
      expect(provider.requests).toHaveLength(4)
      expect(lessons.known()[0]!.fixes).toMatchObject([{ tried: 3, helped: 2, undone: 1 }])
    }).pipe(Effect.scoped),
  )

  it.effect("is known from one like it, in the words of a provider that nobody has heard of", () =>
    Effect.gen(function* () {
      const most = 4000
      const { lessons, think } = yield* model((seen) =>
        sizeOf(seen) + seen.body.max_tokens > most
          ? refused(400, "your messages resulted in too much: please reduce the length of the messages")
          : openaiAnswer("Here"),
      )
      expect(yield* think(long)).toMatchObject({ failure: { kind: "refused" } })
      const like = {
        kind: "context length",
        where: "model another",
        message:
          "refused the request (400): your messages resulted in 9 tokens, please reduce the length of the messages",
      }
      yield* lessons.outcome(like, "shorter context", true)
      expect(yield* think(long)).toMatchObject({ success: { text: "Here" } })
      expect(lessons.known()[0]).toMatchObject({
        kind: "refused",
        fixes: [{ fix: "shorter context", tried: 1, helped: 1 }],
      })
    }).pipe(Effect.scoped),
  )
})

describe("a model that uses no tools", () => {
  it.effect("is asked without them from then on, and what else is wrong is mended too", () =>
    Effect.gen(function* () {
      const most = 2000
      const { provider, lessons, think } = yield* model((seen) =>
        seen.body.tools !== undefined
          ? refused(400, "m does not support tools")
          : sizeOf(seen) + seen.body.max_tokens > most
            ? tooLong(most, seen)
            : openaiAnswer("Here"),
      )
      const remembering = { ...long, memory: [block] }
      expect(yield* think(remembering)).toMatchObject({ success: { text: "Here" } })
      expect(provider.requests).toHaveLength(3)
      expect(lessons.known().map(({ kind, fixes }) => [kind, fixes[0]!.fix, fixes[0]!.helped])).toEqual(
        expect.arrayContaining([
          ["no tools", "without tools", 1],
          ["context length", "shorter context", 1],
        ]),
      )
      yield* think(remembering)
      expect(provider.requests, "both stay").toHaveLength(4)
    }).pipe(Effect.scoped),
  )

  it.effect("and does not stream either is asked for the answer as a whole: what helped stays", () =>
    Effect.gen(function* () {
      const { provider, lessons, think } = yield* model((seen) =>
        seen.body.tools !== undefined ? refused(400, "m does not support tools") : openaiAnswer("Here"),
      )
      expect(yield* think({ memory: [block] }, () => {})).toMatchObject({ success: { text: "Here" } })
      expect(provider.requests.map(({ body }) => [body.tools !== undefined, body.stream === true])).toEqual([
        [true, true],
        [false, true],
        [false, false],
      ])
      expect(lessons.known().map(({ kind, fixes }) => [kind, fixes[0]?.fix, fixes[0]?.helped])).toEqual(
        expect.arrayContaining([
          ["no tools", "without tools", 1],
          ["no stream", "asked again", 1],
        ]),
      )
    }).pipe(Effect.scoped),
  )
})

describe("a model that is overloaded", () => {
  it.effect.each([503, 529])("has another one answer after a %i, and that is learnt", (status) =>
    Effect.gen(function* () {
      const second = yield* startProvider(() => openaiAnswer("Here"))
      const small = openai({
        baseUrl: new URL("/v1", second.url),
        key: null,
        models: { premium: "small", standard: "small", lite: "small" },
      })
      const { lessons, think } = yield* model(() => refused(status, "Overloaded"), { fallbacks: [small] })
      expect(yield* think()).toMatchObject({ success: { model: "small" } })
      expect(lessons.known()[0]).toMatchObject({ kind: "overload", where: "model m", seen: 2 })
      expect(lessons.known()[0]!.fixes).toMatchObject([
        { fix: "asked again", tried: 1, helped: 0 },
        { fix: "another model", tried: 1, helped: 1 },
      ])
    }).pipe(Effect.scoped),
  )

  it.effect("is asked again, and it is learnt that this helps", () =>
    Effect.gen(function* () {
      const { lessons, think } = yield* model((_, nth) =>
        nth === 1 ? refused(503, "Overloaded") : openaiAnswer("Here"),
      )
      expect(yield* think()).toMatchObject({ success: { text: "Here" } })
      expect(lessons.known()[0]!.fixes).toMatchObject([{ fix: "asked again", tried: 1, helped: 1 }])
    }).pipe(Effect.scoped),
  )

  it.effect("is not asked again once too much was: the person hears so", () =>
    Effect.gen(function* () {
      const { provider, think } = yield* model(() => refused(503, "Overloaded"))
      for (let n = 0; n < 3; n++) yield* think()
      expect(provider.requests).toHaveLength(12)
      yield* think()
      expect(provider.requests).toHaveLength(14)
      expect(yield* think()).toMatchObject({
        failure: { reason: expect.stringContaining("not asked again, as too many calls were asked again") },
      })
      expect(provider.requests).toHaveLength(15)
    }).pipe(Effect.scoped),
  )
})
