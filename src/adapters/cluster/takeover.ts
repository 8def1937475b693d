/**
 * What a runner does with the shards that it takes over: it wakes those of their actors that owe something. Whoever had
 * them is gone, and the grace that the store gives an owner is not waited for.
 */
import { Clock, Effect, Layer, Schedule } from "effect"
import { ShardId, Sharding } from "effect/cluster"
import type { Address } from "../../machines/address.ts"
import { owedGrace } from "../../actors/ledger.ts"
import { Mail } from "../../actors/mail.ts"
import { group, makeOwnership } from "../../actors/ownership.ts"
import { Store } from "../../actors/store.ts"
import { sharding } from "./cluster.ts"

const shards = Array.from({ length: sharding.shardsPerGroup }, (_, n) => ShardId.make(group, n + 1))
/** How often it is looked which shards are held: a look costs no I/O. */
const every = "100 millis"
/** Looked at in one takeover; what is beyond is found by `sleepers.ts`. */
const most = 10_000
/** How long one that does not wake holds up the others. */
const patience = "5 seconds"

export const TakeoverLayer = Layer.effectDiscard(
  Effect.gen(function* () {
    const { hasShardId } = yield* Sharding.Sharding
    const { shardOf } = yield* makeOwnership
    const mail = yield* Mail
    const store = yield* Store
    let held: ReadonlySet<string> = new Set()

    const wake = (address: Address) =>
      mail.wake(address).pipe(Effect.timeoutOption(patience), Effect.ignoreCause)

    const wakeOwed = (gained: ReadonlySet<string>) =>
      Effect.gen(function* () {
        const now = yield* Clock.currentTimeMillis
        const owing = yield* store.due(now + owedGrace + 1000, most)
        const ours = owing.filter((address) => gained.has(String(shardOf(address))))
        yield* Effect.forEach(ours, wake, { concurrency: 64, discard: true })
      }).pipe(
        Effect.retry({ schedule: Schedule.spaced("1 second"), times: 30 }),
        Effect.catch(({ message }) => Effect.logWarning(`Shards were taken over without a look: ${message}`)),
      )

    const look = Effect.suspend(() => {
      const before = held
      held = new Set(shards.filter(hasShardId).map(String))
      const gained = new Set([...held].filter((shard) => !before.has(shard)))
      return gained.size === 0 ? Effect.void : Effect.forkScoped(wakeOwed(gained))
    })
    yield* Effect.forkScoped(Effect.repeat(look, Schedule.spaced(every)))
  }),
)
