/** How a route of the API answers, and how it refuses: a sentence with the status that says what to do. */
import { Effect, Schema } from "effect"
import { HttpRouter, HttpServerRequest, HttpServerResponse } from "effect/http"
import { bodyOf as readBody } from "../http/body.ts"
import { pageHeaders } from "../http/page-files.ts"
import type { PastError } from "./past.ts"
import { Problem } from "./problem.ts"

const headers = { ...pageHeaders, "cache-control": "no-store" }

type Asks =
  | HttpServerRequest.ParsedSearchParams
  | HttpServerRequest.HttpServerRequest
  | HttpRouter.RouteContext

const statusOf = (error: Problem | PastError | Schema.SchemaError): number => {
  switch (error._tag) {
    case "Problem":
      return error.status
    case "SchemaError":
      return 400
    case "JournalBroken":
    case "LogBroken":
      return 500
    case "ArchiveFailed":
    case "StoreUnavailable":
      return 503
  }
}

type Answer<E> = Effect.Effect<unknown, E, Asks>
type Refusal = Problem | PastError | Schema.SchemaError

export const get = <E extends Refusal>(path: HttpRouter.PathInput, answer: Answer<E>) =>
  route("GET", path, answer)
export const post = <E extends Refusal>(path: HttpRouter.PathInput, answer: Answer<E>) =>
  route("POST", path, answer)

/** Of a request, which must say that it is JSON: a form of another page cannot. */
export const bodyOf = <A>(schema: Schema.Codec<A, unknown>) =>
  Effect.gen(function* () {
    const request = yield* HttpServerRequest.HttpServerRequest
    if (!/^application\/json\b/.test(request.headers["content-type"] ?? ""))
      return yield* new Problem({
        status: 400,
        message: "Send JSON, and say so: content-type: application/json.",
      })
    const bytes = yield* readBody(request, largest).pipe(
      Effect.mapError(() => new Problem({ status: 400, message: `An event has ${largest} bytes at most.` })),
    )
    return yield* Schema.decodeUnknownEffect(Schema.fromJsonString(schema))(new TextDecoder().decode(bytes))
  })

/** Of a body, in bytes. */
const largest = 256 * 1024

const route = <E extends Refusal>(method: "GET" | "POST", path: HttpRouter.PathInput, answer: Answer<E>) =>
  HttpRouter.route(
    method,
    path,
    answer.pipe(
      Effect.map((body) => HttpServerResponse.jsonUnsafe(body, { headers })),
      Effect.catch((error) => {
        const status = statusOf(error)
        const message = (
          error._tag === "JournalBroken"
            ? `The journal is broken at ${error.seq}: ${error.reason}.`
            : error.message
        ).replace(/\s*\n\s*/g, " ")
        return Effect.succeed(HttpServerResponse.jsonUnsafe({ message }, { status, headers }))
      }),
    ),
  )
