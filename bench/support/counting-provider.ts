/**
 * A provider that speaks as OpenAI does, on this machine: it gives every question the same answer at once, counts tokens as
 * OpenAI's models do, and keeps prompts as its cache does: the longest beginning of a request, of 1,024 tokens and more, that
 * an earlier one began with. https://platform.openai.com/docs/guides/prompt-caching
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { json } from "node:stream/consumers"
import { Effect, Schema } from "effect"
import { tokensOf } from "../../src/adapters/model/tokens.ts"

export interface Counted {
  requests: number
  input: number
  /** Of these, what a cache would have held. */
  cached: number
  output: number
}

const leastCached = 1024

const Asked = Schema.Struct({
  stream: Schema.optionalKey(Schema.Boolean),
  messages: Schema.Array(Schema.Struct({ role: Schema.String, content: Schema.Unknown })),
})
const decode = Schema.decodeUnknownSync(Asked)

const answer = "Take the standard library first: it has what you need. Show the smallest example that fails."
/** What the manager answers. */
const nobody = JSON.stringify({ responders: [], reason: "people talk among themselves" })

const isForManager = (text: string): boolean => text.includes('{"responders"')

const send = (response: ServerResponse, content: string, stream: boolean, usage: object) => {
  const common = { id: "c1", created: 1, model: "m" }
  if (!stream) {
    response.setHeader("content-type", "application/json")
    const choices = [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }]
    return response.end(JSON.stringify({ ...common, object: "chat.completion", choices, usage }))
  }
  response.setHeader("content-type", "text/event-stream")
  const chunk = (delta: object, finish_reason: string | null) => ({
    ...common,
    object: "chat.completion.chunk",
    choices: [{ index: 0, delta, finish_reason }],
  })
  const events = [
    chunk({ role: "assistant", content }, null),
    chunk({}, "stop"),
    { ...chunk({}, null), choices: [], usage },
  ]
  return response.end(
    `${events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join("")}data: [DONE]\n\n`,
  )
}

/** Runs until the scope closes. */
export const countingProvider = Effect.gen(function* () {
  const counted: Counted = { requests: 0, input: 0, cached: 0, output: 0 }
  /** By their first characters, so that only those alike are compared. */
  const kept = new Map<string, Array<string>>()

  const cachedOf = (text: string): number => {
    const alike = kept.get(text.slice(0, 40)) ?? []
    const longest = Math.max(0, ...alike.map((before) => sharedBy(before, text)))
    kept.set(text.slice(0, 40), [...alike.slice(-20), text])
    const tokens = tokensOf(text.slice(0, longest))
    return tokens >= leastCached ? tokens : 0
  }

  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    // Who only looks whether it is there.
    if (request.method !== "POST") return void response.writeHead(404).end()
    const { messages, stream = false } = decode(await json(request))
    const text = messages.map(({ role, content }) => `${role}\n${asText(content)}\n`).join("")
    const said = isForManager(text) ? nobody : answer
    const usage = { prompt_tokens: tokensOf(text), completion_tokens: tokensOf(said), total_tokens: 0 }
    counted.requests++
    counted.input += usage.prompt_tokens
    counted.cached += cachedOf(text)
    counted.output += usage.completion_tokens
    send(response, said, stream, usage)
  }
  const server = createServer((request, response) => void respond(request, response))
  yield* Effect.acquireRelease(
    Effect.promise(() => new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready))),
    () => Effect.promise(() => new Promise((closed) => server.close(closed).closeAllConnections())),
  )
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/v1`, counted }
})

const asText = (content: unknown): string => (typeof content === "string" ? content : JSON.stringify(content))

const sharedBy = (a: string, b: string): number => {
  let at = 0
  while (at < a.length && a[at] === b[at]) at++
  return at
}
