/** Which model thinks: what the operator named, else what runs on this machine, else the offline one. Prints nothing. */
import { Effect, Layer, Redacted } from "effect"
import { ModelTerms } from "../../actors/performing/model-terms.ts"
import { Model, type ModelFailed } from "../../actors/performing/model.ts"
import { anthropic, anthropicBaseUrl, anthropicModels } from "./anthropic.ts"
import { modelConfig, type Account, type ModelConfig } from "./config.ts"
import type { Models } from "./endpoint.ts"
import { modelFailed } from "./failure.ts"
import { languageModel } from "./language-model.ts"
import { offlineModel } from "./offline/model.ts"
import { installed, ollama } from "./ollama.ts"
import { makePlaces } from "./places.ts"
import { openai, openaiBaseUrl, openaiModels } from "./openai.ts"

export interface Choice {
  readonly model: Model["Service"]
  /** Why this one, a sentence for the operator. */
  readonly why: string
}

/**
 * `ORRERY_MODEL=offline` takes the offline model; then a key or an address of OpenAI's, then Anthropic's key (first when
 * `ORRERY_MODEL` names a Claude), then Ollama on this machine, then the offline model. Fails with `ModelFailed` (`fix`)
 * when a setting cannot be used; does not try whether a key is good.
 */
export const choose: (config: ModelConfig) => Effect.Effect<Choice, ModelFailed> = Effect.fn("chooseModel")(
  function* (config) {
    const terms = yield* ModelTerms
    const places = makePlaces(() => terms().atOnce)
    if (config.model === offlineModel.label || config.model === "offline") {
      return { model: offlineModel, why: "ORRERY_MODEL asks for it" }
    }
    const wantsClaude = config.model?.startsWith("claude") === true && config.anthropic.key !== null
    if (!wantsClaude && (config.openai.key !== null || config.openai.baseUrl !== null)) {
      const baseUrl = yield* addressOf("OPENAI_BASE_URL", config.openai, openaiBaseUrl)
      const key = yield* keyOf("OPENAI_API_KEY", config.openai)
      const endpoint = openai({ baseUrl, key, models: modelsOf(config, openaiModels) })
      return {
        model: languageModel(endpoint, config.patience, places),
        why: `${nameOf("OPENAI", config.openai)} is set`,
      }
    }
    const key = yield* keyOf("ANTHROPIC_API_KEY", config.anthropic)
    if (key !== null) {
      const baseUrl = yield* addressOf("ANTHROPIC_BASE_URL", config.anthropic, anthropicBaseUrl)
      const endpoint = anthropic({ baseUrl, key, models: modelsOf(config, anthropicModels) })
      return { model: languageModel(endpoint, config.patience, places), why: "ANTHROPIC_API_KEY is set" }
    }
    const local = yield* installed(config.ollama)
    const first = config.model ?? local?.[0]
    if (local !== null && first !== undefined) {
      const endpoint = ollama(
        config.ollama,
        modelsOf(config, { premium: first, standard: first, lite: first }),
      )
      const why = `no key is set, and Ollama answers at ${config.ollama.host}`
      return { model: languageModel(endpoint, config.patience, places), why }
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
