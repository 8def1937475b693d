/**
 * Every key that the caches have in Redis. Nothing else spells one, but for the suffixes in the `.lua` files. Each layer is cut into
 * parts; all keys of a part share one slot of a Redis Cluster, so that one script sees its room, and who was asked for longest ago.
 */
import type { StoredLayer } from "../../actors/caching/terms.ts"

/** All keys of the caches begin with it. */
export const prefix = "orrery:cache:"

/** It must never change, or a part no longer knows how much it holds. */
export const partCount = 16

const partName = (part: number): string => part.toString(16)

/**
 * What all keys of a part begin with, and what the scripts are given as KEYS. With it begin `e:<id>`, a hash that is an entry and goes
 * at its time by itself; the sorted sets `used` (id → when) and `until` (id → when it goes); the hashes `bytes` (id → bytes) and
 * `labels` (id → its labels, as JSON); the sets `l:<label>` of ids; the counter `total` of bytes.
 */
export const partPrefix = (layer: StoredLayer, part: number): string =>
  `${prefix}{${layer}-${partName(part)}}:`

/** By the beginning of an id, which is a hash. */
export const partOf = (id: string): number => (id.charCodeAt(0) * 31 + id.charCodeAt(1)) % partCount

/** Channel: who dropped what, as JSON; labels, or null: something. */
export const dropsChannel = `${prefix}drops`
