/** A server that is reached over HTTP. https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#streamable-http */
import { StreamableHTTPClientTransport, type FetchLike, type Transport } from "@modelcontextprotocol/client"
import { longestMessage, makeMeter } from "./meter.ts"
import type { Heard } from "./process.ts"

export interface Place {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
}

/** Counts the bytes of one answer; of a stream of events, of which there may be any number, those of the event under way. */
const sizing = (isStream: boolean): ((chunk: Uint8Array) => number) => {
  let size = 0
  let isBlank = true
  return (chunk) => {
    if (!isStream) return (size += chunk.length)
    for (const byte of chunk) {
      size++
      if (byte === 10 && isBlank) size = 0
      if (byte !== 13) isBlank = byte === 10
    }
    return size
  }
}

/** Refuses what is more than the meter has left, or more than one answer may be. */
const metered = (
  response: Response,
  take: (bytes: number) => boolean,
  flood: (why: string) => Error,
): Response => {
  if (response.body === null) return response
  const sizeWith = sizing(response.headers.get("content-type")?.startsWith("text/event-stream") ?? false)
  const body = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, controller) => {
        if (sizeWith(chunk) > longestMessage)
          return controller.error(flood(`sent more than ${longestMessage / 1024 / 1024} MiB at once`))
        if (!take(chunk.length)) return controller.error(flood("sends more than can be read"))
        controller.enqueue(chunk)
      },
    }),
  )
  return new Response(body, response)
}

/** Redirects are followed within its origin alone, so that its token goes nowhere else. */
export const overHttp = ({ url, headers }: Place, heard: Heard): Transport => {
  const meter = makeMeter()
  const flood = (why: string): Error => {
    heard.lost(why)
    return new Error(why)
  }
  const fetch: FetchLike = async (at, init) =>
    metered(await globalThis.fetch(at, init), (bytes) => meter.take(bytes, 0), flood)
  const transport = new StreamableHTTPClientTransport(new URL(url), {
    requestInit: { headers },
    fetch,
    onInsufficientScope: "throw",
  })
  const onmessage = () => {
    if (meter.take(0, 1)) return
    heard.lost("sends more messages than can be read")
    void transport.close()
  }
  // The client keeps what it finds there, and calls it first.
  return Object.assign(transport, { onmessage })
}
