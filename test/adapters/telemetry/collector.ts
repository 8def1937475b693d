/** A collector of traces as others run it: takes what is posted to it over HTTP, and reads it by its schema. */
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { Effect, Schema } from "effect"

const Value = Schema.Struct({
  stringValue: Schema.optionalKey(Schema.String),
  intValue: Schema.optionalKey(Schema.Union([Schema.Int, Schema.String])),
})
const Attributes = Schema.Array(Schema.Struct({ key: Schema.String, value: Value }))
const hex = (digits: number) => Schema.String.check(Schema.isPattern(new RegExp(`^[0-9a-f]{${digits}}$`)))

/** https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto, as JSON. */
const Span = Schema.Struct({
  traceId: hex(32),
  spanId: hex(16),
  parentSpanId: Schema.optionalKey(hex(16)),
  name: Schema.String,
  kind: Schema.Int,
  startTimeUnixNano: Schema.String.check(Schema.isPattern(/^\d+$/)),
  endTimeUnixNano: Schema.String.check(Schema.isPattern(/^\d+$/)),
  attributes: Attributes,
  status: Schema.Struct({ code: Schema.Literals([0, 1, 2]) }),
})
export type Span = typeof Span.Type

const Traces = Schema.fromJsonString(
  Schema.Struct({
    resourceSpans: Schema.Array(
      Schema.Struct({
        resource: Schema.Struct({ attributes: Attributes }),
        scopeSpans: Schema.Array(Schema.Struct({ spans: Schema.Array(Span) })),
      }),
    ),
  }),
)
const decode = Schema.decodeUnknownSync(Traces)

/** Answers with this status. */
export const collector = Effect.fnUntraced(function* (status = 200) {
  const bodies: Array<string> = []
  const spans: Array<Span> = []
  const wrong: Array<string> = []
  const server = createServer((request, response) => {
    let body = ""
    request.on("data", (chunk) => (body += String(chunk)))
    request.on("end", () => {
      try {
        if (request.method !== "POST" || request.url !== "/v1/traces") throw new Error(request.url)
        bodies.push(body)
        for (const { scopeSpans } of decode(body).resourceSpans)
          spans.push(...scopeSpans.flatMap((scope) => scope.spans))
      } catch (error) {
        wrong.push(String(error))
      }
      response.writeHead(status, { "content-type": "application/json" }).end("{}")
    })
  })
  yield* Effect.promise(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)))
  yield* Effect.addFinalizer(() =>
    Effect.promise(() => new Promise<void>((resolve) => server.close(() => resolve()))),
  )
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bodies, spans, wrong }
})
