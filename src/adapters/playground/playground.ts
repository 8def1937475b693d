/**
 * The playground: a Discord of one's own on this machine. discord.js logs in to it as to the real one; people chat
 * in a web page at `/`; feeds and tests drive it through this service.
 *
 * ```ts
 * const playground = yield* Playground
 * const client = new Client({ intents, rest: { api: playground.apiBase } })
 * await client.login(playground.token)
 * ```
 */
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import type { APIMessage, APIUser } from "discord-api-types/v10"
import { Clock, Context, Effect, FiberSet, Layer } from "effect"
import { HttpRouter } from "effect/http"
import { attempt } from "./attempt.ts"
import {
  overwriteFor,
  playgroundFaults,
  postAs,
  type Overwrite,
  type PlaygroundFaults,
  type Post,
} from "./control.ts"
import { Faults } from "./faults.ts"
import { GatewayServer } from "./gateway/server.ts"
import { Hub } from "./gateway/hub.ts"
import { IdentifyBudget, type IdentifyLimits } from "./gateway/identify-budget.ts"
import type { PrivilegedIntent } from "./gateway/intents.ts"
import { type CannotListen, listenOnLoopback, type PortInUse } from "../http/loopback-server.ts"
import type { InteractionStarted, StartInteraction } from "./page-api.ts"
import { fileRoutes } from "./page-server/files.ts"
import { interact } from "./page-server/interactions.ts"
import { pushLive } from "./page-server/live.ts"
import { pageRoutes } from "./page-server/routes.ts"
import { GENEROUS_LIMITS, RateLimiter, type RateLimits } from "./rate-limits.ts"
import { Recorder, type RestExchange } from "./recorder.ts"
import type { Refusal } from "./refusal.ts"
import { restRoutes } from "./rest/router.ts"
import { ensureSampleWorld, ORRERY } from "./sample-world.ts"
import type { Listener } from "./world/events.ts"
import { ensureGuild, type GuildSeed } from "./world/guilds.ts"
import { forgetOldInteractions } from "./world/interactions.ts"
import { openStore, type WorldUnavailable } from "./world/store.ts"
import { World } from "./world/world.ts"

export interface PlaygroundOptions {
  /** On 127.0.0.1; 0 takes a free one. Default 4010. */
  readonly port?: number
  /** SQLite file that keeps the world; in memory when left out. */
  readonly file?: string
  /** The bot's token; not a secret, since only this machine can use it. */
  readonly token?: string
  /** Default: limits that nobody meets. `REALISTIC_LIMITS` are Discord's. */
  readonly rateLimits?: RateLimits
  readonly identifyLimits?: IdentifyLimits
  /** Privileged intents that are enabled for the bot. Default: MESSAGE_CONTENT and GUILD_MEMBERS. */
  readonly privilegedIntents?: ReadonlyArray<PrivilegedIntent>
  /** Milliseconds. Default: Discord's 41,250. */
  readonly heartbeatInterval?: number
  /** Dispatches kept for a RESUME. Default 10,000. */
  readonly resumeBuffer?: number
  /** How many of the newest REST exchanges are recorded. Default 0. */
  readonly record?: number
}

export class Playground extends Context.Service<
  Playground,
  {
    /** `http://127.0.0.1:4010` */
    readonly origin: string
    /** What discord.js wants as `rest.api`: `http://127.0.0.1:4010/api` */
    readonly apiBase: string
    readonly token: string
    readonly bot: APIUser
    /** Adds a guild, or what an existing one lacks of channels and members; connected bots learn of it. */
    readonly ensureGuild: (seed: GuildSeed) => Effect.Effect<void>
    /** Gives and takes permissions of a person in a channel, in place of what the person had before. */
    readonly overwrite: (
      channelId: string,
      personId: string,
      overwrite: Overwrite,
    ) => Effect.Effect<void, Refusal>
    /** Posts as a person. An id that exists is not stored again, but dispatched again: a redelivery. */
    readonly post: (post: Post) => Effect.Effect<APIMessage, Refusal>
    /** Acts as a person: command, component, autocomplete, modal. */
    readonly interact: (act: StartInteraction) => Effect.Effect<InteractionStarted, Refusal>
    /** Sets the line at the top of the page. */
    readonly setNotice: (line: string | null) => Effect.Effect<void>
    /** Hears every event of the world; call the result to stop. */
    readonly listen: (listener: Listener) => () => void
    readonly faults: PlaygroundFaults
    /** The REST exchanges recorded so far, oldest first. */
    readonly exchanges: () => ReadonlyArray<RestExchange>
  }
