import { describe, expect, it, vi } from "@effect/vitest"
import { Duration, Effect, Fiber, Redacted } from "effect"
import { TestClock } from "effect/testing"
import { anthropic } from "../../../src/adapters/model/anthropic.ts"
import { patience, type Endpoint } from "../../../src/adapters/model/endpoint.ts"
import { languageModel, routeDeadline } from "../../../src/adapters/model/language-model.ts"
import { installed, isLoopback, ollama } from "../../../src/adapters/model/ollama.ts"
import { openai, openaiBaseUrl } from "../../../src/adapters/model/openai.ts"
import { manager, prompt, question, strategist, team, told } from "./fixtures.ts"
import { anthropicAnswer, notePauses, openaiAnswer, startProvider } from "./provider.ts"

const models = { premium: "big", standard: "mid", lite: "small" }
const key = Redacted.make("test-key-123456")

describe("OpenAI's protocol", () => {
  const at = (url: URL): Endpoint => openai({ baseUrl: new URL("/v1", url), key, models })

  it.effect("carries the prompt, the key and the brain's limits, and brings text and usage back", () =>
    Effect.gen(function* () {
      const provider = yield* startProvider(() => openaiAnswer(" Three headlines. "))
      const thought = yield* languageModel(at(provider.url), patience).think(prompt("A headline, please"))
      expect(thought).toEqual({
        text: "Three headlines.",
        model: "mid",
        edits: [],
        uses: [],
        usage: { input: 11, output: 7 },
      })
      const [{ path, headers, body }] = provider.requests as [(typeof provider.requests)[number]]
      expect(path).toBe("/v1/chat/completions")
      expect(headers.authorization).toBe("Bearer test-key-123456")
      expect(body).toMatchObject({ model: "mid", max_tokens: 400, temperature: 0.5 })
      expect(body.messages.map(({ role }: { role: string }) => role)).toEqual(["system", "user"])
      expect(Object.keys(body.messages[0])).toEqual(["role", "content"])
      expect(body.messages[1].content).toContain("A headline, please")
    }),
  )

  it.effect("asks the model of the brain's tier", () =>
    Effect.gen(function* () {
      const provider = yield* startProvider(() => openaiAnswer("Plan."))
      yield* languageModel(at(provider.url), patience).think(prompt("A plan?", { brain: strategist }))
      expect(provider.requests[0]?.body.model).toBe("big")
    }),
  )

  it.effect("needs no key where the server wants none", () =>
    Effect.gen(function* () {
      const provider = yield* startProvider((seen) =>
        seen.headers.authorization === undefined ? openaiAnswer("Yes") : { status: 401, body: "" },
      )
      const endpoint = openai({ baseUrl: new URL("/v1", provider.url), key: null, models })
      expect(yield* languageModel(endpoint, patience).think(prompt("x"))).toMatchObject({ text: "Yes" })
    }),
  )

  it.effect("says that a key is missing where the server wants one", () =>
    Effect.gen(function* () {
      const provider = yield* startProvider(() => ({ status: 401, body: { error: { message: "no key" } } }))
      const endpoint = openai({ baseUrl: new URL("/v1", provider.url), key: null, models })
      const error = yield* Effect.flip(languageModel(endpoint, patience).think(prompt("x")))
      expect(error.reason).toBe(`${provider.url.host} wants a key (401): set OPENAI_API_KEY`)
    }),
  )

  it.effect("keeps an answer that ignores the limit from flooding a channel", () =>
    Effect.gen(function* () {
      const provider = yield* startProvider(() => openaiAnswer("word ".repeat(10_000)))
      const { text } = yield* languageModel(at(provider.url), patience).think(prompt("x"))
      expect(text.length).toBeLessThanOrEqual(400 * 8)
      expect(text.endsWith("word…")).toBe(true)
    }),
  )

  it.effect("estimates usage where the server does not count", () =>
    Effect.gen(function* () {
      const provider = yield* startProvider(() => ({
        body: { ...openaiAnswer("One two three.").body, usage: undefined },
      }))
      const { usage } = yield* languageModel(at(provider.url), patience).think(prompt("x"))
      expect(usage.output).toBe(5)
      expect(usage.input).toBeGreaterThan(50)
    }),
  )

  it.effect("lets the manager choose, on its own tier", () =>
    Effect.gen(function* () {
      const provider = yield* startProvider(() =>
        openaiAnswer('{"responders": ["writer"], "reason": "a text"}'),
      )
      const choice = yield* languageModel(at(provider.url), patience).route(question("Who can word this?"))
      const usage = { input: 11, output: 7 }
      expect(choice).toEqual({ responders: ["writer"], reason: "a text", model: "small", usage })
      expect(provider.requests[0]?.body).toMatchObject({ model: "small", temperature: manager.temperature })
    }),
  )

  it.effect(
    "asks the manager again when it says something else, then leaves it to the lead, and counts it all",
    () =>
      Effect.gen(function* () {
        const provider = yield* startProvider(() => openaiAnswer("Well, that depends on many things."))
        const { noting } = notePauses(routeDeadline)
        const model = languageModel(at(provider.url), patience)
        const choice = yield* noting(model.route(question("Who can word this?")))
        expect(provider.requests).toHaveLength(4)
        expect(choice).toEqual({
          responders: ["strategist"],
          reason: "the manager could not choose (small named nobody that can be told), so Strategist answers",
          model: "small",
          usage: { input: 4 * 11, output: 4 * 7 },
        })
      }),
  )

  it.effect("respects none, and drops names that no agent has", () =>
    Effect.gen(function* () {
      const provider = yield* startProvider((_, nth) =>
        openaiAnswer(nth === 1 ? "none" : '{"responders": ["plumber", "analyst"], "reason": "figures"}'),
      )
      const model = languageModel(at(provider.url), patience)
      expect((yield* model.route(question("lol"))).responders).toEqual([])
      expect(yield* model.route(question("How many?"))).toMatchObject({
        responders: ["analyst"],
        reason: "figures",
      })
    }),
  )

  it.effect("leaves it to the lead when the manager is silent until the deadline", () =>
    Effect.gen(function* () {
      const provider = yield* startProvider(() => "hang")
      const fiber = yield* Effect.forkChild(
        languageModel(at(provider.url), patience).route(question("Who can word this?")),
      )
      yield* provider.next
      yield* TestClock.adjust(routeDeadline)
      expect(yield* Fiber.join(fiber)).toEqual({
        responders: ["strategist"],
        reason: "the manager did not choose within 8s, so Strategist answers",
      })
    }),
  )

  it.effect("asks no model when the team has no manager: agents are ranked without one", () =>
    Effect.gen(function* () {
      const provider = yield* startProvider(() => openaiAnswer("writer"))
      const asked = { ...question("Who knows about trends?"), team: { ...team, manager: null } }
      const choice = yield* languageModel(at(provider.url), patience).route(asked)
      expect(choice).toEqual({ responders: ["analyst"], reason: "Analyst knows about “trends”" })
      expect(provider.requests).toHaveLength(0)
    }),
  )
})

