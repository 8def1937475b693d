/**
 * Tools that are not carried out while a model is asked: providers are told of them, and what the model wants of them is its
 * answer. Providers take names of 1 to 64 letters, digits, `_` and `-`: https://platform.openai.com/docs/api-reference/chat/create
 */
import { jsonSchema, tool, type JSONSchema7, type ToolSet } from "ai"
import type { Prompt } from "../../actors/performing/model.ts"
import type { Use } from "../../machines/tools/call.ts"

export interface Offer {
  readonly tools: ToolSet
  /** The model has used what it may; now it is to answer. */
  readonly isOver: boolean
  /** What a tool is called before providers, and back. */
  readonly aliasOf: (name: string) => string
  readonly nameOf: (alias: string) => string
}

const longest = 64

/** Those of the tools by which memory is edited. */
const taken = ["memory_append", "memory_replace"]

const aliased = (names: Iterable<string>): ReadonlyMap<string, string> => {
  const aliases = new Map<string, string>()
  const all = new Set(taken)
  for (const name of names) {
    if (aliases.has(name)) continue
    const plain = name.replaceAll(".", "__").replace(/[^a-zA-Z0-9_-]/g, "_") || "_"
    let alias = plain.slice(0, longest)
    for (let n = 2; all.has(alias); n++) alias = `${plain.slice(0, longest - 4)}_${n}`
    all.add(alias)
    aliases.set(name, alias)
  }
  return aliases
}

const anything: JSONSchema7 = { type: "object" }

/** Undefined: the model may use nothing, and has used nothing. */
export const offerOf = ({ tools = [], rounds = [] }: Prompt): Offer | undefined => {
  if (tools.length === 0 && rounds.length === 0) return undefined
  // Of what was used a provider must know, also when it is not offered any more.
  const used = rounds.flatMap(({ uses }) => uses.map(({ tool }: Use) => tool))
  const aliases = aliased([...tools.map(({ name }) => name), ...used])
  const names = new Map([...aliases].map(([name, alias]) => [alias, name]))
  const told = new Map(tools.map((it) => [it.name, it]))
  const set = [...aliases].map(([name, alias]) => {
    const { description = "Not there any more.", parameters = anything } = told.get(name) ?? {}
    return [alias, tool({ description, inputSchema: jsonSchema(parameters as JSONSchema7) })]
  })
  return {
    tools: Object.fromEntries(set) as ToolSet,
    isOver: tools.length === 0,
    aliasOf: (name) => aliases.get(name) ?? name,
    nameOf: (alias) => names.get(alias) ?? alias,
  }
}
