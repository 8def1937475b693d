import { describe, expect, it } from "@effect/vitest"
import { Effect, Redacted } from "effect"
import { CircuitBreaker } from "effect/persistence"
import { TestClock } from "effect/testing"
import { makeBreakers } from "../../../src/actors/resilience/breakers.ts"
import { patience, type Endpoint } from "../../../src/adapters/model/endpoint.ts"
import { languageModel, type Terms } from "../../../src/adapters/model/language-model.ts"
import { openai } from "../../../src/adapters/model/openai.ts"
import { prompt } from "./fixtures.ts"
import { notePauses, openaiAnswer, startProvider, type Reply } from "./provider.ts"

const all = (name: string) => ({ premium: name, standard: name, lite: name })
const at = (url: URL, name: string): Endpoint =>
  openai({ baseUrl: new URL("/v1", url), key: Redacted.make("sk-test-0123456789abcdef"), models: all(name) })
const refusal = (status: number): Reply => ({
  status,
  body: { error: { message: "no", type: "x", code: null } },
})

/** A provider that answers as it is told to, and a model on it. */
const server = (name: string) =>
  Effect.gen(function* () {
    const says = { next: openaiAnswer("Here") as Reply }
    const provider = yield* startProvider(() => says.next)
    return { says, provider, endpoint: at(provider.url, name) }
  })

/** Asks without waiting between the calls. */
const think = (endpoint: Endpoint, terms: Partial<Terms>) =>
  notePauses(patience.timeout).noting(languageModel(endpoint, patience, terms).think(prompt("A headline?")))

describe("a model that fails", () => {
  it.effect(
    "is left alone after six calls, says since when and why, and comes back after one that works",
    () =>
      Effect.gen(function* () {
        const { says, provider, endpoint } = yield* server("mid")
        const breakers = yield* makeBreakers
        const once = Effect.exit(
          languageModel(endpoint, { ...patience, retries: 0 }, { breakers }).think(prompt("A headline?")),
        )
        says.next = refusal(500)
        for (let n = 0; n < 6; n++) yield* once
        expect(breakers.open(0)).toMatchObject([
          {
            what: "model",
            name: "mid",
            since: 0,
            until: 5000,
            why: expect.stringContaining("has trouble (500)"),
          },
        ])
        const refused = yield* Effect.flip(languageModel(endpoint, patience, { breakers }).think(prompt("x")))
        expect(refused.reason).toMatch(/^mid is left alone for a while: .* has trouble \(500\)$/)
        expect(provider.requests).toHaveLength(6)

        says.next = openaiAnswer("Back")
        yield* TestClock.adjust("5 seconds")
        expect(yield* once).toMatchObject({ _tag: "Success", value: { text: "Back" } })
        expect(breakers.open(0)).toEqual([])
      }).pipe(Effect.scoped, Effect.provide(CircuitBreaker.layerStoreMemory())),
  )

  it.effect("is not left alone for what is wrong with a question", () =>
    Effect.gen(function* () {
      const { says, endpoint } = yield* server("mid")
      const breakers = yield* makeBreakers
      says.next = refusal(400)
      for (let n = 0; n < 10; n++) yield* Effect.exit(think(endpoint, { breakers }))
      expect(breakers.open(0)).toEqual([])
    }).pipe(Effect.scoped, Effect.provide(CircuitBreaker.layerStoreMemory())),
  )
})

describe("a model behind another", () => {
  it.effect("answers when the first does not, and says who it is", () =>
    Effect.gen(function* () {
      const [first, second] = [yield* server("big"), yield* server("small")]
      first.says.next = refusal(503)
      const { text, model } = yield* think(first.endpoint, { fallbacks: [second.endpoint] })
      expect({ text, model }).toEqual({ text: "Here", model: "small" })
      expect(first.provider.requests).toHaveLength(2)
    }).pipe(Effect.scoped),
  )

  it.effect("is not asked when the first answers", () =>
    Effect.gen(function* () {
      const [first, second] = [yield* server("big"), yield* server("small")]
      yield* think(first.endpoint, { fallbacks: [second.endpoint] })
      expect(second.provider.requests).toEqual([])
    }).pipe(Effect.scoped),
  )

  it.effect("that fails too: the person hears of both", () =>
    Effect.gen(function* () {
      const [first, second] = [yield* server("big"), yield* server("small")]
      first.says.next = refusal(401)
      second.says.next = refusal(402)
      const failed = yield* Effect.flip(think(first.endpoint, { fallbacks: [second.endpoint] }))
      expect(failed.reason).toMatch(/refused \(401\).*; .*no credit left \(402\)/)
      expect(failed.remedy).toBe("fix")
    }).pipe(Effect.scoped),
  )

  it.effect("may be the offline one, which always answers", () =>
    Effect.gen(function* () {
      const { says, endpoint } = yield* server("big")
      says.next = refusal(500)
      const { model } = yield* think(endpoint, { offlineAtLast: true })
      expect(model).toBe("offline model")
      expect(languageModel(endpoint, patience, { offlineAtLast: true }).label).toMatch(
        /^big at .*, else offline model$/,
      )
    }).pipe(Effect.scoped),
  )
})
