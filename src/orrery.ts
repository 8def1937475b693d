/**
 * The composition root: the whole of Orrery on one screen. Every name leads where it says.
 *
 *     ports     what actors ask of the world: a store, a voice, a model, a team
 *     runtime   actors as cluster entities, their mail, their timers
 *     topology  what differs between one runner and many
 *     edges     what people see: Discord (or the playground), the inspector, the command line
 */
import { join } from "node:path"
import { Effect, Layer, Redacted } from "effect"
import { LookoutLayer } from "./actors/alerting/lookout.ts"
import { ArchivistLayer } from "./actors/keeping/archivist.ts"
import { BootLayer } from "./actors/constellations/boot.ts"
import { Standby } from "./actors/constellations/standby.ts"
import { closesWithin } from "./actors/closing.ts"
import { DrainLayer } from "./actors/drain.ts"
import { CachesLayer } from "./actors/caching/layer.ts"
import { Belongings } from "./actors/forgetting/belongings.ts"
import { Model } from "./actors/performing/model.ts"
import { BrainCountingLayer } from "./actors/watching/brain-counting.ts"
import { KeeperLayer } from "./actors/lessons/keeper.ts"
import { LessonsLayer } from "./actors/lessons/lessons.ts"
import { NotedPorts } from "./actors/lessons/noted.ts"
import { BreakersLayer } from "./actors/resilience/breakers.ts"
import { RetriesLayer } from "./actors/resilience/retries.ts"
import { GuardedStore } from "./actors/resilience/store.ts"
import { RuntimeLayer } from "./actors/runtime.ts"
import { CountingLayer } from "./adapters/connections/counting.ts"
import { PoolsLayer } from "./adapters/connections/pools.ts"
import * as CacheInRedis from "./adapters/cache/redis.ts"
import * as CacheInFile from "./adapters/cache/sqlite.ts"
import * as Archive from "./adapters/archive/files.ts"
import { FollowingLayer } from "./adapters/brains/following.ts"
import { Lineup } from "./adapters/brains/lineup.ts"
import * as BootBar from "./adapters/cli/constellation-boot.ts"
import { Configuration } from "./adapters/config/configuration.ts"
import { CacheTermsLayer, ModelTermsLayer, PoliciesLayer } from "./adapters/config/policies.ts"
import type { Settings } from "./adapters/config/settings.ts"
import { Account } from "./adapters/discord/account.ts"
import * as Discord from "./adapters/discord/layer.ts"
import { InspectorAt } from "./adapters/discord/commands/why.ts"
import { Inspector } from "./adapters/inspector/inspector.ts"
import { teamRoutes } from "./adapters/inspector/team.ts"
import { modelConfig } from "./adapters/model/config.ts"
import { choose } from "./adapters/model/choose.ts"
import { KeepWarmLayer } from "./adapters/model/keep-warm.ts"
import * as Metrics from "./adapters/metrics/layer.ts"
import { Playground } from "./adapters/playground/playground.ts"
import { profileRoutes } from "./adapters/profile/routes.ts"
import { LimitsLayer, LimitsMemoryLayer } from "./adapters/model/limits.ts"
import { LimitsStoreLayer } from "./adapters/redis/limits.ts"
import * as RedisStore from "./adapters/redis/store.ts"
import * as SqliteStore from "./adapters/sqlite/store.ts"
import * as Stately from "./adapters/telemetry/stately.ts"
import * as Traces from "./adapters/telemetry/traces.ts"
import { ToolsLayer } from "./adapters/tools/tools.ts"
import { Recordings } from "./replay/recordings.ts"
import { topology } from "./topology.ts"

const StoreLayer = ({ redis, database }: Settings) =>
  redis === null ? SqliteStore.layer({ path: database }) : RedisStore.layer({ url: Redacted.value(redis) })

/** Beside the store: in the same Redis, or in a file of its own. */
const CacheLayer = ({ redis, database }: Settings) =>
  CachesLayer.pipe(
    Layer.provide(
      redis === null
        ? CacheInFile.layer(database === ":memory:" ? database : `${database}-cache`)
        : CacheInRedis.layer(Redacted.value(redis)),
    ),
    Layer.provideMerge(CacheTermsLayer),
  )

const ArchiveLayer = ({ archiveDir }: Settings) => Archive.layer({ folder: archiveDir })

const RecordingsLayer = (settings: Settings) => Recordings.layer.pipe(Layer.provide(ArchiveLayer(settings)))

