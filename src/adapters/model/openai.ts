/** OpenAI, and every server that speaks its chat protocol. https://platform.openai.com/docs/api-reference/chat */
import { createOpenAICompatible } from "@ai-sdk/openai-compatible"
import { Redacted } from "effect"
import type { Endpoint, Models } from "./endpoint.ts"
import { touched } from "./warm.ts"

export interface OpenAI {
  /** Up to and with `/v1`. */
  readonly baseUrl: URL
  /** Servers of one's own often want none. */
  readonly key: Redacted.Redacted | null
  readonly models: Models
}

export const openaiBaseUrl = new URL("https://api.openai.com/v1")

/** OpenAI's small model takes the place of all that go until January 2027. https://developers.openai.com/api/docs/deprecations */
export const openaiModels: Models = { premium: "gpt-6-luna", standard: "gpt-6-luna", lite: "gpt-6-luna" }

export const openai = ({ baseUrl, key, models }: OpenAI): Endpoint => {
  const own = baseUrl.host === openaiBaseUrl.host
  const provider = createOpenAICompatible({
    name: "openai",
    baseURL: baseUrl.href,
    includeUsage: true,
    ...(key === null ? {} : { apiKey: Redacted.value(key) }),
    ...(own ? { transformRequestBody: forOpenAI } : {}),
  })
  return {
    host: baseUrl.host,
    models,
    model: provider,
    warm: touched(new URL("models", baseUrl.href.replace(/\/?$/, "/"))),
    thinks: (name) => own && reasons(name),
    key,
    keyName: "OPENAI_API_KEY",
    modelName: own ? "ORRERY_MODEL" : "ORRERY_MODEL and OPENAI_BASE_URL",
  }
}

const reasons = (name: string) => /^(o\d|gpt-([5-9]|\d\d))/.test(name)

/**
 * OpenAI's own models want the limit under a newer name, and those that reason refuse a temperature.
 * https://platform.openai.com/docs/guides/reasoning
 */
const forOpenAI = ({
  max_tokens,
  temperature,
  ...body
}: Record<string, unknown>): Record<string, unknown> => ({
  ...body,
  max_completion_tokens: max_tokens,
  ...(reasons(String(body["model"])) ? { reasoning_effort: "low" } : { temperature }),
})
