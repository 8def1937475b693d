/** What went wrong in a call, in words for the person who waits and with what to do about it. Holds no key and no prompt. */
import { APICallError } from "ai"
import { Data, Duration, Redacted } from "effect"
import { ModelFailed } from "../../actors/performing/model.ts"
import type { Endpoint } from "./endpoint.ts"

/** One call failed. `again`: asking once more may help, not before `after` has passed. `blame`: whether others would fare as ill. */
export class CallFailed extends Data.TaggedError("CallFailed")<{
  readonly reason: string
  readonly remedy: "retry" | "fix"
  readonly again: boolean
  readonly after: Duration.Duration
  readonly blame: "service" | "request"
}> {}

/** The port's error. */
export const modelFailed = (reason: string, remedy: "retry" | "fix") => new ModelFailed({ reason, remedy })

/** A failure that passes by itself. */
export const passing = (reason: string, after: Duration.Duration = Duration.zero) =>
  new CallFailed({ reason, remedy: "retry", again: true, after, blame: "service" })

/** A failure that somebody has to end. */
export const lasting = (reason: string, blame: CallFailed["blame"] = "service") =>
  new CallFailed({ reason, remedy: "fix", again: false, after: Duration.zero, blame })

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
  if (status === undefined) return passing(`${host} cannot be reached${codeOf(error)}`)
  if (status < 300) return passing(`${host} answered something that is not an answer of a model`)
  if (status === 401 || status === 403) {
    return lasting(
      key === null
        ? `${host} wants a key (${status}): set ${keyName}`
        : `the key in ${keyName} was refused (${status}): check it`,
    )
  }
  if (status === 402 || isQuota(error)) {
    return lasting(`the account behind ${keyName} has no credit left (${status}): top it up`)
  }
  if (status === 404) return lasting(`${host} does not know the model or the path (404): check ${modelName}`)
  if (status === 429)
    return passing(`${host} asks us to slow down (429)`, retryAfter(error.responseHeaders, now))
  if (status === 408 || status === 409 || status >= 500) {
    return passing(`${host} has trouble (${status})`, retryAfter(error.responseHeaders, now))
  }
  return lasting(`${host} refused the request (${status}): ${saying}`, "request")
}

/** Small models are not made for tools, and their servers say so: `… does not support tools`. */
export const takesNoTools = (error: unknown): boolean =>
  APICallError.isInstance(error) &&
  (error.statusCode === 400 || error.statusCode === 422 || error.statusCode === 501) &&
  /\btools?\b|function.call/i.test(`${error.message} ${error.responseBody ?? ""}`)

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
