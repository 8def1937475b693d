/** Answers that are heard while they are written, from every provider, over real sockets. */
import { describe, expect, it } from "@effect/vitest"
import { Cause, Effect, Exit, Fiber, Redacted } from "effect"
import { anthropic } from "../../../src/adapters/model/anthropic.ts"
import { patience } from "../../../src/adapters/model/endpoint.ts"
import { languageModel } from "../../../src/adapters/model/language-model.ts"
import { offlineModel } from "../../../src/adapters/model/offline/model.ts"
import { ollama } from "../../../src/adapters/model/ollama.ts"
import { openai } from "../../../src/adapters/model/openai.ts"
import { makePlaces } from "../../../src/adapters/model/places.ts"
import { prompt, told } from "./fixtures.ts"
import {
  anthropicStream,
  notePauses,
  openaiAnswer,
  openaiStream,
  startProvider,
  type Reply,
} from "./provider.ts"

const models = { premium: "big", standard: "mid", lite: "small" }
const key = Redacted.make("sk-test-0123456789abcdef")

const endpoints = {
  openai: (url: URL) => openai({ baseUrl: new URL("/v1", url), key, models }),
  anthropic: (url: URL) => anthropic({ baseUrl: new URL("/v1", url), key, models }),
  ollama: (url: URL) => ollama(url, models),
}

const streams = { openai: openaiStream, anthropic: anthropicStream, ollama: openaiStream }

const ask = (reply: (nth: number) => Reply, endpoint = endpoints.openai) =>
  Effect.gen(function* () {
    const provider = yield* startProvider((_, nth) => reply(nth))
    const { noting } = notePauses(patience.timeout)
    const heard: Array<string> = []
    const model = languageModel(endpoint(provider.url), patience)
    const exit = yield* Effect.exit(
      noting(model.think(prompt("A headline, please"), (soFar) => void heard.push(soFar))),
    )
    return { exit, heard, requests: provider.requests }
  })

describe("an answer that is heard while it is written", () => {
  it.effect.each(["openai", "anthropic", "ollama"] as const)("comes from %s as it grows", (name) =>
    Effect.gen(function* () {
      const { exit, heard, requests } = yield* ask(
        () => streams[name]("Once ", "upon ", "a time"),
        endpoints[name],
      )
      expect(heard).toEqual(["Once", "Once upon", "Once upon a time"])
      expect(exit).toMatchObject({
        _tag: "Success",
        value: {
          text: "Once upon a time",
          usage: name === "anthropic" ? { input: 13, output: 5 } : { input: 11, output: 7 },
        },
      })
      expect(requests.map(({ body }) => body.stream)).toEqual([true])
    }),
  )

  it.effect(
    "begins anew when the connection broke in the middle, and is told to have been asked for twice",
    () =>
      Effect.gen(function* () {
        const { exit, heard } = yield* ask((nth) =>
          nth === 1
            ? { events: openaiStream("One two three").events.slice(0, 1), breaks: true }
            : openaiStream("Four", " five"),
        )
        expect(heard).toEqual(["One two three", "Four", "Four five"])
        expect(exit).toMatchObject({ _tag: "Success", value: { text: "Four five", asks: 2 } })
      }),
  )

  it.effect("is asked for as a whole where a server knows no streams, from then on", () =>
    Effect.gen(function* () {
      const { exit, heard, requests } = yield* ask(() => openaiAnswer("As a whole"))
      expect(exit).toMatchObject({ _tag: "Success", value: { text: "As a whole" } })
      expect(heard).toEqual([])
      expect(requests.map(({ body }) => body.stream ?? false)).toEqual([true, false])
    }),
  )

  it.effect("fails in the same words", () =>
    Effect.gen(function* () {
      const { exit } = yield* ask(() => ({ status: 401, body: { error: { message: "no", type: "x" } } }))
      expect(told(Exit.isFailure(exit) ? Cause.squash(exit.cause) : null)).toMatchObject({
        remedy: "fix",
        reason: expect.stringContaining("OPENAI_API_KEY"),
      })
    }),
  )

  it.effect("comes from the offline model at once", () =>
    Effect.gen(function* () {
      const heard: Array<string> = []
      const { text } = yield* offlineModel.think(
        prompt("What is the plan?"),
        (soFar) => void heard.push(soFar),
      )
      expect(heard).toEqual([text])
    }),
  )
})

describe("calls of one model", () => {
  it.live("wait for each other beyond as many as may be under way, and who is stopped is not asked for", () =>
    Effect.gen(function* () {
      const provider = yield* startProvider(() => "hang")
      const model = languageModel(endpoints.openai(provider.url), patience, { places: makePlaces(() => 1) })
      yield* Effect.forkChild(model.think(prompt("first")))
      yield* provider.next
      const second = yield* Effect.forkChild(model.think(prompt("second")), { startImmediately: true })
      expect(model.calls?.()).toEqual([{ model: "mid", underWay: 1, waiting: 1 }])
      yield* Fiber.interrupt(second)
      expect(model.calls?.()).toEqual([{ model: "mid", underWay: 1, waiting: 0 }])
      expect(provider.requests).toHaveLength(1)
    }).pipe(Effect.scoped),
  )
})
