/** The way of a REST request: read, faults, token, rate limit, handler, record, answer. */
import { Cause, Effect, Exit } from "effect"
import { HttpRouter, HttpServerRequest, HttpServerResponse } from "effect/http"
import * as NodeHttpServerRequest from "@effect/platform-node/NodeHttpServerRequest"
import { originOf } from "../origin.ts"
import { attempt } from "../attempt.ts"
import type { Faults } from "../faults.ts"
import { refusal, type RateLimiter } from "../rate-limits.ts"
import type { Recorder } from "../recorder.ts"
import { invalidForm, notFound, unauthorized, type Refusal } from "../refusal.ts"
import { readBody, storeUploads, type Body } from "./body.ts"
import { routes } from "./routes.ts"
import type { Api, Reply, Route } from "./route.ts"

export interface RestOptions {
  readonly api: Api
  readonly token: string
  readonly limiter: RateLimiter
  readonly faults: Faults
  readonly recorder: Recorder
}

interface Answer extends Reply {
  readonly headers: Readonly<Record<string, string>>
}

/** Every route under `/api/v10` and, as Discord has it, under `/api`. */
export const restRoutes = (options: RestOptions) => [
  ...["/api/v10", "/api"].flatMap((prefix) =>
    routes.map((route) =>
      HttpRouter.route(route.method, `${prefix as "/api"}${route.path}`, serve(options, route)),
    ),
  ),
  HttpRouter.route("*", "/api/*", (request) => Effect.sync(() => unrouted(options, request))),
]

const serve = (options: RestOptions, route: Route) =>
  Effect.gen(function* () {
    const request = yield* HttpServerRequest.HttpServerRequest
    if (options.faults.restClosed) return yield* hangUp(request)
    const { params } = yield* HttpRouter.RouteContext
    const query = yield* HttpServerRequest.ParsedSearchParams
    const body = yield* Effect.exit(readBody(request))
    const answer = yield* decide(options, route, {
      origin: originOf(request),
      authorization: request.headers["authorization"],
      params: params as Readonly<Record<string, string>>,
      query: query as Readonly<Record<string, string>>,
      body,
    })
    options.recorder.add({
      method: route.method,
      path: pathOf(route, params as Readonly<Record<string, string>>),
      requestBody: Exit.isSuccess(body) ? body.value.json : undefined,
      status: answer.status,
      responseBody: answer.body,
    })
    return respond(answer)
  })

interface Incoming {
  readonly origin: string
  readonly authorization: string | undefined
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly body: Exit.Exit<Body, Refusal>
}

const decide = (options: RestOptions, route: Route, incoming: Incoming): Effect.Effect<Answer> =>
  Effect.gen(function* () {
    const forced = options.faults.take(route.method, route.path)
    if (forced !== undefined) return forcedAnswer(forced.status, forced.retryAfter ?? 1)
    if (route.authorized && incoming.authorization !== `Bot ${options.token}`) {
      return refused(unauthorized(), {})
    }
    const admission = options.limiter.admit(
      `${route.method} ${route.path}`,
      majorParameter(incoming.params),
      !route.authorized,
    )
    const { headers } = admission
    if (admission.refused !== undefined) {
      return tooManyRequests(admission.refused.retryAfter, admission.refused.global, headers)
    }
    return yield* handled(options, route, incoming).pipe(
      Effect.map((reply) => ({ ...reply, headers })),
      Effect.catchTag("Refusal", (error) => Effect.succeed(refused(error, headers))),
      Effect.catchCause((cause) =>
        Effect.as(
          Effect.logError(
            `The playground failed to answer ${route.method} ${route.path}`,
            Cause.pretty(cause),
          ),
          { status: 500, body: { message: "500: Internal Server Error", code: 0 }, headers },
        ),
      ),
    )
  })

const handled = (options: RestOptions, route: Route, incoming: Incoming): Effect.Effect<Reply, Refusal> =>
  Effect.flatMap(incoming.body, (body) =>
    attempt(() => {
      requireIds(incoming.params)
      const { api } = options
      return api.world.atomically(() =>
        route.handle(api, {
          origin: incoming.origin,
          params: incoming.params,
          query: incoming.query,
          body: body.json,
          attachments: storeUploads(api.world, body, incoming.origin),
        }),
      )
    }),
  )

const NOT_AN_ID = new Set(["token", "emoji"])

/** Ids in a path are numbers; `@me` and `@original` stand for one. */
function requireIds(params: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(params)) {
    if (NOT_AN_ID.has(name) || value === "@me" || value === "@original") continue
    if (!/^\d{1,19}$/.test(value) || BigInt(value) > 9_223_372_036_854_775_807n) {
      const message = `Value "${value}" is not snowflake.`
      throw invalidForm({ path: [`${name}_id`], code: "NUMBER_TYPE_COERCE", message })
    }
  }
}

/** The template of a path, in which `@me` and `@original` stand for themselves. */
const pathOf = (route: Route, params: Readonly<Record<string, string>>): string =>
  route.path.replace(/:(\w+)/g, (name, key: string) => (params[key]?.startsWith("@") ? params[key] : name))

/** Discord counts by the first of these in the path; a webhook or an interaction with its token. */
const majorParameter = (params: Readonly<Record<string, string>>): string =>
  params["channel"] ??
  params["guild"] ??
  `${params["webhook"] ?? params["interaction"] ?? ""} ${params["token"] ?? ""}`

const refused = (error: Refusal, headers: Readonly<Record<string, string>>): Answer => ({
  status: error.status,
  body: error.toJSON(),
  headers,
})

const tooManyRequests = (
  retryAfter: number,
  global: boolean,
  headers: Readonly<Record<string, string>>,
): Answer => ({
  status: 429,
  body: { message: "You are being rate limited.", retry_after: retryAfter, global },
  headers,
})

const forcedAnswer = (status: number, retryAfter: number): Answer =>
  status === 429
    ? tooManyRequests(retryAfter, false, refusal(retryAfter * 1000, false, {}).headers)
    : { status, body: { message: `${status}: Server Error`, code: 0 }, headers: {} }

const respond = ({ status, body, headers }: Answer): HttpServerResponse.HttpServerResponse =>
  body === undefined
    ? HttpServerResponse.empty({ status, headers })
    : HttpServerResponse.text(JSON.stringify(body), { status, headers, contentType: "application/json" })

function unrouted(options: RestOptions, request: HttpServerRequest.HttpServerRequest) {
  const error = notFound()
  options.recorder.add({
    method: request.method,
    path: request.url,
    requestBody: undefined,
    status: error.status,
    responseBody: error.toJSON(),
  })
  return respond(refused(error, {}))
}

/** Ends the line as a host does that has gone away. */
const hangUp = (request: HttpServerRequest.HttpServerRequest) =>
  Effect.andThen(
    Effect.sync(() => NodeHttpServerRequest.toIncomingMessage(request).socket.destroy()),
    Effect.never,
  )
