/** Which model thinks: what the operator named, else what runs on this machine, else the offline one. Prints nothing. */
import { Effect, Layer, Redacted } from "effect"
import { Caches } from "../../actors/caching/caches.ts"
import { CacheTerms } from "../../actors/caching/terms.ts"
import { ModelTerms } from "../../actors/performing/model-terms.ts"
import { Model, type ModelFailed } from "../../actors/performing/model.ts"
import { anthropic, anthropicBaseUrl, anthropicModels } from "./anthropic.ts"
import { modelConfig, type Account, type ModelConfig } from "./config.ts"
import { Lessons } from "../../actors/lessons/lessons.ts"
import { Breakers } from "../../actors/resilience/breakers.ts"
import { Retries } from "../../actors/resilience/retries.ts"
import type { Endpoint, Models } from "./endpoint.ts"
import { modelFailed } from "./failure.ts"
import { languageModel } from "./language-model.ts"
import { offlineModel } from "./offline/model.ts"
import { installed, ollama } from "./ollama.ts"
import { Limits } from "./limits.ts"
import { makePlaces } from "./places.ts"
import { openai, openaiBaseUrl, openaiModels } from "./openai.ts"
import { warming } from "./warm.ts"

export interface Choice {
  readonly model: Model["Service"]
  /** Why this one, a sentence for the operator. */
  readonly why: string
}

const isClaude = (name: string): boolean => name.startsWith("claude")
const isOffline = (name: string): boolean => name === offlineModel.label || name === "offline"

const allOf = (name: string): Models => ({ premium: name, standard: name, lite: name })

const openaiOf = Effect.fnUntraced(function* ({ openai: account }: ModelConfig, models: Models) {
  const baseUrl = yield* addressOf("OPENAI_BASE_URL", account, openaiBaseUrl)
  const key = yield* keyOf("OPENAI_API_KEY", account)
  return openai({ baseUrl, key, models })
})

/** Null: there is no key. */
const anthropicOf = Effect.fnUntraced(function* ({ anthropic: account }: ModelConfig, models: Models) {
  const key = yield* keyOf("ANTHROPIC_API_KEY", account)
  if (key === null) return null
  const baseUrl = yield* addressOf("ANTHROPIC_BASE_URL", account, anthropicBaseUrl)
  return anthropic({ baseUrl, key, models })
})

/** Ollama's are named `ollama/…`, Claude's after themselves; all others are asked for where OpenAI is. */
const fallback = Effect.fnUntraced(function* (config: ModelConfig, name: string) {
  const local = /^ollama\/(.+)$/.exec(name)?.[1]
  if (local !== undefined) return ollama(config.ollama, allOf(local))
  const endpoint = isClaude(name)
    ? yield* anthropicOf(config, allOf(name))
    : hasOpenai(config)
      ? yield* openaiOf(config, allOf(name))
      : null
  const missing = isClaude(name) ? "ANTHROPIC_API_KEY" : "OPENAI_API_KEY"
  return endpoint ?? (yield* fix(`ORRERY_MODEL_FALLBACKS names ${name}, and ${missing} is not set`))
})

const hasOpenai = ({ openai }: ModelConfig): boolean => openai.key !== null || openai.baseUrl !== null

/**
 * `ORRERY_MODEL=offline` takes the offline model; then a key or an address of OpenAI's, then Anthropic's key (first when
 * `ORRERY_MODEL` names a Claude), then Ollama on this machine, then the offline model. Behind it stand the models of
 * `ORRERY_MODEL_FALLBACKS`, in their order; after `offline` nothing does. Fails with `ModelFailed` (`fix`) when a setting
 * cannot be used; does not try whether a key is good.
 */
export const choose: (config: ModelConfig) => Effect.Effect<Choice, ModelFailed> = Effect.fn("chooseModel")(
  function* (config) {
    if (config.model !== null && isOffline(config.model)) {
      return { model: offlineModel, why: "ORRERY_MODEL asks for it" }
    }
    const terms = yield* ModelTerms
    const cacheTerms = yield* CacheTerms
    const places = makePlaces(() => terms().atOnce)
    const ways = {
      places,
      breakers: yield* Breakers,
      retries: yield* Retries,
      limits: yield* Limits,
      lessons: yield* Lessons,
      said: terms,
      caches: yield* Caches,
      keepsAnswers: () => cacheTerms().answers,
    }
    const online = config.fallbacks.filter((name) => !isOffline(name))
    const offlineAtLast = online.length < config.fallbacks.length
    const modelAt = Effect.fnUntraced(function* (endpoint: Endpoint, why: string) {
      const fallbacks = yield* Effect.forEach(online, (name) => fallback(config, name))
      const model = languageModel(endpoint, config.patience, { ...ways, fallbacks, offlineAtLast })
      return { model: { ...model, ...warming([endpoint, ...fallbacks]) }, why }
    })

    const wantsClaude = config.model !== null && isClaude(config.model) && config.anthropic.key !== null
    if (!wantsClaude && hasOpenai(config)) {
      const endpoint = yield* openaiOf(config, modelsOf(config, openaiModels))
      return yield* modelAt(endpoint, `${nameOf("OPENAI", config.openai)} is set`)
    }
    const claude = yield* anthropicOf(config, modelsOf(config, anthropicModels))
    if (claude !== null) return yield* modelAt(claude, "ANTHROPIC_API_KEY is set")
    const local = yield* installed(config.ollama)
    const first = config.model ?? local?.[0]
    if (local !== null && first !== undefined) {
      const endpoint = ollama(config.ollama, modelsOf(config, allOf(first)))
      return yield* modelAt(endpoint, `no key is set, and Ollama answers at ${config.ollama.host}`)
    }
    const found = local === null ? "no Ollama answers" : "Ollama has no model that can chat"
    return { model: offlineModel, why: `no key is set, and ${found} at ${config.ollama.host}` }
  },
)

/** The model of the environment. */
export const layer = Layer.effect(
  Model,
  Effect.gen(function* () {
    const { model } = yield* choose(yield* modelConfig)
    return model
  }),
)

const modelsOf = ({ model, tiers }: ModelConfig, standard: Models): Models => ({
  premium: tiers.premium ?? model ?? standard.premium,
  standard: tiers.standard ?? model ?? standard.standard,
  lite: tiers.lite ?? model ?? standard.lite,
})

const nameOf = (vendor: string, { key }: Account) => `${vendor}_${key === null ? "BASE_URL" : "API_KEY"}`

const fix = (reason: string) => Effect.fail(modelFailed(reason, "fix"))

const keyOf = (name: string, { key }: Account) =>
  key !== null && /[^\x21-\x7e]/.test(Redacted.value(key))
    ? fix(`${name} holds characters that no key has, such as a space or a line break: copy it again`)
    : Effect.succeed(key)

const addressOf = (name: string, { baseUrl }: Account, standard: URL) => {
  if (baseUrl === null) return Effect.succeed(standard)
  const url = URL.parse(baseUrl)
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return fix(`${name} is not an address: write it as ${standard.href}`)
  }
  return url.username === "" && url.password === ""
    ? Effect.succeed(url)
    : fix(`${name} holds a user or a password: put the key into its own setting`)
}
