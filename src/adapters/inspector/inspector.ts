/**
 * The inspector: the live system as its own statecharts, in a page on this machine, and as JSON for tools and probes.
 * It only reads: nothing is woken, claimed or told, but by an operator who sends an event or applies a template. `api.ts` says
 * what it answers.
 *
 * ```ts
 * const { origin } = yield* Inspector // http://127.0.0.1:4020
 * ```
 */
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { Context, Effect, FiberSet, Layer, Option, Schema, type Redacted } from "effect"
import { HttpRouter, HttpServerResponse, type HttpServerRequest } from "effect/http"
import { PrometheusMetrics } from "effect/observability"
import type { Mail } from "../../actors/mail.ts"
import type { Host } from "../../actors/host.ts"
import { Observer } from "../../actors/watching/observer.ts"
import type { Placement } from "../../actors/placement.ts"
import type { Pools } from "../../actors/pools.ts"
import type { Roster } from "../../actors/performing/roster.ts"
import type { PoolWatch } from "../../actors/watching/pool-watch.ts"
import type { Status } from "../../actors/watching/status.ts"
import type { Store } from "../../actors/store.ts"
import { style } from "../charts/style.ts"
import { type CannotListen, listenOn, type NeedsToken, type PortInUse } from "../http/loopback-server.ts"
import { filesIn, pageHeaders, pageIn } from "../http/page-files.ts"
import { LiveQuery } from "./queries.ts"
import { Rates } from "./fleet.ts"
import { guardOf } from "./guard.ts"
import { makeLive } from "./live.ts"
import { apiRoutes } from "./routes.ts"

type Asked =
  | HttpServerRequest.HttpServerRequest
  | HttpServerRequest.ParsedSearchParams
  | HttpRouter.RouteContext

export interface InspectorOptions {
  /** 0 takes a free one. Default 4020. */
  readonly port?: number
  /** Where it listens. Default 127.0.0.1; for others than this machine it must have a token. */
  readonly host?: string
  /** What whoever looks must know; null: nothing. */
  readonly token?: Redacted.Redacted | null
  /** Whether events may be sent to actors from the page. Default false. */
  readonly send?: boolean
  /** What else is answered here, behind the same guard. */
  readonly also?: ReadonlyArray<HttpRouter.Route<never, Asked>>
}

export class Inspector extends Context.Service<
  Inspector,
  {
    /** `http://127.0.0.1:4020` */
    readonly origin: string
  }
>()("orrery/adapters/inspector/Inspector") {
  /** An inspector for as long as the layer lives. Fails when the port cannot be had. */
  static readonly layer = (
    options: InspectorOptions = {},
  ): Layer.Layer<
    Inspector,
    PortInUse | CannotListen | NeedsToken,
    Status | Observer | Store | Host | Mail | Placement | Pools | PoolWatch | Roster
  > => Layer.effect(Inspector, make(options)).pipe(Layer.provide(NodeHttpServer.layerHttpServices))
}

/** The page, and the drawn charts with their style apart: the page's policy refuses inline styles. */
const files = Effect.gen(function* () {
  const css = HttpServerResponse.text(style, { contentType: "text/css", headers: pageHeaders })
  return [
    HttpRouter.route("GET", "/statecharts/style.css", css),
    yield* filesIn(new URL("../../../statecharts/", import.meta.url), "/statecharts"),
    ...(yield* pageIn(new URL("./page/", import.meta.url))),
  ]
})

const liveQuery = Schema.decodeUnknownOption(LiveQuery)

/** For Prometheus. https://prometheus.io/docs/instrumenting/exposition_formats/ */
const metrics = HttpRouter.route(
  "GET",
  "/metrics",
  Effect.map(PrometheusMetrics.format(), (text) =>
    HttpServerResponse.text(text, { contentType: "text/plain; version=0.0.4; charset=utf-8" }),
  ),
)

const make = Effect.fnUntraced(function* ({
  port = 4020,
  host = "127.0.0.1",
  token = null,
  send = false,
  also = [],
}: InspectorOptions) {
  const observer = yield* Observer
  const rates = new Rates(observer.census)
  yield* Effect.forkScoped(rates.sample)
  const pushLive = yield* makeLive(observer)
  const fork = yield* FiberSet.makeRuntime<never>()
  const server = yield* listenOn({ port, host, guard: token === null ? null : guardOf(token) })
  const app = yield* HttpRouter.toHttpEffect(
    HttpRouter.addAll([metrics, ...also, ...(yield* apiRoutes(rates, send)), ...(yield* files)]),
  )
  const onRequest = yield* NodeHttpServer.makeHandler(app, { scope: yield* Effect.scope })
  server.serve(onRequest, ({ pathname, searchParams }) => {
    const query = liveQuery(Object.fromEntries(searchParams))
    if (pathname !== "/api/live" || Option.isNone(query)) return undefined
    const { actor = null, words = "hidden" } = query.value
    return (socket) => void fork(pushLive(socket, { actor, words }))
  })
  return Inspector.of({ origin: server.origin })
})
