/** A runner: the real runtime of `src/actors` and the real voice of `src/adapters/discord` in a simulated process. */
import { Clock, Context, Effect, Exit, Fiber, FiberSet, Layer, Logger, Random, Schedule, Scope } from "effect"
import { Alarms } from "../../src/actors/alarms.ts"
import { Archive } from "../../src/actors/keeping/archive.ts"
import { archivist } from "../../src/actors/keeping/archivist.ts"
import { Committer } from "../../src/actors/committer.ts"
import { DrainLayer } from "../../src/actors/drain.ts"
import { Host } from "../../src/actors/host.ts"
import { limits, owedGrace, type Limits } from "../../src/actors/ledger.ts"
import { Mail } from "../../src/actors/mail.ts"
import { Model } from "../../src/actors/performing/model.ts"
import { Observer } from "../../src/actors/watching/observer.ts"
import { Performer } from "../../src/actors/performing/performer.ts"
import { Placement } from "../../src/actors/placement.ts"
import { RecruiterLayer } from "../../src/actors/recruiter.ts"
import { Roster } from "../../src/actors/performing/roster.ts"
import { SleepersLayer } from "../../src/actors/sleepers.ts"
import { Store } from "../../src/actors/store.ts"
import { Tools } from "../../src/actors/performing/tools.ts"
import { DiscordRest } from "../../src/adapters/discord/rest.ts"
import * as DiscordVoice from "../../src/adapters/discord/voice.ts"
import type { Address } from "../../src/machines/address.ts"
import type { Team } from "../../src/machines/agent/brain.ts"
import { policy } from "./archive.ts"
import { gatewayShard, gatewayShards, joinCluster, type Cluster } from "./cluster.ts"
import type { Dice } from "./dice.ts"
import { makeEars, type Ears } from "./discord/ears.ts"
import type { Gateway } from "./discord/gateway.ts"
import type { Locks } from "./locks.ts"
import type { Machine } from "./machine.ts"
import { makeMail, type Post, type Station } from "./mail.ts"

export interface Surroundings {
  readonly machine: Machine
  readonly dice: Dice
  readonly store: Store["Service"]
  readonly archive: Archive["Service"]
  readonly rest: DiscordRest["Service"]
  readonly model: Model["Service"]
  readonly tools: Context.Service.Shape<typeof Tools>
  readonly team: Team
  readonly fleet: { readonly agents: number; readonly shards: number }
  readonly bounds: Partial<Limits>
  readonly locks: Locks
  readonly gateway: Gateway
  readonly post: Post
  readonly log: (line: string) => unknown
  readonly onHeard: (message: string) => void
}

export class Runner {
  readonly machine: Machine
  readonly station: Station
  readonly #context: Context.Context<never>
  readonly #scope = Scope.makeUnsafe()
  #there: { readonly host: Host["Service"]; readonly cluster: Cluster } | null = null

  constructor(around: Surroundings) {
    const { machine, dice, log } = around
    this.machine = machine
    const logger = Logger.make(({ message, logLevel }) => log(`${logLevel}: ${String(message)}`))
    this.#context = Context.make(Clock.Clock, machine.clock).pipe(
      Context.add(Random.Random, {
        nextDoubleUnsafe: () => dice.next(),
        nextIntUnsafe: () => dice.below(2 ** 32) - 2 ** 31,
      }),
      Context.add(Logger.CurrentLoggers, new Set([logger])),
    )
    this.station = {
      machine,
      at: () => this.#there,
      run: (effect, done) => void this.run(effect).addObserver(done),
    }
    this.run(this.#begin(around)).addObserver((exit) => {
      if (Exit.isFailure(exit)) log(`did not start: ${String(exit.cause)}`)
    })
  }

  get there(): { readonly host: Host["Service"]; readonly cluster: Cluster } | null {
    return this.#there
  }

  run<A, E>(effect: Effect.Effect<A, E>): Fiber.Fiber<A, E> {
    return Effect.runForkWith(this.#context)(effect)
  }

  /** As with SIGTERM: what is owed is performed, actors and shards are handed over, and the process ends. */
  stop(done: () => void): void {
    this.run(Scope.close(this.#scope, Exit.void)).addObserver(done)
  }

  /** Ears stop first, then what is owed is performed, then the cluster is left. */
  #begin(around: Surroundings) {
    const { machine, locks, gateway, onHeard } = around
    let ears: Ears | null = null
    const join = Effect.gen({ self: this }, function* () {
      const host = yield* Host
      const mail = yield* Mail
      const store = yield* Store
      const run = yield* FiberSet.makeRuntime<Store | Archive>()
      const cluster = yield* joinCluster(machine, locks, host, {
        takeOver: (isTaken) => void run(wakeOwing(store, mail, isTaken)),
        open: (shard) => ears?.open(shard),
        close: (shard) => ears?.close(shard),
      })
      run(archivist(Effect.succeed(policy), () => true))
      this.#there = { host, cluster }
    })
    const listen = Effect.gen({ self: this }, function* () {
      ears = yield* makeEars(machine, gateway, onHeard)
      for (let shard = 0; shard < gatewayShards; shard++)
        if (this.#there?.cluster.holds(gatewayShard(shard)) === true) ears.open(shard)
    })
    const edges = Layer.effectDiscard(listen).pipe(
      Layer.provideMerge(DrainLayer),
      Layer.provideMerge(Layer.effectDiscard(join)),
      Layer.provideMerge(runtimeOf(around, this.station)),
    )
    return Layer.buildWithScope(edges, this.#scope)
  }
}

/** As `adapters/cluster/takeover.ts` does. */
const wakeOwing = (
  store: Store["Service"],
  mail: Mail["Service"],
  isTaken: (of: Address) => boolean,
): Effect.Effect<void> =>
  Effect.gen(function* () {
    const now = yield* Clock.currentTimeMillis
    const owing = yield* store.due(now + owedGrace + 1000, 10_000)
    const wake = (of: Address) => mail.wake(of).pipe(Effect.timeoutOption("5 seconds"), Effect.ignore)
    yield* Effect.forEach(owing.filter(isTaken), wake, { concurrency: 64, discard: true })
  }).pipe(Effect.retry({ schedule: Schedule.spaced("1 second"), times: 30 }), Effect.ignore)

/** As `RuntimeLayer`, with the simulated cluster in place of Effect's. */
const runtimeOf = (around: Surroundings, station: Station) => {
  const host = Host.layer({ ...limits, ...around.bounds }).pipe(
    Layer.provide(Performer.layer),
    Layer.provideMerge(Layer.mergeAll(Committer.layer, Alarms.layer)),
  )
  const ports = DiscordVoice.layer.pipe(
    Layer.provideMerge(
      Layer.mergeAll(
        Layer.succeed(Store, around.store),
        Layer.succeed(Archive, around.archive),
        Layer.succeed(DiscordRest, around.rest),
        Layer.succeed(Model, around.model),
        Layer.succeed(Roster, around.team),
        Layer.succeed(Tools, around.tools),
        Placement.layer(around.fleet),
      ),
    ),
  )
  return Layer.mergeAll(SleepersLayer, RecruiterLayer).pipe(
    Layer.provideMerge(host),
    Layer.provideMerge(Layer.sync(Mail, () => makeMail(station, around.post))),
    Layer.provideMerge(Observer.layer),
    Layer.provideMerge(ports),
  )
}
