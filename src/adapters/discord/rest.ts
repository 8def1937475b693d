/**
 * Discord's REST API for the rest of this folder: discord.js queues the requests and waits for rate limits, and what
 * comes back is decoded. It needs no gateway, so any process that has the token can speak in any channel.
 */
import {
  DefaultRestOptions,
  REST,
  RESTEvents,
  Routes,
  type InternalRequest,
  type RESTOptions,
  type RouteLike,
} from "discord.js"
import { Context, Effect, Layer, Redacted, Schema } from "effect"
import { startError, type DiscordStartError } from "./gateway-errors.ts"
import type { Self } from "./persona.ts"
import { restFailed, RestFailed } from "./rest-errors.ts"
import { Application, User } from "./shapes.ts"

export interface Options {
  /** The bot's token, from https://discord.com/developers/applications → Bot → Token. */
  readonly token: Redacted.Redacted
  /** Where Discord's API is, without `/v10`; undefined for discord.com. */
  readonly base: string | undefined
  /** Undefined: Discord's 50. https://discord.com/developers/docs/topics/rate-limits#global-rate-limit */
  readonly requestsPerSecond?: number | undefined
}

/** Sends a request and decodes the answer; interrupting it takes the request out of its queue. */
export type Call = <A>(
  shape: Schema.Decoder<A>,
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
  route: RouteLike,
  request?: { readonly body?: unknown; readonly query?: Readonly<Record<string, string>> },
) => Effect.Effect<A, RestFailed>

export class DiscordRest extends Context.Service<
  DiscordRest,
  {
    readonly self: Self & { readonly name: string }
    /** As the bot. Tried again at once when Discord answers 5xx. */
    readonly api: Call
    /** With a webhook's token in the route. Tried once: a webhook says twice what it is told twice. */
    readonly hooks: Call
    /** One of Discord's own drawn avatars. */
    readonly drawnAvatar: (index: number) => string
  }
>()("orrery/adapters/discord/DiscordRest") {}

/** Files leave as bytes: the pools of `adapters/connections` know no other form than that of their own undici. */
const makeRequest: RESTOptions["makeRequest"] = async (url, init) => {
  if (!(init.body instanceof FormData)) return DefaultRestOptions.makeRequest(url, init)
  const form = new Response(init.body)
  return DefaultRestOptions.makeRequest(url, {
    ...init,
    headers: {
      ...(init.headers as Record<string, string>),
      "content-type": form.headers.get("content-type")!,
    },
    body: await form.bytes(),
  })
}

/** Options for discord.js: the base as it wants it, and patience with rate limits rather than errors. */
export const restOptions = ({
  base,
  requestsPerSecond = 50,
}: Pick<Options, "base" | "requestsPerSecond">) => ({
  ...(base === undefined ? {} : { api: base.replace(/\/+$/, "").replace(/\/v\d+$/, "") }),
  retries: 3,
  timeout: 15_000,
  rejectOnRateLimit: null,
  globalRequestsPerSecond: requestsPerSecond,
  invalidRequestWarningInterval: 500,
  userAgentAppendix: "Orrery",
  makeRequest,
})

export const layer = ({ token, ...where }: Options): Layer.Layer<DiscordRest, DiscordStartError> =>
  Layer.effect(
    DiscordRest,
    Effect.gen(function* () {
      const bot = yield* acquire(restOptions(where))
      bot.setToken(Redacted.value(token))
      const webhooks = yield* acquire({ ...restOptions(where), retries: 0 })
      const api = caller(bot, {})
      const [user, application] = yield* Effect.all([
        api(User, "GET", Routes.user("@me")),
        api(Application, "GET", Routes.currentApplication()),
      ]).pipe(Effect.mapError((failed) => startError(failed, where.base)))
      return {
        self: { id: user.id, application: application.id, name: user.username },
        api,
        hooks: caller(webhooks, { auth: false }),
        drawnAvatar: (index) => bot.cdn.defaultAvatar(index % 6),
      }
    }),
  )

/** A queue of requests, stopped with its scope. A flood of refusals is logged before Discord bans the address for it. */
const acquire = (options: ReturnType<typeof restOptions>) =>
  Effect.gen(function* () {
    const run = Effect.runForkWith(yield* Effect.context())
    const rest = new REST(options)
    rest.on(RESTEvents.InvalidRequestWarning, ({ count }) => {
      run(Effect.logWarning(`Discord refused ${count} requests in ten minutes: it bans addresses at 10,000`))
    })
    yield* Effect.addFinalizer(() =>
      Effect.sync(() => {
        rest.clearHashSweeper()
        rest.clearHandlerSweeper()
      }),
    )
    return rest
  })

const caller =
  (rest: REST, fixed: Pick<InternalRequest, "auth">): Call =>
  (shape, method, route, { body, query } = {}) =>
    Effect.tryPromise({
      try: (signal) =>
        rest.request({
          ...fixed,
          fullRoute: route,
          method: method as InternalRequest["method"],
          signal,
          ...(body === undefined ? {} : { body }),
          ...(query === undefined ? {} : { query: new URLSearchParams(query) }),
        }),
      catch: restFailed,
    }).pipe(
      Effect.flatMap(Schema.decodeUnknownEffect(shape)),
      Effect.catchTag("SchemaError", () =>
        Effect.fail(
          new RestFailed({ status: null, code: null, message: "an answer that is none of Discord's" }),
        ),
      ),
    )
