/** The tools of a server, as it lists them, made fit to be offered. https://modelcontextprotocol.io/specification/2025-11-25/server/tools */
import { Result, Schema } from "effect"
import type { Tool } from "../../actors/performing/tools.ts"
import { oneLine, plain } from "./words.ts"

const Listed = Schema.Struct({
  name: Schema.String,
  title: Schema.optionalKey(Schema.String),
  description: Schema.optionalKey(Schema.String),
  inputSchema: Schema.Record(Schema.String, Schema.Unknown),
  annotations: Schema.optionalKey(
    Schema.Struct({
      title: Schema.optionalKey(Schema.String),
      readOnlyHint: Schema.optionalKey(Schema.Boolean),
      destructiveHint: Schema.optionalKey(Schema.Boolean),
      idempotentHint: Schema.optionalKey(Schema.Boolean),
    }),
  ),
})
type Listed = typeof Listed.Type

/** What the operator says of the server's tools, by the names that the server has for them; null: nothing. */
export interface Choice {
  readonly only: ReadonlyArray<string> | null
  readonly harmless: ReadonlyArray<string> | null
}

/** A tool, and what its server calls it. */
export interface Offered {
  readonly its: string
  readonly tool: Tool
}

/** Tools of one server that are offered, and what one of them may take of a prompt, in characters. */
const toolsAtMost = 64
const longestDescription = 1024
const longestSchema = 8192

/** Providers take no longer names. https://platform.openai.com/docs/api-reference/chat/create#chat-create-tools */
const longestName = 64

const nameIn = (server: string, name: string): string => `${server}.${name.replace(/[^A-Za-z0-9_-]/g, "_")}`

const offer = (server: string, listed: Listed, { harmless }: Choice): Offered => {
  const { name, description = "", inputSchema, annotations = {} } = listed
  const { readOnlyHint = false, destructiveHint, idempotentHint = false } = annotations
  const reads = readOnlyHint && destructiveHint !== true
  const isHarmless = harmless === null ? reads : harmless.includes(name)
  const named = nameIn(server, name)
  return {
    its: name,
    tool: {
      name: named,
      description: plain(description).slice(0, longestDescription).toWellFormed(),
      parameters: { type: "object", ...inputSchema },
      harmless: isHarmless,
      repeatable: reads || idempotentHint,
      doing: isHarmless ? `reading ${server}…` : `using ${named}…`,
    },
  }
}

/** What cannot be offered is left out: `problems` has a line for each. In the order of their names. */
export const offeredOf = (server: string, listed: ReadonlyArray<unknown>, choice: Choice) => {
  const problems: Array<string> = []
  const offered = new Map<string, Offered>()
  for (const each of listed) {
    const decoded = Schema.decodeUnknownResult(Listed)(each)
    if (Result.isFailure(decoded)) {
      problems.push("one is no tool")
      continue
    }
    const { name, inputSchema } = decoded.success
    if (choice.only !== null && !choice.only.includes(name)) continue
    const shown = oneLine(name, 80)
    const offer_ = offer(server, decoded.success, choice)
    if (offer_.tool.name.length > longestName) problems.push(`${shown} has too long a name`)
    else if (JSON.stringify(inputSchema).length > longestSchema)
      problems.push(`${shown} takes too much to describe`)
    else if (offered.has(offer_.tool.name)) problems.push(`${shown} is called as another one`)
    else if (offered.size >= toolsAtMost) problems.push(`${shown} is one too many`)
    else offered.set(offer_.tool.name, offer_)
  }
  const missing = (choice.only ?? []).filter((name) => ![...offered.values()].some(({ its }) => its === name))
  problems.push(...missing.map((name) => `there is no ${oneLine(name, 80)}`))
  const inOrder = [...offered.values()].toSorted((a, b) => (a.tool.name < b.tool.name ? -1 : 1))
  return { offered: inOrder, problems }
}
