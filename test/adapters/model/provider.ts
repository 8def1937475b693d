/** A real HTTP server that plays a provider, and a clock that notes pauses instead of making them. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { json } from "node:stream/consumers"
import { Clock, Duration, Effect } from "effect"

export interface Seen {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any
  /** Resolves when the client has closed the connection before it got an answer. */
  readonly left: Promise<void>
}

/** Sent one after the other as server-sent events, each when the client has had time to read the one before. */
export interface Streamed {
  readonly events: ReadonlyArray<unknown>
  /** The connection breaks after the last. */
  readonly breaks?: true
}

/** `hang`: never answer; `drop`: break the connection. */
export type Reply =
  | Streamed
  | { readonly status?: number; readonly headers?: Record<string, string>; readonly body: unknown }
  | "hang"
  | "drop"

export const openaiAnswer = (content: string | null, more: object = {}) => ({
  body: {
    id: "c1",
    object: "chat.completion",
    created: 1,
    model: "m",
    choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop", ...more }],
    usage: { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 },
  },
})

export const anthropicAnswer = (text: string) => ({
  body: {
    id: "m1",
    type: "message",
    role: "assistant",
    model: "m",
    content: [{ type: "text", text }],
    stop_reason: "end_turn",
    stop_sequence: null,
    usage: { input_tokens: 13, output_tokens: 5 },
  },
})

const chunk = (delta: object, finish_reason: string | null = null) => ({
  id: "c1",
  object: "chat.completion.chunk",
  created: 1,
  model: "m",
  choices: [{ index: 0, delta, finish_reason }],
})

export const openaiStream = (...texts: ReadonlyArray<string>): Streamed => ({
  events: [
    ...texts.map((content) => chunk({ role: "assistant", content })),
    chunk({}, "stop"),
    {
      ...chunk({}),
      choices: [],
      usage: { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 },
    },
  ],
})

export const anthropicStream = (...texts: ReadonlyArray<string>): Streamed => ({
  events: [
    {
      type: "message_start",
      message: {
        ...anthropicAnswer("").body,
        content: [],
        stop_reason: null,
        usage: { input_tokens: 13, output_tokens: 1 },
      },
    },
    { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
    ...texts.map((text) => ({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text } })),
    { type: "content_block_stop", index: 0 },
    {
      type: "message_delta",
      delta: { stop_reason: "end_turn", stop_sequence: null },
      usage: { output_tokens: 5 },
    },
    { type: "message_stop" },
  ],
})

const streamTo = async (response: ServerResponse, { events, breaks }: Streamed): Promise<void> => {
  response.writeHead(200, { "content-type": "text/event-stream" })
  for (const event of events) {
    const { type } = event as { readonly type?: string }
    response.write(`${type === undefined ? "" : `event: ${type}\n`}data: ${JSON.stringify(event)}\n\n`)
    await new Promise((resolve) => setImmediate(resolve))
  }
  if (breaks) return void response.destroy()
  response.end("data: [DONE]\n\n")
}

export const startProvider = (reply: (seen: Seen, nth: number) => Reply) =>
  Effect.acquireRelease(
    Effect.promise(async () => {
      const requests: Array<Seen> = []
      let arrived = Promise.withResolvers<Seen>()
      const server = createServer(async (request, response) => {
        const left = Promise.withResolvers<void>()
        response.on("close", () => response.writableEnded || left.resolve())
        const seen: Seen = {
          method: request.method ?? "",
          path: request.url ?? "",
          headers: request.headers,
          body: request.method === "POST" ? await json(request) : null,
          left: left.promise,
        }
        const answer = reply(seen, requests.push(seen))
        arrived.resolve(seen)
        arrived = Promise.withResolvers<Seen>()
        if (answer === "hang") return
        if (answer === "drop") return void request.socket.destroy()
        if ("events" in answer) return void streamTo(response, answer)
        response.writeHead(answer.status ?? 200, { "content-type": "application/json", ...answer.headers })
        response.end(typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body))
      })
      await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening))
      const { port } = server.address() as AddressInfo
      const url = new URL(`http://127.0.0.1:${port}`)
      return { server, url, requests, next: Effect.suspend(() => Effect.promise(() => arrived.promise)) }
    }),
    ({ server }) =>
      Effect.promise(async () => {
        server.closeAllConnections()
        await new Promise((closed) => server.close(closed))
      }),
  )

/** Pauses take no time and are noted, in ms; what takes `limit` or longer is a time-out, which never comes. */
export const notePauses = (limit: Duration.Duration) => {
  const pauses: Array<number> = []
  const clock: Clock.Clock = {
    currentTimeMillisUnsafe: () => 1_700_000_000_000,
    currentTimeMillis: Effect.succeed(1_700_000_000_000),
    currentTimeNanosUnsafe: () => 1_700_000_000_000_000_000n,
    currentTimeNanos: Effect.succeed(1_700_000_000_000_000_000n),
    monotonicTimeNanosUnsafe: () => 0n,
    monotonicTimeNanos: Effect.succeed(0n),
    sleep: (pause) => {
      if (Duration.isGreaterThanOrEqualTo(pause, limit)) return Effect.never
      pauses.push(Duration.toMillis(pause))
      return Effect.void
    },
  }
  return { pauses, noting: Effect.provideService(Clock.Clock, clock) }
}