const RetentionLayer = Layer.unwrap(
  Effect.map(Configuration, ({ current }) => ArchivistLayer(Effect.sync(() => current().retention))),
)

const TeamLayer = ({ brains }: Settings) => Lineup.layer(brains)

/** What models may be asked in a minute: all runners of a Redis share it. */
const ModelLimitsLayer = ({ redis }: Settings) =>
  redis === null ? LimitsMemoryLayer : LimitsLayer.pipe(Layer.provide(LimitsStoreLayer(redis)))

/** What keeps failures small: breakers, budgets of retries, and what was learnt of errors. */
const ResilienceLayer = Layer.mergeAll(BreakersLayer, RetriesLayer, LessonsLayer)

const ModelLayer = (settings: Settings) =>
  Layer.effect(
    Model,
    Effect.gen(function* () {
      const { model, why } = yield* choose(yield* modelConfig)
      yield* Effect.logInfo(`${model.label}: ${why}`)
      return model
    }),
  ).pipe(Layer.provide(Layer.merge(ModelTermsLayer, ModelLimitsLayer(settings))))

/** The bot of DISCORD_TOKEN, or the one of the playground: a Discord of one's own on this machine. */
const AccountLayer = ({ token, discordBase, requestsPerSecond, playgroundPort, home }: Settings) =>
  token !== null
    ? Layer.succeed(Account, { token, base: discordBase, requestsPerSecond })
    : Layer.effect(
        Account,
        Effect.map(Playground, ({ token, apiBase }) => ({
          token: Redacted.make(token),
          base: apiBase,
          requestsPerSecond: 10_000,
        })),
      ).pipe(
        Layer.provideMerge(Playground.layer({ port: playgroundPort, file: join(home, "playground.db") })),
      )

const StandbyOf = ({ standby }: Settings) => Layer.succeed(Standby, () => standby)

const VoiceLayer = Layer.unwrap(Effect.map(Account, Discord.layer))
const PortsLayer = (settings: Settings) =>
  Metrics.MeasuredPorts.pipe(
    Layer.provideMerge(NotedPorts),
    Layer.provideMerge(GuardedStore),
    Layer.provideMerge(VoiceLayer),
    Layer.provideMerge(PoliciesLayer),
    Layer.provideMerge(Layer.mergeAll(AccountLayer(settings), TeamLayer(settings))),
    Layer.provideMerge(Layer.mergeAll(StoreLayer(settings), ArchiveLayer(settings), ModelLayer(settings))),
    Layer.provideMerge(Layer.merge(StandbyOf(settings), ToolsLayer)),
    Layer.provideMerge(CacheLayer(settings)),
    Layer.provideMerge(Layer.merge(CountingLayer, PoolsLayer)),
    Layer.provideMerge(ResilienceLayer),
  )

export const OrreryLayer = (settings: Settings) => {
  const { sharding, placement, ears } = topology(settings)
  const inspector = Layer.unwrap(
    Effect.map(teamRoutes(settings.inspectorSend), (routes) =>
      Inspector.layer({
        port: settings.inspectorPort,
        host: settings.inspectorHost,
        token: settings.inspectorToken,
        send: settings.inspectorSend,
        also: [...profileRoutes(join(settings.home, "profiles")), ...routes],
      }),
    ),
  ).pipe(Layer.provide(ArchiveLayer(settings)))
  const edges = Layer.mergeAll(
    closesWithin(8, "Listening in Discord", ears).pipe(
      Layer.provide(Layer.merge(RecordingsLayer(settings), Belongings.layer)),
      Layer.provide(
        Layer.effect(
          InspectorAt,
          Effect.map(Inspector, ({ origin }) => origin),
        ),
      ),
      Layer.provide(inspector),
    ),
    inspector,
    Traces.layer(settings),
    Stately.layer(settings),
    Metrics.layer,
    RetentionLayer.pipe(Layer.provide(ArchiveLayer(settings))),
    LookoutLayer,
    KeeperLayer,
    FollowingLayer,
    BrainCountingLayer,
    KeepWarmLayer,
    BootLayer.pipe(Layer.provide(BootBar.layer)),
  )
  return edges.pipe(
    Layer.provideMerge(DrainLayer),
    Layer.provideMerge(RuntimeLayer(sharding)),
    Layer.provideMerge(placement),
    Layer.provideMerge(PortsLayer(settings)),
  )
}
