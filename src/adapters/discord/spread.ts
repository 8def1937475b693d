/**
 * The gateway shards of one bot over all runners of a cluster. Each is listened on by one runner at a time: the one that
 * holds the cluster's lock for it. When a shard comes to another runner, that one identifies anew, and reads what was said
 * in between; what both heard is the same event.
 */
import { Routes } from "discord.js"
import { Effect, Layer, Schema, type Scope } from "effect"
import { Sharding } from "effect/cluster"
import type { HeardUntil } from "./backfill.ts"
import { DiscordStartError, startError } from "./gateway-errors.ts"
import { makeEars, offerCommands } from "./inbound.ts"
import type { CatchUpPolicy } from "./policy.ts"
import { DiscordRest, type Options } from "./rest.ts"

/** What runners agree on, and take turns in. */
export interface Spread<E, R> {
  /** How many gateway shards there are, when Discord recommends so many. */
  readonly shards: (recommended: number) => Effect.Effect<number, E, R>
  /** Waits for the turn of a concurrency key to identify. */
  readonly identifyTurn: (concurrencyKey: number) => Effect.Effect<void, never, R>
  /** Says that this runner listens on a shard, until the scope ends; and, at moments when `listens`, that nothing was missed. */
  readonly listensOn: (shard: number, listens: () => boolean) => Effect.Effect<void, never, R | Scope.Scope>
  /** When somebody listened on a shard last, in ms since 1970; null: never, as far as is known. */
  readonly listenedUntil: (shard: number) => Effect.Effect<number | null, never, R>
  /** Until where channels were heard by whoever listened before. */
  readonly since: Effect.Effect<ReadonlyArray<HeardUntil>, { readonly message: string }, R>
}

/** https://discord.com/developers/docs/events/gateway#get-gateway-bot */
const GatewayBot = Schema.Struct({
  shards: Schema.Int,
  session_start_limit: Schema.Struct({ max_concurrency: Schema.Int.check(Schema.isGreaterThan(0)) }),
})

export interface SpreadOptions extends Options {
  /** As in `InboundOptions`. */
  readonly catchUp?: (() => CatchUpPolicy) | undefined
}

const soon = "10 seconds"
/**
 * Each attempt may be an IDENTIFY, of which Discord takes 1,000 a day from all shards together: beyond that it resets the token.
 * https://discord.com/developers/docs/events/gateway#rate-limiting
 */
const late = "10 minutes"

const needsPerson = (error: unknown): boolean => error instanceof DiscordStartError && error.needsPerson

/** Takes part in the listening for as long as the layer lasts. */
export const spread = <E, R>(options: SpreadOptions, among: Spread<E, R>) =>
  Layer.effectDiscard(
    Effect.gen(function* () {
      const { api, self } = yield* DiscordRest
      const sharding = yield* Sharding.Sharding
      const ears = yield* makeEars
      const services = yield* Effect.context<R>()
      const gateway = yield* api(GatewayBot, "GET", Routes.gatewayBot()).pipe(
        Effect.mapError((failed): DiscordStartError => startError(failed, options.base)),
      )
      const of = yield* among.shards(gateway.shards)
      if (of < gateway.shards)
        yield* Effect.logWarning(
          `Discord recommends ${gateway.shards} gateway shards, and there are ${of}: set ORRERY_GATEWAY_SHARDS when all runners are stopped.`,
        )
      yield* offerCommands

      const identifyTurn = (shard: number) =>
        among
          .identifyTurn(shard % gateway.session_start_limit.max_concurrency)
          .pipe(Effect.provideContext(services))

      const listenOn = (shard: number) =>
        Effect.gen(function* () {
          const silentFrom = (yield* among.listenedUntil(shard)) ?? undefined
          const since = yield* among.since
          const shards = { ids: [shard], of }
          const listens = yield* ears({ ...options, shards, since, silentFrom, identifyTurn })
          yield* among.listensOn(shard, listens)
          yield* Effect.logInfo(`Listening in Discord as ${self.name}, gateway shard ${shard} of ${of}`)
          return yield* Effect.never
        }).pipe(Effect.scoped)

      /** Tries until it listens; what is wrong is said once for as long as it stays the same. */
      const keepListeningOn = (shard: number) =>
        Effect.suspend(() => {
          let said: string | null = null
          return listenOn(shard).pipe(
            Effect.catch((error) => {
              const again = needsPerson(error) ? late : soon
              const news = `Gateway shard ${shard} is tried again every ${again}: ${error.message}`
              const isNew = said !== news
              said = news
              return Effect.andThen(isNew ? Effect.logError(news) : Effect.void, Effect.sleep(again))
            }),
            Effect.forever,
          )
        })

      for (let shard = 0; shard < of; shard++)
        yield* sharding.registerSingleton(`discord/gateway/${shard}`, keepListeningOn(shard))
    }),
  )
