/** Whether an actor is this runner's, as the cluster has it now. It routes work, it fences nothing. */
import { Effect } from "effect"
import { EntityId, Sharding, type ShardId } from "effect/cluster"
import type { Address } from "../machines/address.ts"
import { poolOf } from "./placement.ts"

/** The shard group of all entities. */
export const group = "default"

export const makeOwnership = Effect.map(Sharding.Sharding, ({ getShardId, hasShardId }) => {
  const shardOf = (address: Address): ShardId.ShardId => getShardId(EntityId.make(poolOf(address)), group)
  return { shardOf, isOurs: (address: Address): boolean => hasShardId(shardOf(address)) }
})
