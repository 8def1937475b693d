/** Which answers are given again, to whom, and that they cost nothing then; through real HTTP. */
import { describe, expect, it } from "@effect/vitest"
import { Effect, Redacted } from "effect"
import { Caches } from "../../../src/actors/caching/caches.ts"
import { CachesLayer } from "../../../src/actors/caching/layer.ts"
import { patience } from "../../../src/adapters/model/endpoint.ts"
import { languageModel } from "../../../src/adapters/model/language-model.ts"
import { openai } from "../../../src/adapters/model/openai.ts"
import { block } from "../../support/block.ts"
import { message, prompt, question, writer } from "./fixtures.ts"
import { openaiAnswer, openaiStream, startProvider, type Reply } from "./provider.ts"

const models = { premium: "big", standard: "mid", lite: "small" }
const exact = { ...writer, temperature: 0 }

/** A model whose answers are kept, and how often its provider was asked. */
const keeping = (reply: (nth: number) => Reply, keepsAnswers = true, names = models) =>
  Effect.gen(function* () {
    const provider = yield* startProvider((_, nth) => reply(nth))
    const endpoint = openai({
      baseUrl: new URL("/v1", provider.url),
      key: Redacted.make("sk-test"),
      models: names,
    })
    const caches = yield* Caches
    const model = languageModel(endpoint, patience, { caches, keepsAnswers: () => keepsAnswers })
    return { ...model, asked: () => provider.requests.length }
  })

const answers = (nth: number) => openaiAnswer(`Answer ${nth}`)

describe("an answer that is kept", () => {
  it.live("is given again to the same request of the same person, for nothing", () =>
    Effect.gen(function* () {
      const { think, asked } = yield* keeping(answers)
      const same = prompt("A headline, please", { brain: exact })
      expect(yield* think(same)).toMatchObject({
        text: "Answer 1",
        model: "mid",
        usage: { input: 11, output: 7 },
      })
      const later = { ...same, message: { ...same.message, id: "101" } }
      expect(yield* think(later)).toMatchObject({
        text: "Answer 1",
        model: "mid, from the cache",
        usage: { input: 0, output: 0 },
      })
      expect(asked()).toBe(1)
    }).pipe(Effect.scoped, Effect.provide(CachesLayer)),
  )

  it.live("is asked for once where two ask at the same time", () =>
    Effect.gen(function* () {
      const { think, asked } = yield* keeping(answers)
      const same = prompt("A headline, please", { brain: exact })
      const both = yield* Effect.all([think(same), think(same)], { concurrency: 2 })
      expect(both.map(({ text }) => text)).toEqual(["Answer 1", "Answer 1"])
      expect(both.map(({ usage }) => usage.input).toSorted()).toEqual([0, 11])
      expect(asked()).toBe(1)
    }).pipe(Effect.scoped, Effect.provide(CachesLayer)),
  )

  it.live("is nobody else's, and of no other words, brain, model or length", () =>
    Effect.gen(function* () {
      const { think, asked } = yield* keeping(answers)
      const one = prompt("A headline, please", { brain: exact })
      const ben = { id: "301", name: "Ana" }
      const others = [
        one,
        { ...one, message: message("A headline, please", { author: ben }) },
        { ...one, message: message("Another headline, please") },
        { ...one, brain: { ...exact, maxTokens: 100 } },
        { ...one, brain: { ...exact, tier: "premium" as const } },
        { ...one, brain: { ...exact, prompt: "You are somebody else." } },
        { ...one, memory: [block("project", "Mangoes")] },
      ]
      for (const [n, other] of others.entries()) expect((yield* think(other)).text).toBe(`Answer ${n + 1}`)
      expect(asked()).toBe(others.length)
    }).pipe(Effect.scoped, Effect.provide(CachesLayer)),
  )

  it.live("is none of a temperature, and none where the operator does not ask for it", () =>
    Effect.gen(function* () {
      const warm = yield* keeping(answers)
      const [first, second] = [yield* warm.think(prompt("Hm?")), yield* warm.think(prompt("Hm?"))]
      expect([first.text, second.text]).toEqual(["Answer 1", "Answer 2"])
      const never = yield* keeping(answers, false)
      const exactly = prompt("Hm?", { brain: exact })
      yield* never.think(exactly)
      yield* never.think(exactly)
      expect(never.asked()).toBe(2)
    }).pipe(Effect.scoped, Effect.provide(CachesLayer)),
  )

  it.live("is none that changed something: what a tool does is done each time", () =>
    Effect.gen(function* () {
      const call = {
        id: "call1",
        type: "function",
        function: { name: "memory_append", arguments: JSON.stringify({ label: "project", text: "Mangoes" }) },
      }
      const { think, asked } = yield* keeping((nth) =>
        nth % 2 === 1
          ? openaiAnswer(null, {
              message: { role: "assistant", content: null, tool_calls: [call] },
              finish_reason: "tool_calls",
            })
          : openaiAnswer("Noted."),
      )
      const noting = prompt("Note: mangoes", { brain: exact, memory: [block("project")] })
      for (let n = 0; n < 2; n++) expect((yield* think(noting)).edits).toHaveLength(1)
      expect(asked()).toBe(4)
    }).pipe(Effect.scoped, Effect.provide(CachesLayer)),
  )

  it.live("is shown while it is written the first time", () =>
    Effect.gen(function* () {
      const { think, asked } = yield* keeping(() => openaiStream("Here ", "it is."))
      const heard: Array<string> = []
      const same = prompt("A headline, please", { brain: exact })
      for (let n = 0; n < 2; n++)
        expect((yield* think(same, (soFar) => heard.push(soFar))).text).toBe("Here it is.")
      expect(heard.at(-1)).toBe("Here it is.")
      expect(asked()).toBe(1)
    }).pipe(Effect.scoped, Effect.provide(CachesLayer)),
  )
})

describe("the manager's choice", () => {
  it.live("is kept where it could be read, and for the same situation alone", () =>
    Effect.gen(function* () {
      const { route, asked } = yield* keeping((nth) =>
        openaiAnswer(
          nth === 1
            ? "That depends on so very many things, does it not?"
            : '{"responders":["writer"],"reason":"words"}',
        ),
      )
      const same = question("Who writes this?")
      expect((yield* route(same)).responders).toEqual(["writer"])
      expect(yield* route(same)).toMatchObject({
        responders: ["writer"],
        model: "small, from the cache",
        usage: { input: 0, output: 0 },
      })
      expect(asked()).toBe(2)
      yield* route(question("Who writes that?"))
      expect(asked()).toBe(3)
    }).pipe(Effect.scoped, Effect.provide(CachesLayer)),
  )
})
