import { describe, expect, it } from "@effect/vitest"
import { ConfigProvider, Effect, Redacted } from "effect"
import { Model } from "../../../src/actors/performing/model.ts"
import { choose, layer } from "../../../src/adapters/model/choose.ts"
import { modelConfig } from "../../../src/adapters/model/config.ts"
import { told } from "./fixtures.ts"
import { openaiAnswer, startProvider } from "./provider.ts"

/** An address where nobody listens. */
const nobody = Effect.map(Effect.scoped(startProvider(() => "drop")), ({ url }) => url)

const configOf = (env: Record<string, string>) => modelConfig.parse(ConfigProvider.fromUnknown(env))

/** Chooses as if these were the environment, with Ollama at an address. */
const chooseIn = (env: Record<string, string>, ollama: URL) =>
  Effect.flatMap(configOf(env), (config) => choose({ ...config, ollama }))

describe("the model", () => {
  it.effect("is the offline one when nothing is set and nothing runs", () =>
    Effect.gen(function* () {
      const url = yield* nobody
      const { model, why } = yield* chooseIn({ OPENAI_API_KEY: " " }, url)
      expect(model).toMatchObject({ label: "offline model", offline: true })
      expect(why).toBe(`no key is set, and no Ollama answers at ${url.host}`)
    }),
  )

  it.effect.each([
    [{ OPENAI_API_KEY: "k" }, "gpt-6-luna at api.openai.com"],
    [{ OPENAI_API_KEY: "k\n", ORRERY_MODEL: "gpt-x" }, "gpt-x at api.openai.com"],
    [{ OPENAI_BASE_URL: "http://127.0.0.1:8080/v1", ORRERY_MODEL: "local" }, "local at 127.0.0.1:8080"],
    [{ ANTHROPIC_API_KEY: "k" }, "claude-sonnet-5-5, claude-haiku-5-5 at api.anthropic.com"],
    [{ OPENAI_API_KEY: "k", ANTHROPIC_API_KEY: "k" }, "gpt-6-luna at api.openai.com"],
    [
      { OPENAI_API_KEY: "k", ANTHROPIC_API_KEY: "k", ORRERY_MODEL: "claude-x" },
      "claude-x at api.anthropic.com",
    ],
    [{ OPENAI_API_KEY: "k", ORRERY_MODEL: "offline" }, "offline model"],
    [
      { OPENAI_API_KEY: "k", ORRERY_MODEL: "m", ORRERY_MODEL_PREMIUM: "p", ORRERY_MODEL_LITE: "l" },
      "p, m, l at api.openai.com",
    ],
  ] as ReadonlyArray<readonly [Record<string, string>, string]>)("for %j is %s", ([env, label]) =>
    Effect.gen(function* () {
      const { model } = yield* chooseIn(env, yield* nobody)
      expect(model.label).toBe(label)
    }),
  )

  it.effect("is the first chat model of Ollama when no key is set", () =>
    Effect.gen(function* () {
      const tags = { models: [{ name: "bge-m3" }, { name: "qwen3:8b" }, { name: "llama3.2" }] }
      const provider = yield* startProvider(({ path }) =>
        path === "/api/tags" ? { body: tags } : openaiAnswer("x"),
      )
      expect((yield* chooseIn({}, provider.url)).model.label).toBe(`qwen3:8b at ${provider.url.host}`)
      const named = yield* chooseIn({ ORRERY_MODEL: "llama3.2" }, provider.url)
      expect(named.model.label).toBe(`llama3.2 at ${provider.url.host}`)
    }),
  )

  it.effect("is the offline one when Ollama has nothing that can chat", () =>
    Effect.gen(function* () {
      const provider = yield* startProvider(() => ({ body: { models: [] } }))
      const { model, why } = yield* chooseIn({}, provider.url)
      expect(model.offline).toBe(true)
      expect(why).toContain("Ollama has no model that can chat")
    }),
  )

  it.effect("has those behind it that are named, in their order", () =>
    Effect.gen(function* () {
      const env = { OPENAI_API_KEY: "k", ANTHROPIC_API_KEY: "a", ORRERY_MODEL: "m" }
      const named = { ...env, ORRERY_MODEL_FALLBACKS: "mini, claude-haiku-5-5,ollama/qwen3:4b, offline" }
      const { model } = yield* chooseIn(named, yield* nobody)
      expect(model.label).toMatch(
        /^m at api.openai.com, else mini at api.openai.com, else claude-haiku-5-5 at api.anthropic.com, else qwen3:4b at 127.0.0.1:\d+, else offline model$/,
      )
    }),
  )

  it.effect("comes as a layer from the environment", () =>
    Effect.gen(function* () {
      const { label } = yield* Model
      expect(label).toBe("m at api.openai.com")
    }).pipe(
      Effect.provide(layer),
      Effect.provide(
        ConfigProvider.layer(ConfigProvider.fromUnknown({ OPENAI_API_KEY: "k", ORRERY_MODEL: "m" })),
      ),
    ),
  )
})

describe("a setting that cannot be used", () => {
  it.effect.each([
    [
      { OPENAI_BASE_URL: "not an address" },
      "OPENAI_BASE_URL is not an address: write it as https://api.openai.com/v1",
    ],
    [
      { OPENAI_BASE_URL: "ftp://x/v1" },
      "OPENAI_BASE_URL is not an address: write it as https://api.openai.com/v1",
    ],
    [
      { OPENAI_BASE_URL: "http://me:hidden@x/v1" },
      "OPENAI_BASE_URL holds a user or a password: put the key into its own setting",
    ],
    [
      { OPENAI_API_KEY: "hidden key" },
      "OPENAI_API_KEY holds characters that no key has, such as a space or a line break: copy it again",
    ],
    [
      { OPENAI_API_KEY: "k", ORRERY_MODEL_FALLBACKS: "claude-haiku-5-5" },
      "ORRERY_MODEL_FALLBACKS names claude-haiku-5-5, and ANTHROPIC_API_KEY is not set",
    ],
    [
      { ANTHROPIC_API_KEY: "“hidden”" },
      "ANTHROPIC_API_KEY holds characters that no key has, such as a space or a line break: copy it again",
    ],
  ] as ReadonlyArray<readonly [Record<string, string>, string]>)("%j says what to fix", ([env, reason]) =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(chooseIn(env, yield* nobody))
      expect(told(error)).toMatchObject({ _tag: "ModelFailed", remedy: "fix", reason })
      expect(JSON.stringify(error)).not.toContain("hidden")
    }),
  )

  it.effect("does not show a key when the configuration is printed", () =>
    Effect.gen(function* () {
      const config = yield* configOf({ OPENAI_API_KEY: "hidden" })
      expect(Redacted.value(config.openai.key!)).toBe("hidden")
      expect(JSON.stringify(config) + String(config.openai.key)).not.toContain("hidden")
    }),
  )
})
