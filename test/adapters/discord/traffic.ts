/**
 * Whether REST requests are such as Discord takes: by its own OpenAPI description, and by the rules that it lacks.
 * The description is not part of the repository: without it beside the repository, only the rules are checked.
 */
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js"
import { existsSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { expect } from "vitest"
import type { RestExchange } from "../../../src/adapters/playground/recorder.ts"

const file = fileURLToPath(new URL("../../../../shared/discord/openapi.json", import.meta.url))

export const hasDescription = existsSync(file)
export const withoutDescription = `no ${file}`

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly requestBody?: unknown }>>>>
}

interface Api {
  readonly ajv: Ajv2020
  /** Paths of the description by the same path with nameless parameters. */
  readonly paths: ReadonlyMap<string, string>
  readonly description: Description
  readonly compiled: Map<string, ValidateFunction>
}

let loaded: Api | undefined
const api = (): Api => {
  if (loaded !== undefined) return loaded
  const description = JSON.parse(readFileSync(file, "utf8")) as Description
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true })
  ajv.addSchema(description, "discord")
  const paths = new Map(Object.keys(description.paths).map((path) => [nameless(path), path]))
  loaded = { ajv, paths, description, compiled: new Map() }
  return loaded
}

const nameless = (path: string): string => path.replace(/\{\w+\}|:\w+/g, "{}")

/** Fails when Discord would refuse one of the requests. */
export const expectDiscordsTraffic = (exchanges: ReadonlyArray<RestExchange>): void => {
  for (const { method, path, requestBody, status } of exchanges) {
    // What was refused was refused on purpose.
    if (status >= 400 || requestBody === undefined || requestBody === null) continue
    expectRules(`${method} ${path}`, requestBody)
    if (hasDescription) expectDescribed(method, path, requestBody)
  }
}

const expectDescribed = (method: string, path: string, body: unknown): void => {
  const { ajv, paths, description, compiled } = api()
  const described = paths.get(nameless(path))
  expect(described, `${path} is a path of Discord's API`).toBeDefined()
  const verb = method.toLowerCase()
  const operation = description.paths[described!]?.[verb]
  expect(operation, `${method} ${path} is an operation of Discord's API`).toBeDefined()
  if (operation!.requestBody === undefined) return
  const place = ["paths", described!, verb, "requestBody", "content", "application/json", "schema"]
  const pointer = place.map((part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1")))
  const ref = `discord#/${pointer.join("/")}`
  const validate = compiled.get(ref) ?? ajv.compile({ $ref: ref })
  compiled.set(ref, validate)
  validate(body)
  expect(validate.errors ?? [], `${method} ${path} ${JSON.stringify(body)}`).toEqual([])
}

/** What the description lets through, and Discord does not. */
const expectRules = (request: string, body: object): void => {
  if (/^(POST|PATCH) .*(\/messages|\/webhooks\/:\w+\/:\w+)/.test(request)) expectMessage(request, body)
  if (/^PUT .*\/commands$/.test(request)) expectCommands(body as ReadonlyArray<Command>)
}

interface Sent {
  readonly content?: string
  readonly username?: string
  readonly nonce?: string
  readonly embeds?: ReadonlyArray<object>
}

const expectMessage = (request: string, body: Sent): void => {
  const { content = "", embeds = [], username, nonce = "" } = body
  expect(content.trim() !== "" || embeds.length > 0, `${request} is not empty`).toBe(true)
  expect(content.length, `${request}: characters`).toBeLessThanOrEqual(2000)
  expect(JSON.stringify(embeds).length, `${request}: characters of embeds`).toBeLessThanOrEqual(6000)
  expect(nonce.length).toBeLessThanOrEqual(25)
  if (username === undefined) return
  expect([...username].length).toBeLessThanOrEqual(80)
  expect(username).not.toMatch(/clyde|discord/i)
}

interface Command {
  readonly name: string
  readonly options?: ReadonlyArray<{ readonly name: string; readonly required?: boolean }>
}

const expectCommands = (commands: ReadonlyArray<Command>): void => {
  expect(new Set(commands.map(({ name }) => name)).size).toBe(commands.length)
  for (const { name, options = [] } of commands) {
    expect(name).toMatch(/^[-_\p{Ll}\p{N}]{1,32}$/u)
    const required = options.map((option) => option.required === true)
    expect(required, `/${name}: what is required comes first`).toEqual(
      required.toSorted((a, b) => Number(b) - Number(a)),
    )
  }
}
