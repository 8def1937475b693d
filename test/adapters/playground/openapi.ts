/** Checks REST traffic against Discord's own OpenAPI, which lies beside the repository where it is developed. */
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js"
import addFormats from "ajv-formats"
import { existsSync, readFileSync } from "node:fs"
import type { RestExchange } from "../../../src/adapters/playground/recorder.ts"

const FILE = new URL("../../../../shared/discord/openapi.json", import.meta.url)

/** Why traffic cannot be checked here; undefined when it can. */
export const missingOpenApi = existsSync(FILE)
  ? undefined
  : "Discord's openapi.json is not beside the repository"

interface Answer {
  readonly content?: unknown
  readonly $ref?: string
}
interface Operation {
  readonly requestBody?: { readonly content: Record<string, unknown> }
  readonly responses: Readonly<Record<string, Answer>>
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

/** A checker: what is wrong with an exchange, in words; an empty list is right. */
export function openApiChecker(): (exchange: RestExchange) => ReadonlyArray<string> {
  const document = JSON.parse(readFileSync(FILE, "utf8")) as Document
  const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false })
  addFormats.default(ajv)
  ajv.addFormat("snowflake", /^(0|[1-9]\d*)$/)
  ajv.addFormat("nonce", /^.{0,25}$/s)
  ajv.addSchema(document, "discord")
  const paths = new Map(Object.keys(document.paths).map((path) => [shapeOf(path), path]))
  const compiled = new Map<string, ValidateFunction>()
  const validate: Validate = (pointer, value) => {
    const check = compiled.get(pointer) ?? ajv.compile({ $ref: `discord${pointer}` })
    compiled.set(pointer, check)
    return check(value) ? [] : [ajv.errorsText(check.errors, { dataVar: "body" })]
  }
  return (exchange) => {
    const where = `${exchange.method} ${exchange.path} ${exchange.status}`
    const path = paths.get(shapeOf(exchange.path))
    const method = exchange.method.toLowerCase()
    const operation = path === undefined ? undefined : document.paths[path]?.[method]
    if (path === undefined || operation === undefined) return [`${where}: Discord has no such route`]
    const pointer = `#/paths/${escape(path)}/${method}`
    const complaints = [
      ...checkAnswer(validate, operation, pointer, exchange),
      ...checkRequest(validate, operation, pointer, exchange),
    ]
    return complaints.map((complaint) => `${where}: ${complaint}`)
  }
}

type Validate = (pointer: string, value: unknown) => ReadonlyArray<string>

function checkAnswer(
  validate: Validate,
  { responses }: Operation,
  pointer: string,
  { status, responseBody }: RestExchange,
): ReadonlyArray<string> {
  const name = [String(status), `${Math.floor(status / 100)}XX`].find((key) => responses[key] !== undefined)
  const answer = name === undefined ? undefined : responses[name]
  if (answer === undefined) return [`Discord does not answer ${status}`]
  const place = answer.$ref ?? `${pointer}/responses/${name}`
  if (answer.$ref === undefined && answer.content === undefined) {
    return responseBody === undefined ? [] : ["Discord answers without a body"]
  }
  return validate(`${place}/content/application~1json/schema`, withoutFormErrors(responseBody))
}

/** The OpenAPI has numbers for the codes in `errors`; Discord and its documentation have words. */
function withoutFormErrors(body: unknown): unknown {
  if (typeof body !== "object" || body === null || !("errors" in body)) return body
  const { errors: _, ...rest } = body
  return rest
}

/** What Discord would take: a refused request may well be wrong. */
function checkRequest(
  validate: Validate,
  { requestBody }: Operation,
  pointer: string,
  exchange: RestExchange,
): ReadonlyArray<string> {
  if (exchange.status >= 300 || requestBody?.content["application/json"] === undefined) return []
  const complaints = validate(`${pointer}/requestBody/content/application~1json/schema`, exchange.requestBody)
  return complaints.map((complaint) => `request: ${complaint}`)
}

/** A path with its parameters unnamed, so that both spellings meet. */
const shapeOf = (path: string): string => path.replace(/\{\w+\}|:\w+/g, "{}")

const escape = (path: string): string => encodeURIComponent(path.replaceAll("~", "~0").replaceAll("/", "~1"))
