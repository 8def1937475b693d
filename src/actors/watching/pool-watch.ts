/** What the pool shards of this process do: followed at each commit, told as metrics, and there for whoever looks. */
import { Context, Effect, Layer, Schedule } from "effect"
import type { Sharding } from "effect/cluster"
import { address, idOf, isOf } from "../../machines/address.ts"
import { fresh } from "../../machines/pool/allocation.ts"
import type { Roll } from "../../machines/pool/roll.ts"
import { Table } from "../../machines/table.ts"
import { makeOwnership } from "../ownership.ts"
import { Placement } from "../placement.ts"
import { Dwell } from "./dwell.ts"
import { Observer, type Observation } from "./observer.ts"
import { PoolFigures, total, type Figures, type How } from "./pool-figures.ts"
import * as metrics from "./pool-metrics.ts"

/** How often the gauges are set, and it is looked whether a shard has moved to another runner. */
const every = "1 second"

/** Since the start of the process. */
export interface Allocations {
  readonly by: Readonly<Record<How, number>>
  /** Of these, those that waited; and turns that were given up. */
  readonly waited: number
  readonly timedOut: number
}

export class PoolWatch extends Context.Service<
  PoolWatch,
  {
    /** Each shard of this process; one that was asked for nothing yet has all its agents free. */
    readonly shards: () => ReadonlyMap<string, Figures>
    readonly allocations: () => Allocations
    /** How long turns waited for their agents since the start, in ms: those that had to. */
    readonly waits: Dwell
    /** Most agents that were used at once since this was asked last, of all shards here together. */
    readonly takePeak: () => number
  }
>()("orrery/actors/PoolWatch") {
  static readonly layer: Layer.Layer<PoolWatch, never, Observer | Placement | Sharding.Sharding> =
    Layer.effect(
      PoolWatch,
      Effect.gen(function* () {
        const { watch } = yield* Observer
        const { isOurs } = yield* makeOwnership
        const count = metrics.countersIn(yield* Effect.context<never>())
        const { agentsOf, pools } = yield* Placement
        const known = new Map<string, PoolFigures>()
        const waits = new Dwell()
        const by: Record<How, number> = { serving: 0, affinity: 0, reclaimed: 0, best: 0 }
        let [waited, timedOut, peak] = [0, 0, 0]

        const used = (): number => {
          let sum = 0
          for (const figures of known.values()) sum += figures.used
          return sum
        }

        const see = ({ address, before, after }: Observation): void => {
          if (!isOf("pool", address)) return
          const [was, is] = [before.context as Roll, after.context as Roll]
          let figures = known.get(idOf(address))
          if (figures === undefined) {
            figures = new PoolFigures()
            figures.follow(was)
            known.set(idOf(address), figures)
          }
          const matches = figures.follow(is)
          for (const match of matches) {
            by[match.how]++
            if (match.waited > 0) {
              waited++
              waits.add(match.waited)
            }
            count.matched(match)
          }
          const gaveUp = is.counts.timedOut - was.counts.timedOut
          timedOut += gaveUp
          count.gaveUp(gaveUp)
          peak = Math.max(peak, used())
        }

        const unasked = new Map(pools.map((shard) => [shard, allFree(agentsOf(shard))]))
        const shards = (): ReadonlyMap<string, Figures> => {
          const ours = pools.filter((shard) => known.has(shard) || isOurs(address("pool", shard)))
          return new Map(ours.map((shard) => [shard, known.get(shard)?.now ?? unasked.get(shard)!]))
        }

        yield* Effect.acquireRelease(
          Effect.sync(() => watch(see)),
          (stop) => Effect.sync(stop),
        )
        yield* Effect.forkScoped(
          Effect.repeat(
            Effect.suspend(() => {
              for (const shard of known.keys()) if (!isOurs(address("pool", shard))) known.delete(shard)
              return metrics.stand(total([...shards().values()]))
            }),
            Schedule.spaced(every),
          ),
        )
        return {
          shards,
          allocations: () => ({ by: { ...by }, waited, timedOut }),
          waits,
          takePeak: () => {
            const most = peak
            peak = used()
            return most
          },
        }
      }),
    )
}

const allFree = (agents: ReadonlyArray<string>): Figures => {
  const figures = new PoolFigures()
  figures.follow({
    slots: Table.of(Object.fromEntries(agents.map((agent) => [agent, fresh]))),
    queue: Table.of({}),
    guilds: Table.of({}),
  })
  return figures.now
}
