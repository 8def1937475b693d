/**
 * Every key that Orrery's store has in Redis. Nothing else spells one, but for the suffixes in the `.lua` files.
 *
 * An actor belongs to one of 256 *tags*, a fixed hash of its address. All keys of a tag share one slot of a Redis
 * Cluster, so that one script writes an actor's state and its tag's indexes as one step.
 * https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#hash-tags
 */
import type { Address, Kind } from "../../machines/address.ts"

export const tagCount = 256

const tagName = (index: number): string => index.toString(16).padStart(2, "0")

/** FNV-1a folded to 8 bits: it must never change, or the store no longer finds what it wrote. */
export const tagOf = (address: Address): number => {
  let hash = 0x811c9dc5
  for (let at = 0; at < address.length; at++) hash = Math.imul(hash ^ address.charCodeAt(at), 0x01000193)
  return (hash ^ (hash >>> 8) ^ (hash >>> 16) ^ (hash >>> 24)) & (tagCount - 1)
}

const tagged = (tag: number): string => `orrery:{${tagName(tag)}}:`

/** What all keys of one actor begin with, and what the scripts are given as KEYS. */
export const actorPrefix = (address: Address): string => `${tagged(tagOf(address))}${address}:`

/** Hash: epoch, seq, hash, record, recordSeq; base and baseSeq once entries were trimmed. */
export const stateKey = (address: Address): string => `${actorPrefix(address)}state`

/** Stream: entry `<seq>-0` has one field, named by the event's id (or empty), that holds the body. */
export const journalKey = (address: Address): string => `${actorPrefix(address)}journal`

/** Set of event ids. A generation lasts 65,536 entries, and the last two are kept: `commit.lua` says why. */
export const seenKey = (address: Address, generation: number): string =>
  `${actorPrefix(address)}seen:${generation}`

/** List of JSON, newest first, at most 16: what stale owners tried, and when. */
export const fencingsKey = (address: Address): string => `${actorPrefix(address)}fencings`

/** Sorted set of a tag: address → wakeAt. */
export const wakeKey = (tag: number): string => `${tagged(tag)}wake`

/** Sorted set of a tag, all scores 0, so that it sorts by id: every id of a kind that was ever committed. */
export const actorsKey = (tag: number, kind: Kind): string => `${tagged(tag)}actors:${kind}`

/** Strings of Effect's rate limiter: `orrery:limits:{host/model}:requests`, and when it was refilled last. They expire. */
export const limitsPrefix = "orrery:limits:"
