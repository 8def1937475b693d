/**
 * The connection on which Discord tells what happens: opened, kept by discord.js, and closed with its scope.
 * https://discord.com/developers/docs/events/gateway
 */
import { Client, Events, GatewayIntentBits, Options as Caches, Partials } from "discord.js"
import { Effect, Redacted, Schema, type Scope } from "effect"
import { closedForGood, DiscordStartError, noGateway, startError, switchOn } from "./gateway-errors.ts"
import { watchHealth } from "./health.ts"
import { restFailed } from "./rest-errors.ts"
import { restOptions, type Options } from "./rest.ts"

export interface GatewayOptions extends Options {
  /** The gateway shards of this process, of how many; undefined: as many as Discord recommends, all here. */
  readonly shards?: { readonly ids: ReadonlyArray<number>; readonly of: number } | undefined
  /** Waits until a shard may identify; undefined: in the turns that Discord gives one process. */
  readonly identifyTurn?: ((shard: number) => Effect.Effect<void>) | undefined
}

export interface Gateway<A> {
  readonly client: Client
  /** What listens on it. */
  readonly listener: A
  /** Whether it is told what messages say that do not mention the bot. */
  readonly readsContent: boolean
}

const intents = [
  GatewayIntentBits.Guilds,
  GatewayIntentBits.GuildMessages,
  GatewayIntentBits.GuildMessageReactions,
  GatewayIntentBits.DirectMessages,
  GatewayIntentBits.DirectMessageReactions,
]

/** How long one shard may take to identify; Discord lets several do so in turns of five seconds. */
const patience = (shards: number): number => 60 + 6 * shards

/**
 * Connects; `listen` gets the client before anything can happen on it. Where the bot may not read what messages say,
 * it goes on without and logs what will not work.
 */
export const openGateway = <A>(
  options: GatewayOptions,
  listen: (client: Client) => A,
): Effect.Effect<Gateway<A>, DiscordStartError, Scope.Scope> =>
  connect(options, listen, true).pipe(
    Effect.catchIf(
      ({ problem }) => problem === "intents",
      () =>
        Effect.logWarning(
          `Discord does not show this bot what messages say. Mentions and direct messages work; trigger words and the manager do not. To change that, ${switchOn}, and start again.`,
        ).pipe(Effect.andThen(connect(options, listen, false))),
    ),
  )

const connect = <A>(options: GatewayOptions, listen: (client: Client) => A, readsContent: boolean) =>
  Effect.acquireRelease(
    Effect.sync(() => newClient(options, readsContent)),
    (client) =>
      // While an IDENTIFY awaits its READY, this may not end.
      Effect.tryPromise(() => client.destroy()).pipe(Effect.timeoutOption("5 seconds"), Effect.ignore),
  ).pipe(
    Effect.tap(watchHealth),
    Effect.map((client): Gateway<A> => ({ client, listener: listen(client), readsContent })),
    Effect.tap(({ client }) => login(client, options)),
  )

const newClient = ({ shards, identifyTurn, ...where }: GatewayOptions, readsContent: boolean): Client =>
  new Client({
    intents: readsContent ? [...intents, GatewayIntentBits.MessageContent] : intents,
    partials: [Partials.Channel],
    rest: restOptions(where),
    allowedMentions: { parse: [] },
    // Commands are not heard before all servers are there, and wait no longer than this for a late one.
    waitGuildTimeout: 2000,
    makeCache: Caches.cacheWithLimits({ ...Caches.DefaultMakeCacheSettings, ...caches }),
    ...(shards === undefined ? {} : { shards: [...shards.ids], shardCount: shards.of }),
    ...(identifyTurn === undefined ? {} : { ws: { buildIdentifyThrottler: () => throttler(identifyTurn) } }),
  })

const throttler = (turn: (shard: number) => Effect.Effect<void>) => ({
  waitForIdentify: (shard: number, signal: AbortSignal) => Effect.runPromise(turn(shard), { signal }),
})

/** Channels and roles are looked up by name; nothing else is looked up again. */
const caches = {
  MessageManager: 0,
  ReactionManager: 0,
  ThreadMemberManager: 0,
  PresenceManager: 0,
  VoiceStateManager: 0,
  GuildEmojiManager: 0,
  GuildStickerManager: 0,
}

const login = (client: Client, { token, base, shards }: GatewayOptions) => {
  let closed: number | undefined
  client.on(Events.ShardDisconnect, ({ code }) => {
    closed = code
  })
  const seconds = patience(shards?.ids.length ?? 1)
  return Effect.tryPromise({
    try: () => client.login(Redacted.value(token)),
    catch: (thrown) => (closed === undefined ? loginFailed(thrown, base) : closedForGood(closed)),
  }).pipe(
    Effect.timeoutOrElse({ duration: `${seconds} seconds`, orElse: () => Effect.fail(noGateway(seconds)) }),
  )
}

const InvalidToken = Schema.Struct({ code: Schema.Literal("TokenInvalid") })

const loginFailed = (thrown: unknown, base: string | undefined): DiscordStartError =>
  Schema.is(InvalidToken)(thrown) ? closedForGood(4004) : startError(restFailed(thrown), base)
