import { describe, expect, it } from "@effect/vitest"
import { inspect } from "node:util"
import { Cause, Duration, Effect, Exit, Fiber, Logger, Redacted } from "effect"
import { TestClock } from "effect/testing"
import { patience } from "../../../src/adapters/model/endpoint.ts"
import { languageModel } from "../../../src/adapters/model/language-model.ts"
import { openai } from "../../../src/adapters/model/openai.ts"
import { prompt, told } from "./fixtures.ts"
import { notePauses, openaiAnswer, startProvider, type Reply, type Seen } from "./provider.ts"

const secret = "sk-test-0123456789abcdef"
const nowhere = new URL("http://127.0.0.1:9/v1")
const models = { premium: "big", standard: "mid", lite: "small" }

const thinkAt = (url: URL) =>
  languageModel(openai({ baseUrl: new URL("/v1", url), key: Redacted.make(secret), models }), patience).think(
    prompt("A headline, please"),
  )

/** Asks a provider that replies so, without waiting between the calls. */
const ask = (reply: (seen: Seen, nth: number) => Reply) =>
  Effect.gen(function* () {
    const provider = yield* startProvider(reply)
    const { pauses, noting } = notePauses(patience.timeout)
    const exit = yield* Effect.exit(noting(thinkAt(provider.url)))
    return { exit, pauses, requests: provider.requests }
  })

const failure = (exit: Exit.Exit<unknown, unknown>) =>
  told(Exit.isFailure(exit) ? Cause.squash(exit.cause) : expect.fail("it should have failed"))

const refusal = (status: number, message: string, headers: Record<string, string> = {}) => ({
  status,
  headers,
  body: { error: { message, type: "x", code: null } },
})

