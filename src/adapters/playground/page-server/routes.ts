/** `/page/*`: the page's half of the contract in page-api.ts. */
import { Effect } from "effect"
import { HttpRouter, HttpServerRequest, HttpServerResponse } from "effect/http"
import { bodyOf } from "../../http/body.ts"
import { pageHeaders } from "../../http/page-files.ts"
import { attempt } from "../attempt.ts"
import {
  Acting,
  AsPerson,
  EditMessage,
  HistoryQuery,
  OpenThread,
  PostMessage,
  StartInteraction,
  StateQuery,
} from "../page-api.ts"
import { invalidJson, tooLarge, type Refusal } from "../refusal.ts"
import { ADA } from "../sample-world.ts"
import { form } from "../validate/form.ts"
import { openDm } from "../world/conversation.ts"
import { channelView, threadView } from "../world/views/channel.ts"
import { messageView } from "../world/views/message.ts"
import type { World } from "../world/world.ts"
import * as Acts from "./acts.ts"
import { interact } from "./interactions.ts"
import { pageHistory, pageState } from "./state.ts"

export interface PageOptions {
  readonly world: World
  /** The line at the top of the page. */
  readonly notice: () => string | null
}

const stateQuery = form(StateQuery)
const asPerson = form(AsPerson)
const historyQuery = form(HistoryQuery)
const postMessage = form(PostMessage)
const editMessage = form(EditMessage)
const acting = form(Acting)
const openThread = form(OpenThread)
const startInteraction = form(StartInteraction)

interface PageRequest {
  readonly params: Readonly<Record<string, string>>
  readonly query: unknown
  readonly body: unknown
}

/** The largest body that is read, in bytes: what people type. */
const MAX_BYTES = 1024 * 1024

const CHANNEL = "/page/channels/:channel"
const MESSAGE = `${CHANNEL}/messages/:message` as const
const REACTION = `${MESSAGE}/reactions/:emoji` as const

export const pageRoutes = ({ world, notice }: PageOptions) => [
  get("/page/state", ({ query }) => pageState(world, notice(), stateQuery(query).as ?? ADA.id)),
  get(`${CHANNEL}/messages`, ({ params, query }) =>
    pageHistory(world, params["channel"]!, historyQuery(query)),
  ),
  act(world, "POST", `${CHANNEL}/messages`, ({ params, body }) => {
    const message = postMessage(body)
    const posted = Acts.writeAs(world, message.as, params["channel"]!, message)
    return messageView(world, posted, message.as)
  }),
  act(world, "PATCH", MESSAGE, ({ params, body }) => {
    const { as, content } = editMessage(body)
    const edited = Acts.editAs(world, as, params["channel"]!, params["message"]!, content)
    return messageView(world, edited, as)
  }),
  act(world, "DELETE", MESSAGE, ({ params, body }) =>
    Acts.deleteAs(world, acting(body).as, params["channel"]!, params["message"]!),
  ),
  act(world, "PUT", REACTION, ({ params, query }) =>
    Acts.reactAs(world, asPerson(query).as, params["channel"]!, params["message"]!, params["emoji"]!),
  ),
  act(world, "DELETE", REACTION, ({ params, query }) =>
    Acts.unreactAs(world, asPerson(query).as, params["channel"]!, params["message"]!, params["emoji"]!),
  ),
  act(world, "POST", `${CHANNEL}/typing`, ({ params, body }) =>
    Acts.typeAs(world, acting(body).as, params["channel"]!),
  ),
  act(world, "POST", `${CHANNEL}/threads`, ({ params, body }) => {
    const thread = openThread(body)
    return threadView(world, Acts.openThreadAs(world, thread.as, params["channel"]!, thread))
  }),
  act(world, "POST", "/page/dms", ({ body }) =>
    channelView(world, openDm(world, Acts.personOf(world, acting(body).as))),
  ),
  route("POST", "/page/interactions", ({ body }) =>
    Effect.flatMap(
      attempt(() => startInteraction(body)),
      (start) => interact(world, start),
    ),
  ),
]

const get = (path: HttpRouter.PathInput, read: (request: PageRequest) => unknown) =>
  route("GET", path, (request) => attempt(() => read(request)))

/** A route that changes the world, at once or not at all. */
const act = (
  world: World,
  method: "POST" | "PUT" | "PATCH" | "DELETE",
  path: HttpRouter.PathInput,
  change: (request: PageRequest) => unknown,
) => route(method, path, (request) => attempt(() => world.atomically(() => change(request))))

const route = (
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
  path: HttpRouter.PathInput,
  handle: (request: PageRequest) => Effect.Effect<unknown, Refusal>,
) =>
  HttpRouter.route(
    method,
    path,
    Effect.gen(function* () {
      const request = yield* HttpServerRequest.HttpServerRequest
      const { params } = yield* HttpRouter.RouteContext
      const query = yield* HttpServerRequest.ParsedSearchParams
      const body = method === "GET" ? undefined : yield* readJson(request)
      const answer = yield* handle({ params: params as PageRequest["params"], query, body })
      return answer === undefined
        ? HttpServerResponse.empty({ status: 204 })
        : HttpServerResponse.jsonUnsafe(answer, { headers: pageHeaders })
    }).pipe(
      Effect.catchTag("Refusal", (refusal) =>
        Effect.succeed(
          HttpServerResponse.jsonUnsafe(refusal.toJSON(), { status: refusal.status, headers: pageHeaders }),
        ),
      ),
    ),
  )

const readJson = (request: HttpServerRequest.HttpServerRequest) =>
  bodyOf(request, MAX_BYTES).pipe(
    Effect.map((bytes) => new TextDecoder().decode(bytes)),
    Effect.flatMap((text) => Effect.try((): unknown => (text === "" ? {} : JSON.parse(text)))),
    Effect.mapError(({ _tag }) => (_tag === "BodyTooLarge" ? tooLarge() : invalidJson())),
  )
