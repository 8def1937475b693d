/** The runtime of one process, alone or among others: actors, their mail, and what wakes them. Ports below it, edges above it. */
import { Layer } from "effect"
import {
  MessageStorage,
  RunnerHealth,
  Runners,
  RunnerStorage,
  Sharding,
  ShardingConfig,
} from "effect/cluster"
import { Alarms } from "./alarms.ts"
import { Constellations } from "./constellations/constellations.ts"
import { StandbyLayer } from "./constellations/standby.ts"
import { Committer } from "./committer.ts"
import { EntitiesLayer, MailLayer } from "./entities.ts"
import { Host } from "./host.ts"
import { limits, type Limits } from "./ledger.ts"
import { MeasuringLayer } from "./watching/measuring.ts"
import { Observer } from "./watching/observer.ts"
import { PoolWatch } from "./watching/pool-watch.ts"
import { Performer } from "./performing/performer.ts"
import { Pools } from "./pools.ts"
import { RecruiterLayer } from "./recruiter.ts"
import { SleepersLayer } from "./sleepers.ts"
import { Status } from "./watching/status.ts"

/** Effect Cluster with one runner in memory: no port is opened, nothing is stored but by the journal. */
export const SingleRunnerLayer = Sharding.layer.pipe(
  Layer.provide(Runners.layerNoop),
  Layer.provide([MessageStorage.layerNoop, RunnerStorage.layerMemory, RunnerHealth.layerNoop]),
  Layer.provide(
    ShardingConfig.layer({
      shardsPerGroup: 64,
      entityTerminationTimeout: "10 seconds",
      // How many are awake, passivation decides.
      maxResidentEntities: "unbounded",
    }),
  ),
)

const HostLayer = (bounds: Limits) =>
  Host.layer(bounds).pipe(
    Layer.provide(Performer.layer),
    Layer.provideMerge(Layer.mergeAll(Committer.layer, Alarms.layer)),
  )

/** Needs the ports: Store, Voice, Model, Roster, Placement. `sharding` says which actors are this process's. */
export const RuntimeLayer = <E, R>(sharding: Layer.Layer<Sharding.Sharding, E, R>, bounds: Limits = limits) =>
  Layer.mergeAll(
    EntitiesLayer,
    SleepersLayer,
    RecruiterLayer,
    StandbyLayer,
    Status.layer,
    Constellations.layer,
    MeasuringLayer,
    PoolWatch.layer,
    Pools.layer,
  ).pipe(
    Layer.provideMerge(HostLayer(bounds)),
    Layer.provideMerge(MailLayer),
    Layer.provideMerge(sharding),
    Layer.provideMerge(Observer.layer),
  )