describe("OpenAI's own models", () => {
  const bodyFor = (name: string) =>
    Effect.promise(async () => {
      const fetch = vi
        .spyOn(globalThis, "fetch")
        .mockImplementation(async () => Response.json(openaiAnswer("Here").body))
      const all = { premium: name, standard: name, lite: name }
      const model = languageModel(openai({ baseUrl: openaiBaseUrl, key, models: all }), patience)
      await Effect.runPromise(model.think(prompt("x")))
      const [url, request] = fetch.mock.calls[0]!
      fetch.mockRestore()
      expect(url).toBe("https://api.openai.com/v1/chat/completions")
      return JSON.parse(String(request?.body))
    })

  it.effect.each(["gpt-6-luna", "o3"])("%s gets room to think, little of it, and no temperature", (name) =>
    Effect.gen(function* () {
      const body = yield* bodyFor(name)
      expect(body).toMatchObject({ model: name, max_completion_tokens: 4496, reasoning_effort: "low" })
      expect(Object.keys(body)).not.toContain("temperature")
      expect(Object.keys(body)).not.toContain("max_tokens")
    }),
  )

  it.effect("gpt-4.1-mini gets a temperature and the limit of the brain", () =>
    Effect.gen(function* () {
      const body = yield* bodyFor("gpt-4.1-mini")
      expect(body).toMatchObject({ max_completion_tokens: 400, temperature: 0.5 })
      expect(Object.keys(body)).not.toContain("reasoning_effort")
    }),
  )
})