describe("a call that fails", () => {
  it.effect("is made again after a server error, with pauses that grow and vary", () =>
    Effect.gen(function* () {
      const { exit, pauses, requests } = yield* ask((_, nth) =>
        nth < 3 ? refusal(500 + nth, "trouble") : openaiAnswer("Here"),
      )
      expect(exit).toMatchObject({ _tag: "Success", value: { text: "Here" } })
      expect(requests).toHaveLength(3)
      expect(pauses).toHaveLength(2)
      expect(pauses[0]).toBeGreaterThanOrEqual(400)
      expect(pauses[0]).toBeLessThanOrEqual(600)
      expect(pauses[1]).toBeGreaterThanOrEqual(800)
      expect(pauses[1]).toBeLessThanOrEqual(1200)
      expect(pauses).not.toEqual([500, 1000])
    }),
  )

  it.effect("waits as long as Retry-After asks for, in seconds", () =>
    Effect.gen(function* () {
      const { exit, pauses } = yield* ask((_, nth) =>
        nth === 1 ? refusal(429, "slow down", { "retry-after": "7" }) : openaiAnswer("Here"),
      )
      expect(Exit.isSuccess(exit)).toBe(true)
      expect(pauses).toEqual([7000])
    }),
  )

  it.effect("waits as long as Retry-After asks for, as a date", () =>
    Effect.gen(function* () {
      const date = new Date(1_700_000_009_000).toUTCString()
      const { pauses } = yield* ask((_, nth) =>
        nth === 1 ? refusal(503, "busy", { "retry-after": date }) : openaiAnswer("Here"),
      )
      expect(pauses).toEqual([9000])
    }),
  )

  it.effect("gives up when Retry-After asks for more than anybody waits", () =>
    Effect.gen(function* () {
      const { exit, requests } = yield* ask(() => refusal(429, "slow down", { "retry-after": "3600" }))
      expect(requests).toHaveLength(1)
      expect(failure(exit)).toMatchObject({
        _tag: "ModelFailed",
        remedy: "retry",
        reason: expect.stringMatching(/slow down \(429\)/),
      })
    }),
  )

  it.effect("gives up after three more calls", () =>
    Effect.gen(function* () {
      const { exit, requests } = yield* ask(() => refusal(500, "trouble"))
      expect(requests).toHaveLength(4)
      expect(failure(exit)).toMatchObject({
        remedy: "retry",
        reason: expect.stringMatching(/has trouble \(500\)$/),
      })
    }),
  )

  it.effect("is made again after a broken connection", () =>
    Effect.gen(function* () {
      const { exit, requests } = yield* ask((_, nth) => (nth === 1 ? "drop" : openaiAnswer("Here")))
      expect(requests).toHaveLength(2)
      expect(Exit.isSuccess(exit)).toBe(true)
    }),
  )

  it.effect("says that nobody is there", () =>
    Effect.gen(function* () {
      const { url } = yield* Effect.scoped(startProvider(() => "drop"))
      const exit = yield* Effect.exit(notePauses(patience.timeout).noting(thinkAt(url)))
      expect(failure(exit)).toMatchObject({
        remedy: "retry",
        reason: `${url.host} cannot be reached (ECONNREFUSED)`,
      })
    }),
  )

  it.effect.each([
    [401, "bad key", "the key in OPENAI_API_KEY was refused (401): check it"],
    [403, "no", "the key in OPENAI_API_KEY was refused (403): check it"],
    [402, "no", "the account behind OPENAI_API_KEY has no credit left (402): top it up"],
  ] as const)("is not made again after %i", ([status, message, reason]) =>
    Effect.gen(function* () {
      const { exit, requests } = yield* ask(() => refusal(status, message))
      expect(requests).toHaveLength(1)
      expect(failure(exit)).toMatchObject({ remedy: "fix", reason })
    }),
  )

  it.effect("names the setting when the model is not known", () =>
    Effect.gen(function* () {
      const { exit, requests } = yield* ask(() => refusal(404, "no such model"))
      expect(requests).toHaveLength(1)
      expect(failure(exit)).toMatchObject({
        remedy: "fix",
        reason: expect.stringMatching(/\(404\): check ORRERY_MODEL/),
      })
    }),
  )

  it.effect("passes on why a request was refused", () =>
    Effect.gen(function* () {
      const { exit, requests } = yield* ask(() => refusal(400, "too many\n tokens"))
      expect(requests).toHaveLength(1)
      expect(failure(exit)).toMatchObject({
        remedy: "fix",
        reason: expect.stringMatching(/refused the request \(400\): too many tokens$/),
      })
    }),
  )

  it.effect("is not made again for an account without credit, though OpenAI answers 429", () =>
    Effect.gen(function* () {
      const { exit, requests } = yield* ask(() => ({
        status: 429,
        body: { error: { message: "You exceeded your current quota", code: "insufficient_quota" } },
      }))
      expect(requests).toHaveLength(1)
      expect(failure(exit)).toMatchObject({ remedy: "fix", reason: expect.stringMatching(/no credit left/) })
    }),
  )
})

describe("an answer that is none", () => {
  it.effect.each([
    ["is not JSON", { body: "<html>oops" }],
    ["is other JSON", { body: { hello: "world" } }],
    ["has no choices", { body: { choices: [] } }],
    ["has no text", openaiAnswer("  \n ")],
    ["has null for text", openaiAnswer(null)],
  ] as const)("is asked for again when it %s, and then given up", ([, reply]) =>
    Effect.gen(function* () {
      const { exit, requests } = yield* ask(() => reply)
      expect(requests).toHaveLength(4)
      expect(failure(exit)).toMatchObject({ _tag: "ModelFailed", remedy: "retry" })
      const better = yield* ask((_, nth) => (nth === 1 ? reply : openaiAnswer("Here")))
      expect(better.exit).toMatchObject({ value: { text: "Here" } })
    }),
  )

  it.effect("gets more room when a model thought until its tokens were spent", () =>
    Effect.gen(function* () {
      const spent = openaiAnswer("<think>Well, let me", { finish_reason: "length" })
      const { exit, requests } = yield* ask((_, nth) =>
        nth === 1 ? spent : openaiAnswer("<think>Hm.</think> Here"),
      )
      expect(exit).toMatchObject({ value: { text: "Here" } })
      expect(requests.map(({ body }) => body.max_tokens)).toEqual([400, 400 + 4096])
    }),
  )
})

