/** What the environment says about the model. Empty settings count as missing. */
import { Config, Duration, type Redacted } from "effect"
import { secret, text } from "../config/env.ts"
import { patience, type Models, type Patience } from "./endpoint.ts"
import { ollamaUrl } from "./ollama.ts"

export interface Account {
  readonly baseUrl: string | null
  readonly key: Redacted.Redacted | null
}

export interface ModelConfig {
  /** The model for every tier that names none; `offline` for none at all. */
  readonly model: string | null
  readonly tiers: Readonly<Record<keyof Models, string | null>>
  /** Asked one after the other when the model gives no answer; `offline` for the one that needs nobody. */
  readonly fallbacks: ReadonlyArray<string>
  readonly openai: Account
  readonly anthropic: Account
  /** Where Ollama is looked for: an address of this machine. */
  readonly ollama: URL
  readonly patience: Patience
}

/**
 * `ORRERY_MODEL`, `ORRERY_MODEL_PREMIUM`, `_STANDARD`, `_LITE`; `ORRERY_MODEL_FALLBACKS`; `OPENAI_API_KEY` and `OPENAI_BASE_URL`;
 * `ANTHROPIC_API_KEY` and `ANTHROPIC_BASE_URL`; `ORRERY_MODEL_TIMEOUT`, for example `90 seconds`.
 */
export const modelConfig: Config.Config<ModelConfig> = Config.all({
  model: text("ORRERY_MODEL"),
  tiers: Config.all({
    premium: text("ORRERY_MODEL_PREMIUM"),
    standard: text("ORRERY_MODEL_STANDARD"),
    lite: text("ORRERY_MODEL_LITE"),
  }),
  fallbacks: text("ORRERY_MODEL_FALLBACKS").pipe(
    Config.map((names) =>
      (names ?? "")
        .split(",")
        .map((name) => name.trim())
        .filter((name) => name !== ""),
    ),
  ),
  openai: Config.all({ baseUrl: text("OPENAI_BASE_URL"), key: secret("OPENAI_API_KEY") }),
  anthropic: Config.all({ baseUrl: text("ANTHROPIC_BASE_URL"), key: secret("ANTHROPIC_API_KEY") }),
  ollama: Config.succeed(ollamaUrl),
  patience: Config.Duration("ORRERY_MODEL_TIMEOUT").pipe(
    Config.withDefault(patience.timeout),
    Config.map((timeout) => ({ ...patience, timeout: Duration.max(timeout, Duration.seconds(1)) })),
  ),
})