>()("orrery/adapters/playground/Playground") {
  /** A playground for as long as the layer lives. Fails when its port or its file cannot be had. */
  static readonly layer = (
    options: PlaygroundOptions = {},
  ): Layer.Layer<Playground, PortInUse | CannotListen | WorldUnavailable> =>
    Layer.effect(Playground, make(options)).pipe(Layer.provide(NodeHttpServer.layerHttpServices))
}

const make = Effect.fnUntraced(function* (options: PlaygroundOptions) {
  const clock = yield* Clock.Clock
  const fork = yield* FiberSet.makeRuntime<never>()
  const token = options.token ?? "playground"
  const now = () => clock.currentTimeMillisUnsafe()
  const after = (ms: number, task: () => void) => void fork(Effect.delay(Effect.sync(task), ms))

  const store = yield* openStore(options.file)
  const world = new World({ store, now, after, bot: ORRERY })
  world.atomically(() => ensureSampleWorld(world))
  forgetOldInteractions(world)

  const enabled = options.privilegedIntents ?? ["MESSAGE_CONTENT", "GUILD_MEMBERS"]
  const identifies = new IdentifyBudget(options.identifyLimits ?? DEFAULT_IDENTIFY_LIMITS, now)
  const gateway = new GatewayServer({
    world,
    hub: new Hub(world),
    token,
    enabled,
    heartbeatInterval: options.heartbeatInterval ?? 41_250,
    bufferSize: options.resumeBuffer ?? 10_000,
    admitIdentify: (shardId) => identifies.admit(shardId),
  })
  const faults = new Faults()
  const recorder = new Recorder(options.record ?? 0)
  const api = { world, identifies, enabled }
  const limiter = new RateLimiter(options.rateLimits ?? GENEROUS_LIMITS, now)

  let notice: string | null = null

  const app = yield* HttpRouter.toHttpEffect(
    HttpRouter.addAll([
      ...restRoutes({ api, token, limiter, faults, recorder }),
      ...pageRoutes({ world, notice: () => notice }),
      ...(yield* fileRoutes(world)),
    ]),
  ).pipe(Effect.provideService(HttpRouter.RouterConfig, { maxParamLength: 1_000 }))
  const onRequest = yield* NodeHttpServer.makeHandler(app, { scope: yield* Effect.scope })
  const server = yield* listenOnLoopback(options.port ?? 4010)
  server.serve(onRequest, (url) => {
    const person = world.users.get(url.searchParams.get("as") ?? "")
    if (url.pathname === "/gateway") return (socket) => gateway.accept(socket, url)
    if (url.pathname !== "/page/live" || person === undefined) return undefined
    return (socket) => pushLive(world, person.id, socket)
  })

  return Playground.of({
    origin: server.origin,
    apiBase: `${server.origin}/api`,
    token,
    bot: world.bot,
    ensureGuild: (seed) => Effect.sync(() => void world.atomically(() => ensureGuild(world, seed))),
    overwrite: (channelId, personId, overwrite) =>
      attempt(() => world.atomically(() => overwriteFor(world, channelId, personId, overwrite))),
    post: (post) => attempt(() => world.atomically(() => postAs(world, post))),
    interact: (act) => interact(world, act),
    setNotice: (line) =>
      Effect.sync(() => {
        notice = line
        world.emit({ t: "NOTICE", d: { notice }, audience: { in: "page" } })
      }),
    listen: (listener) => world.listen(listener),
    faults: playgroundFaults(world, gateway, faults),
    exchanges: () => recorder.exchanges,
  })
})

const DEFAULT_IDENTIFY_LIMITS: IdentifyLimits = { perDay: 1_000, maxConcurrency: 16 }
