/** What went wrong in a call, in words for the person who waits and with what to do about it. Holds no key and no prompt. */
import { APICallError } from "ai"
import { Data, Duration, Redacted } from "effect"
import { ModelFailed } from "../../actors/performing/model.ts"
import type { Endpoint } from "./endpoint.ts"

/** What sort of failure it is, whoever the provider: by it is known what may help. */
export type FailureKind =
  | "context length"
  | "no tools"
  | "no stream"
  | "overload"
  | "slow down"
  | "trouble"
  | "unreachable"
  | "too slow"
  | "no answer"
  | "key"
  | "credit"
  | "unknown model"
  | "held back"
  | "refused"
  | "limit"
  | "left alone"

/** One call failed. `again`: asking once more may help, not before `after` has passed. `blame`: whether others would fare as ill. */
export class CallFailed extends Data.TaggedError("CallFailed")<{
  readonly kind: FailureKind
  readonly reason: string
  readonly remedy: "retry" | "fix"
  readonly again: boolean
  readonly after: Duration.Duration
  readonly blame: "service" | "request"
}> {}

/** The port's error. */
export const modelFailed = (reason: string, remedy: "retry" | "fix", kind?: string) =>
  new ModelFailed({ reason, remedy, ...(kind !== undefined && { kind }) })

/** A failure that passes by itself. */
export const passing = (
  reason: string,
  after: Duration.Duration = Duration.zero,
  kind: FailureKind = "no answer",
) => new CallFailed({ kind, reason, remedy: "retry", again: true, after, blame: "service" })

/** A failure that somebody has to end. */
export const lasting = (
  reason: string,
  blame: CallFailed["blame"] = "service",
  kind: FailureKind = "refused",
) => new CallFailed({ kind, reason, remedy: "fix", again: false, after: Duration.zero, blame })

/**
 * Reads what the AI SDK threw. `now` is in ms since 1970.
 *
 * Of a provider's own words only those about a refused request are passed on, with the key taken out: some providers
 * repeat it, and errors of `fetch` quote headers.
 */
export const failureOf = (error: unknown, endpoint: Endpoint, now: number): CallFailed => {
  const { host, keyName, modelName } = endpoint
  const key = endpoint.key === null ? null : Redacted.value(endpoint.key)
  if (!APICallError.isInstance(error)) {
    return passing(`${host} gave no usable answer (${error instanceof Error ? error.name : "unknown error"})`)
  }
  const status = error.statusCode
  const saying = scrubbed(error.message, key)
  if (status === undefined)
    return passing(`${host} cannot be reached${codeOf(error)}`, Duration.zero, "unreachable")
  if (status < 300) return passing(`${host} answered something that is not an answer of a model`)
  if (status === 401 || status === 403) {
    return lasting(
      key === null
        ? `${host} wants a key (${status}): set ${keyName}`
        : `the key in ${keyName} was refused (${status}): check it`,
      "service",
      "key",
    )
  }
  if (status === 402 || isQuota(error)) {
    return lasting(
      `the account behind ${keyName} has no credit left (${status}): top it up`,
      "service",
      "credit",
    )
  }
  if (status === 404) {
    return lasting(
      `${host} does not know the model or the path (404): check ${modelName}`,
      "service",
      "unknown model",
    )
  }
  if (status === 429)
    return passing(`${host} asks us to slow down (429)`, retryAfter(error.responseHeaders, now), "slow down")
  if (isTooLong(error)) {
    return lasting(`${host} takes no prompt that long (${status}): ${saying}`, "request", "context length")
  }
  if (status === 408 || status === 409 || status >= 500) {
    const kind = status === 503 || status === 529 ? "overload" : "trouble"
    return passing(`${host} has trouble (${status})`, retryAfter(error.responseHeaders, now), kind)
  }
  return lasting(`${host} refused the request (${status}): ${saying}`, "request")
}

/** Small models are not made for tools, and their servers say so: `… does not support tools`. */
export const takesNoTools = (error: unknown): boolean =>
  APICallError.isInstance(error) &&
  (error.statusCode === 400 || error.statusCode === 422 || error.statusCode === 501) &&
  /\btools?\b|function.call/i.test(`${error.message} ${error.responseBody ?? ""}`)

/**
 * Each provider has words of its own: OpenAI `context_length_exceeded` and `maximum context length is 8192 tokens`, Anthropic
 * `prompt is too long: 210000 tokens > 200000 maximum`, llama.cpp `exceeds the available context size`.
 */
const isTooLong = ({ statusCode = 0, message, responseBody }: APICallError): boolean =>
  [400, 413, 422, 500].includes(statusCode) &&
  /context_length_exceeded|(?:maximum|available|model's|exceeds?)[^.]{0,40}context|context (?:length|window|size)|prompt is too long|too many (?:input )?tokens/i.test(
    `${message} ${responseBody ?? ""}`,
  )

/** How many tokens a provider takes, as its refusal says; null: it does not. */
export const takesTokens = (saying: string): number | null => {
  const said =
    /(?:maximum context length|context (?:length|window|size))[^\d]{0,30}(\d{3,8})\b/i.exec(saying) ??
    /(\d{3,8})\s+(?:tokens\s+)?maximum/i.exec(saying)
  return said === null ? null : Number(said[1])
}

/** OpenAI answers 429 for an empty account too. https://platform.openai.com/docs/guides/error-codes */
const isQuota = ({ responseBody = "" }: APICallError) => responseBody.includes("insufficient_quota")

/** https://www.rfc-editor.org/rfc/rfc9110#field.retry-after: seconds or a date; OpenAI adds milliseconds of its own. */
const retryAfter = (headers: Record<string, string> = {}, now: number): Duration.Duration => {
  const waits = [
    Number(headers["retry-after-ms"] || Number.NaN),
    Number(headers["retry-after"] || Number.NaN) * 1000,
    Date.parse(headers["retry-after"] ?? "") - now,
  ]
  return Duration.millis(Math.max(0, waits.find(Number.isFinite) ?? 0))
}

const codeOf = (error: APICallError): string => {
  const code = (error.cause as { readonly code?: unknown } | undefined)?.code
  return typeof code === "string" ? ` (${code})` : ""
}

const scrubbed = (text: string, key: string | null): string =>
  (key === null ? text : text.replaceAll(key, "[key]"))
    .replace(/\b(sk|key)-[\w*.-]{4,}/g, "[key]")
    .replace(/\s+/g, " ")
    .slice(0, 200)
    .toWellFormed()
