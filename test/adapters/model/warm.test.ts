/** Models that are spoken with before they are needed: what that asks of a provider, and what is known of it. */
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { text } from "node:stream/consumers"
import { Effect, Redacted } from "effect"
import { describe, expect, it, onTestFinished } from "vitest"
import { anthropic } from "../../../src/adapters/model/anthropic.ts"
import { ollama } from "../../../src/adapters/model/ollama.ts"
import { openai } from "../../../src/adapters/model/openai.ts"
import { keptFor, warming } from "../../../src/adapters/model/warm.ts"

const models = { premium: "big", standard: "small", lite: "small" }

/** A provider that lets nobody in, and what it was asked. */
const provider = async (status = 401) => {
  const asked: Array<string> = []
  const server = createServer(async (request, response) => {
    const { method, url, headers } = request
    asked.push(
      `${method} ${url} ${headers.authorization ?? headers["x-api-key"] ?? "-"} ${await text(request)}`.trim(),
    )
    response.writeHead(status).end()
  })
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening))
  const close = () => {
    server.close()
    server.closeAllConnections()
  }
  onTestFinished(close)
  return { asked, close, url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`) }
}

describe("warming", () => {
  it("touches a provider without a key and without a question: it costs nothing", async () => {
    const { asked, url } = await provider()
    const key = Redacted.make("sesame")
    const endpoints = [
      openai({ baseUrl: new URL("/v1", url), key, models }),
      anthropic({ baseUrl: new URL(String(url).replace("127.0.0.1", "localhost")), key, models }),
    ]
    const { warm, warmth } = warming(endpoints)
    expect(warmth(0).map(({ state }) => state)).toEqual(["cold", "cold"])
    await Effect.runPromise(warm)
    expect(asked).toEqual(["HEAD /v1/models -", "HEAD /v1/models -"])
    const now = Date.now()
    expect(warmth(now)).toEqual([
      { name: url.host, state: "warm", since: expect.any(Number), ms: expect.any(Number), why: null },
      expect.objectContaining({ state: "warm" }),
    ])
    expect(warmth(now + keptFor + 1).map(({ state }) => state)).toEqual(["cold", "cold"])
    await Effect.runPromise(warm)
    expect(asked).toHaveLength(4)
  })

  it("has Ollama load each model, and says why it does not", async () => {
    const { asked, url } = await provider(200)
    await Effect.runPromise(warming([ollama(url, models)]).warm)
    expect(asked).toEqual([
      'POST /api/generate - {"model":"big","keep_alive":"30m","stream":false}',
      'POST /api/generate - {"model":"small","keep_alive":"30m","stream":false}',
    ])
    const missing = await provider(404)
    const { warm, warmth } = warming([ollama(missing.url, models)])
    await Effect.runPromise(warm)
    expect(warmth(Date.now())).toMatchObject([{ state: "cold", why: "it does not load big (404)" }])
  })

  it("does not fail where nobody answers", async () => {
    const { url, close } = await provider()
    close()
    const { warm, warmth } = warming([openai({ baseUrl: url, key: null, models })])
    await Effect.runPromise(warm)
    expect(warmth(Date.now())).toMatchObject([
      { state: "cold", why: expect.stringContaining("ECONNREFUSED") },
    ])
  })
})
