import { describe, expect, it } from "@effect/vitest"
import { Effect, Redacted } from "effect"
import { TestClock } from "effect/testing"
import * as fc from "fast-check"
import { APICallError } from "ai"
import { makeLessons, type Fault } from "../../../src/actors/lessons/lessons.ts"
import { idOf, normalised } from "../../../src/actors/lessons/normal.ts"
import { failureOf } from "../../../src/adapters/model/failure.ts"
import { voiceFailed, RestFailed } from "../../../src/adapters/discord/rest-errors.ts"
import type { Endpoint } from "../../../src/adapters/model/endpoint.ts"
import "../../support/properties.ts"

const endpoint = {
  host: "api.example.com",
  key: Redacted.make("sk-0123456789abcdef"),
  keyName: "OPENAI_API_KEY",
  modelName: "ORRERY_MODEL",
} as Endpoint

const saidOf = (statusCode: number, message = "Bad Request") =>
  failureOf(
    new APICallError({ message, url: "https://x", requestBodyValues: {}, statusCode, isRetryable: false }),
    endpoint,
    0,
  ).reason

describe("an error without its particulars", () => {
  it.each([
    ["api.openai.com has trouble (503)", "… has trouble (<n>)"],
    ["127.0.0.1:36917 has trouble (503)", "<n> has trouble (<n>)"],
    [
      "h takes no prompt that long (400): maximum context length is 8192 tokens",
      "… takes no prompt that long (<n>): maximum context length is <n> tokens",
    ],
    ["unknown field 'content' in \"messages[3]\"", "unknown field … in …"],
    ["the key sk-proj-abc123DEF456 was refused: check it", "the key … was refused: check it"],
    ["Webhooks of 549170854458687509 are left alone", "Webhooks of <n> are left alone"],
    ["Redis at redis://10.0.0.1:6379 does not answer (ETIMEDOUT)", "Redis at … does not answer (ETIMEDOUT)"],
    ["Ana's secret plan is “to sell Bob's boat” at 12:30", "… is … at <n>"],
    ["failed at /home/ana/orrery.db line 12", "failed at … line <n>"],
  ])("%s", (said, kept) => {
    expect(normalised(said)).toBe(kept)
  })

  it.each([400, 401, 402, 404, 429, 500, 503].map((status) => [status] as const))(
    "is still a sentence: a %i of a model",
    (status) => {
      const words = normalised(saidOf(status)).replace(/^…/, "").split(" ")
      expect(words.filter((word) => word.includes("…"))).toEqual([])
    },
  )

  it("is still a sentence: what Discord refuses", () => {
    for (const code of [10003, 50001, 50013, 50007, 200000]) {
      const { reason } = voiceFailed(new RestFailed({ status: 403, code, message: "" }))
      expect(
        normalised(reason)
          .split(" ")
          .filter((word) => word.includes("…")).length,
      ).toBeLessThan(4)
    }
  })

  it("holds nothing that is not a word of errors, whatever is in it", () => {
    const secrets = fc.stringMatching(/^[a-zA-Z0-9+/_-]{24,64}$/)
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), secrets)),
        fc.string({ unit: "grapheme" }),
        (parts, name) => {
          const kept = normalised(["the key", ...parts, name, "was refused"].join(" "))
          for (const part of parts) if (part.length >= 24 && /\d/.test(part)) expect(kept).not.toContain(part)
          expect(kept.length).toBeLessThanOrEqual(300)
          expect(kept.isWellFormed()).toBe(true)
        },
      ),
      { numRuns: 300 },
    )
  })

  it("is the same error with other particulars", () => {
    const fault = (message: string): Fault => ({ kind: "overload", where: "model m", message })
    expect(idOf(fault("a.example has trouble (503)"))).toBe(idOf(fault("b.example has trouble (529)")))
    expect(idOf(fault("a.example has trouble (503)"))).not.toBe(idOf(fault("a.example cannot be reached")))
  })
})

const length: Fault = {
  kind: "context length",
  where: "model m",
  message: "maximum context length is 10 tokens",
}

describe("what was learnt of errors", () => {
  it.effect("says what helps, how often it did, and takes it for safe until it helps too seldom", () =>
    Effect.gen(function* () {
      const { outcome, advise } = makeLessons()
      expect(yield* advise(length)).toMatchObject({ fix: "shorter context", rate: null, safe: true })
      yield* outcome(length, "shorter context", true)
      expect(yield* advise(length)).toMatchObject({ tried: 1, helped: 1, rate: 1, safe: true })
      for (let n = 0; n < 6; n++) yield* outcome(length, "shorter context", false)
      expect(yield* advise(length)).toMatchObject({ tried: 7, helped: 1, safe: false })
      yield* TestClock.adjust("1 day")
      expect(yield* advise(length), "once more after a day").toMatchObject({ safe: true })
    }),
  )

  it.effect("goes by what helped with other models where this one never had the error", () =>
    Effect.gen(function* () {
      const { outcome, advise } = makeLessons()
      for (let n = 0; n < 3; n++) yield* outcome({ ...length, where: "model a" }, "shorter context", false)
      expect(yield* advise(length)).toMatchObject({ tried: 3, helped: 0, safe: false })
      expect(yield* advise({ ...length, where: "tool a" })).toMatchObject({ tried: 0, safe: true })
    }),
  )

  it.effect("has no fix of its own for what only a person can mend, and says what they can do", () =>
    Effect.gen(function* () {
      const { advise } = makeLessons()
      const fault = { kind: "key", where: "model m", message: "the key was refused" }
      expect(yield* advise(fault)).toMatchObject({
        fix: null,
        words: "renew the key of the provider, and start again",
      })
    }),
  )

  it.effect("is found by words like its own, misspelt or begun", () =>
    Effect.gen(function* () {
      const { note, similar } = makeLessons()
      yield* note(length)
      yield* note({ kind: "overload", where: "model m", message: "it has trouble" })
      expect(similar("contxt lenght").map(({ kind }) => kind)).toEqual(["context length"])
      expect(similar("troub").map(({ kind }) => kind)).toEqual(["overload"])
      expect(similar("bananas")).toEqual([])
    }),
  )

  it.effect("is told in news, counted once when all know it", () =>
    Effect.gen(function* () {
      const one = makeLessons()
      yield* one.note(length)
      yield* one.note(length)
      const news = one.takeNews()
      expect(news).toMatchObject([{ seen: 2 }])
      expect(one.takeNews()).toEqual([])
      expect(one.known(), "told, not yet read").toMatchObject([{ seen: 2 }])
      one.learn([{ ...news[0]!, seen: 5 }])
      yield* one.note(length)
      expect(one.known()).toMatchObject([{ seen: 6 }])
    }),
  )

  it.effect("is bounded: what was not seen for longest makes room", () =>
    Effect.gen(function* () {
      const { note, known } = makeLessons()
      for (let n = 0; n < 250; n++) {
        yield* TestClock.adjust("1 second")
        yield* note({ kind: "refused", where: `model m${n}`, message: "it was refused" })
      }
      const all = known()
      expect(all).toHaveLength(200)
      expect([all[0]!.where, all.at(-1)!.where]).toEqual(["model m249", "model m50"])
    }),
  )
})