describe("Anthropic's protocol", () => {
  it.effect("carries the prompt, marked for the cache, and brings text and usage back", () =>
    Effect.gen(function* () {
      const provider = yield* startProvider(() => anthropicAnswer("Two headlines."))
      const endpoint = anthropic({ baseUrl: new URL("/v1", provider.url), key, models })
      const thought = yield* languageModel(endpoint, patience).think(prompt("A headline, please"))
      expect(thought).toEqual({
        text: "Two headlines.",
        model: "mid",
        edits: [],
        uses: [],
        usage: { input: 13, output: 5 },
      })
      const [{ path, headers, body }] = provider.requests as [(typeof provider.requests)[number]]
      expect(path).toBe("/v1/messages")
      expect(headers["x-api-key"]).toBe("test-key-123456")
      expect(body.system[0].cache_control).toEqual({ type: "ephemeral" })
      expect(body.max_tokens).toBe(400)
    }),
  )

  it.effect("is found where the address leaves out the version", () =>
    Effect.gen(function* () {
      const provider = yield* startProvider(() => anthropicAnswer("Here"))
      yield* languageModel(anthropic({ baseUrl: provider.url, key, models }), patience).think(prompt("x"))
      expect(provider.requests[0]?.path).toBe("/v1/messages")
    }),
  )

  it.effect("names the key that was refused", () =>
    Effect.gen(function* () {
      const provider = yield* startProvider(() => ({
        status: 401,
        body: {
          type: "error",
          error: { type: "authentication_error", message: "invalid x-api-key test-key-123456" },
        },
      }))
      const endpoint = anthropic({ baseUrl: new URL("/v1", provider.url), key, models })
      const error = yield* Effect.flip(languageModel(endpoint, patience).think(prompt("x")))
      expect(told(error)).toMatchObject({
        remedy: "fix",
        reason: "the key in ANTHROPIC_API_KEY was refused (401): check it",
      })
    }),
  )

  it.effect("is asked again while overloaded (529)", () =>
    Effect.gen(function* () {
      const provider = yield* startProvider((_, nth) =>
        nth === 1
          ? {
              status: 529,
              body: { type: "error", error: { type: "overloaded_error", message: "Overloaded" } },
            }
          : anthropicAnswer("Here"),
      )
      const endpoint = anthropic({ baseUrl: new URL("/v1", provider.url), key, models })
      const { noting } = notePauses(patience.timeout)
      expect(yield* noting(languageModel(endpoint, patience).think(prompt("x")))).toMatchObject({
        text: "Here",
      })
    }),
  )
})

describe("Ollama", () => {
  const tags = {
    models: [
      { name: "nomic-embed-text:latest", details: { family: "nomic-bert" } },
      { name: "llama3.2:3b", details: { family: "llama" } },
      { name: "qwen3:8b" },
    ],
  }

  it.effect("tells what is installed and can chat", () =>
    Effect.gen(function* () {
      const provider = yield* startProvider(() => ({ body: tags }))
      expect(yield* installed(provider.url)).toEqual(["llama3.2:3b", "qwen3:8b"])
      expect(provider.requests[0]).toMatchObject({ method: "GET", path: "/api/tags" })
    }),
  )

  it.live.each([
    ["another server", { body: { hello: "world" } }],
    ["no JSON", { body: "hi" }],
    ["a broken connection", "drop"],
  ] as const)("is not taken for %s", ([, reply]) =>
    Effect.gen(function* () {
      const provider = yield* startProvider(() => reply)
      expect(yield* installed(provider.url)).toBeNull()
    }),
  )

  it.live("is not looked for where a redirection leads", () =>
    Effect.gen(function* () {
      const elsewhere = yield* startProvider(() => ({ body: tags }))
      const headers = { location: elsewhere.url.href }
      const provider = yield* startProvider(() => ({ status: 302, headers, body: "" }))
      expect(yield* installed(provider.url)).toBeNull()
      expect(elsewhere.requests).toHaveLength(0)
    }),
  )

  it.effect("is waited for a second, no longer", () =>
    Effect.gen(function* () {
      const provider = yield* startProvider(() => "hang")
      const fiber = yield* Effect.forkChild(installed(provider.url))
      const seen = yield* provider.next
      yield* TestClock.adjust(Duration.seconds(1))
      expect(yield* Fiber.join(fiber)).toBeNull()
      yield* Effect.promise(() => seen.left)
    }),
  )

  it("is looked for on this machine alone", () => {
    const urls = [
      "http://127.0.0.1:11434",
      "http://localhost:1",
      "http://[::1]:1",
      "http://10.0.0.1",
      "http://127.0.0.1.example.org",
    ]
    expect(urls.map((url) => isLoopback(new URL(url)))).toEqual([true, true, true, false, false])
  })

  it.effect("answers through its OpenAI door, and says where to look when it lacks the model", () =>
    Effect.gen(function* () {
      const provider = yield* startProvider(({ path }, nth) =>
        nth === 1 && path === "/v1/chat/completions"
          ? openaiAnswer("Hi")
          : { status: 404, body: { error: { message: "x" } } },
      )
      const model = languageModel(ollama(provider.url, models), patience)
      expect(yield* model.think(prompt("x"))).toMatchObject({ text: "Hi", model: "mid" })
      const error = yield* Effect.flip(model.think(prompt("x")))
      expect(told(error)).toMatchObject({
        remedy: "fix",
        reason: expect.stringContaining("check ORRERY_MODEL: see `ollama list`"),
      })
    }),
  )
})
