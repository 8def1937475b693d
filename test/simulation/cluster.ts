/**
 * Effect Cluster as far as actors notice it: which process an entity lives in, over locks with a lease. For a lease two
 * processes can believe that they own the same shard; a third may know neither.
 */
import { hash } from "node:crypto"
import { Effect, Schedule, type Scope } from "effect"
import type { Host } from "../../src/actors/host.ts"
import { poolOf } from "../../src/actors/placement.ts"
import { address, kindOf, type Address } from "../../src/machines/address.ts"
import { lease, type Locks, type Table } from "./locks.ts"
import type { Machine } from "./machine.ts"

const entityShards = 6

/** Gateway shards of Discord are owned like any other. */
export const gatewayShards = 2

export const gatewayShard = (id: number): string => `gateway.${id}`

const every = "1 second"

/** The entity that an actor lives in: an agent in its pool. */
export const entityOf = (of: Address): Address => (kindOf(of) === "agent" ? address("pool", poolOf(of)) : of)

const shardOf = (entity: Address): string => `entity.${spread(entity) % entityShards}`

const spread = (key: string): number => Number.parseInt(hash("sha256", key, "hex").slice(0, 8), 16)

const shards: ReadonlyArray<string> = [
  ...Array.from({ length: entityShards }, (_, n) => `entity.${n}`),
  ...Array.from({ length: gatewayShards }, (_, n) => gatewayShard(n)),
]

/** Rendezvous hashing (Thaler and Ravishankar, 1998): who joins or leaves moves few shards. */
const preferred = (shard: string, members: ReadonlyArray<string>): string | undefined =>
  members.toSorted((a, b) => spread(`${shard}/${b}`) - spread(`${shard}/${a}`))[0]

export interface Cluster {
  /** Whether this process believes that the entity is its own. */
  readonly owns: (of: Address) => boolean
  /** The process that owns it as far as is known here. */
  readonly ownerOf: (of: Address) => string | undefined
  /** Entities that were brought into memory here. */
  readonly entities: () => ReadonlyArray<Address>
  readonly entered: (of: Address) => void
  /** Whether this process believes that it holds the lock. */
  readonly holds: (shard: string) => boolean
}

/** What a process does with what it takes over and gives away. */
export interface Duties {
  readonly open: (gatewayShard: number) => void
  readonly close: (gatewayShard: number) => void
  /** Wakes what owes something, of the actors that are its own now. */
  readonly takeOver: (isTaken: (of: Address) => boolean) => void
}

export const joinCluster = (
  machine: Machine,
  locks: Locks,
  host: Host["Service"],
  duties: Duties,
): Effect.Effect<Cluster, never, Scope.Scope> =>
  Effect.gen(function* () {
    const mine = new Map<string, { until: number }>()
    /** Shards that are another's now, and whether their entities sleep. */
    const releasing = new Map<string, boolean>()
    const entities = new Set<Address>()
    let table: Table = { owners: new Map(), members: [] }
    let leaving = false

    const isGateway = (shard: string): number | null =>
      shard.startsWith("gateway.") ? Number(shard.slice("gateway.".length)) : null

    const begin = (shard: string, until: number) => {
      mine.set(shard, { until })
      const id = isGateway(shard)
      if (id !== null) duties.open(id)
    }

    /** Its entities go to sleep, and the lock is no more. */
    const end = (shard: string) =>
      Effect.suspend(() => {
        const id = isGateway(shard)
        if (id !== null) duties.close(id)
        const asleep = [...entities].filter((entity) => shardOf(entity) === shard)
        for (const entity of asleep) entities.delete(entity)
        return Effect.forEach(asleep, host.sleep, { concurrency: "unbounded", discard: true })
      })

    const handOver = (shard: string) =>
      Effect.suspend(() => {
        releasing.set(shard, false)
        return Effect.andThen(end(shard), () => Effect.sync(() => void releasing.set(shard, true)))
      })

    const lose = (shard: string) => {
      mine.delete(shard)
      releasing.delete(shard)
      return end(shard)
    }

    const isOthers = (shard: string) => {
      const owner = preferred(shard, table.members)
      return owner !== undefined && owner !== machine.id && table.members.includes(machine.id)
    }

    const renew = Effect.gen(function* () {
      const asked = machine.uptime
      const release = [...releasing].filter(([, asleep]) => asleep).map(([shard]) => shard)
      const want = leaving
        ? []
        : shards.filter((shard) => !mine.has(shard) && (table.members.length === 0 || !isOthers(shard)))
      const keep = [...mine.keys()].filter((shard) => !release.includes(shard))
      table = yield* locks.renew(machine, { keep, want, release, leaves: leaving })
      for (const shard of release) {
        mine.delete(shard)
        releasing.delete(shard)
      }
      const lost = keep.filter((shard) => table.owners.get(shard) !== machine.id)
      for (const shard of keep) if (!lost.includes(shard)) mine.get(shard)!.until = asked + lease
      const taken = want.filter((shard) => table.owners.get(shard) === machine.id)
      for (const shard of taken) begin(shard, asked + lease)
      if (taken.length > 0) duties.takeOver((of) => taken.includes(shardOf(entityOf(of))))
      yield* Effect.forEach(lost, lose, { concurrency: "unbounded", discard: true })
    }).pipe(
      Effect.catch(() =>
        Effect.suspend(() => {
          const over = [...mine].filter(([, { until }]) => until < machine.uptime).map(([shard]) => shard)
          return Effect.forEach(over, lose, { concurrency: "unbounded", discard: true })
        }),
      ),
    )

    /** Entities whose shard is another's go to sleep first; the lock is released with the next renewal. */
    const balance = Effect.suspend(() => {
      const others = [...mine.keys()].filter((shard) => !releasing.has(shard) && isOthers(shard))
      return Effect.forEach(others, (shard) => Effect.forkChild(handOver(shard)), { discard: true })
    })

    yield* Effect.addFinalizer(() =>
      Effect.suspend(() => {
        leaving = true
        return Effect.forEach([...mine.keys()], handOver, { concurrency: "unbounded", discard: true })
      }).pipe(Effect.andThen(renew)),
    )
    yield* Effect.forkScoped(Effect.repeat(Effect.andThen(renew, balance), Schedule.spaced(every)))

    return {
      owns: (of) => {
        const shard = shardOf(entityOf(of))
        return mine.has(shard) && !releasing.has(shard)
      },
      ownerOf: (of) => table.owners.get(shardOf(entityOf(of))),
      entities: () => [...entities],
      entered: (of) => void entities.add(entityOf(of)),
      holds: (shard) => mine.has(shard),
    }
  })