describe("a call that lasts", () => {
  it.effect("is given up after a minute, and not made again", () =>
    Effect.gen(function* () {
      const provider = yield* startProvider(() => "hang")
      const fiber = yield* Effect.forkChild(Effect.exit(thinkAt(provider.url)))
      const seen = yield* provider.next
      yield* TestClock.adjust(Duration.seconds(60))
      expect(failure(yield* Fiber.join(fiber))).toMatchObject({
        remedy: "retry",
        reason: expect.stringMatching(/gave no answer within 1m$/),
      })
      yield* Effect.promise(() => seen.left)
      expect(provider.requests).toHaveLength(1)
    }),
  )

  it.effect("closes its connection when it is interrupted", () =>
    Effect.gen(function* () {
      const provider = yield* startProvider(() => "hang")
      const fiber = yield* Effect.forkChild(thinkAt(provider.url))
      const seen = yield* provider.next
      yield* Fiber.interrupt(fiber)
      yield* Effect.promise(() => seen.left)
      expect(Exit.hasInterrupts(yield* Fiber.await(fiber))).toBe(true)
    }),
  )
})

const echo = ({ headers }: Seen) => `your header was ${headers.authorization}`

describe("the key", () => {
  /** All that a caller could show of a failure: as JSON, as text, and in a log. */
  const shown = Effect.fnUntraced(function* (exit: Exit.Exit<unknown, unknown>) {
    const lines: Array<string> = []
    const logger = Logger.make(
      ({ message, cause }) => void lines.push(inspect(message) + Cause.pretty(cause)),
    )
    const cause = Exit.isFailure(exit) ? exit.cause : expect.fail("it should have failed")
    yield* Effect.provide(Effect.logError("failed", cause), Logger.layer([logger]))
    expect(lines).toHaveLength(1)
    return [
      JSON.stringify(exit),
      inspect(exit, { depth: 9, showHidden: true }),
      Cause.pretty(cause),
      ...lines,
    ].join()
  })

  it.effect.each([200, 400, 401, 403, 404, 422, 429, 500] as const)("is in no failure after %i", (status) =>
    Effect.gen(function* () {
      const { exit, requests } = yield* ask((seen) => refusal(status, echo(seen)))
      expect(requests[0]!.headers.authorization).toBe(`Bearer ${secret}`)
      expect(yield* shown(exit)).not.toContain(secret.slice(0, 12))
    }),
  )

  it.effect("is in no failure whatever it looks like", () =>
    Effect.gen(function* () {
      const own = "hunter2hunter2"
      const provider = yield* startProvider((seen) => refusal(400, echo(seen)))
      const endpoint = openai({ baseUrl: new URL("/v1", provider.url), key: Redacted.make(own), models })
      const exit = yield* Effect.exit(languageModel(endpoint, patience).think(prompt("x")))
      const text = yield* shown(exit)
      expect(text).toContain("your header was Bearer [key]")
      expect(text).not.toContain(own)
    }),
  )

  it.effect("is in no failure when it cannot be a header", () =>
    Effect.gen(function* () {
      const endpoint = openai({ baseUrl: nowhere, key: Redacted.make(`${secret}\nx`), models })
      const model = languageModel(endpoint, { ...patience, retries: 0 })
      const exit = yield* Effect.exit(model.think(prompt("x")))
      expect(yield* shown(exit)).not.toContain(secret)
      expect(inspect([model, endpoint.key], { depth: 9 })).not.toContain(secret)
    }),
  )
})

describe("what a call used", () => {
  it.effect("is a number that can be kept, whatever a provider counts", () =>
    Effect.gen(function* () {
      const { body } = openaiAnswer("Here")
      const usage = { prompt_tokens: 1e308, completion_tokens: -3, total_tokens: 0 }
      const { exit } = yield* ask(() => ({ body: { ...body, usage } }))
      expect(exit).toMatchObject({ value: { usage: { input: Number.MAX_SAFE_INTEGER, output: 0 } } })
    }),
  )
})
