/** Anthropic's messages. https://platform.claude.com/docs/en/api/messages */
import { createAnthropic } from "@ai-sdk/anthropic"
import { Redacted } from "effect"
import type { Endpoint, Models } from "./endpoint.ts"
import { touched } from "./warm.ts"

export interface Anthropic {
  /** With or without the `/v1` at its end, which Anthropic's own tools leave out. */
  readonly baseUrl: URL
  readonly key: Redacted.Redacted
  readonly models: Models
}

export const anthropicBaseUrl = new URL("https://api.anthropic.com/v1")

/** https://platform.claude.com/docs/en/about-claude/models/overview */
export const anthropicModels: Models = {
  premium: "claude-sonnet-5-5",
  standard: "claude-haiku-5-5",
  lite: "claude-haiku-5-5",
}

export const anthropic = ({ baseUrl, key, models }: Anthropic): Endpoint => {
  const baseURL = baseUrl.href.replace(/(\/v1)?\/?$/, "/v1")
  return {
    host: baseUrl.host,
    models,
    model: createAnthropic({ baseURL, apiKey: Redacted.value(key) }),
    warm: touched(new URL(`${baseURL}/models`)),
    thinks: (name) => /^claude-[a-z]+-5/.test(name),
    key,
    keyName: "ANTHROPIC_API_KEY",
    modelName: "ORRERY_MODEL",
  }
}
