/**
 * Every key that a cluster of runners has in Redis. Nothing else spells one. All share one slot of a Redis Cluster, so
 * that one script sees runners and locks together: https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#hash-tags
 */
const prefix = "orrery:{cluster}:"

/** Hash: address → the runner as JSON, as Effect Cluster encodes it. */
export const runnersKey = `${prefix}runners`

/** Hash: address → 1 when it answers the others' pings, else 0. */
export const healthKey = `${prefix}health`

/** Sorted set: address → until when its runner counts as alive, in ms since 1970 by the clock of Redis. */
export const heartbeatsKey = `${prefix}heartbeats`

/** Hash: address → machine id, and the number given out last. */
export const machinesKey = `${prefix}machines`
export const lastMachineKey = `${prefix}machines:last`

/** Hash: shard → address of its owner. */
export const locksKey = `${prefix}locks`

/** Sorted set: shard → until when its lock is held, in ms since 1970 by the clock of Redis. */
export const leasesKey = `${prefix}leases`

/** String: the key with which runners speak to each other, 32 bytes as base64. */
export const secretKey = `${prefix}secret`

/** Hash: what all runners must agree on: `poolShards`, `gatewayShards`. */
export const fleetKey = `${prefix}fleet`

/** Hash: gateway shard → address of the runner that listens on it. */
export const gatewayKey = `${prefix}gateway`

/** Hash: gateway shard → when somebody was known to listen on it last, in ms since 1970. */
export const listenedKey = `${prefix}gateway:listened`

/** Hash: address → how its runner is, as JSON. */
export const vitalsKey = `${prefix}vitals`

/** Held for five seconds by the gateway shard that identified last, one for each concurrency key of Discord. */
export const identifyKey = (concurrencyKey: number): string => `${prefix}identify:${concurrencyKey}`
