/** Agents that are alike in what they can do: in buckets, each ordered by last use. */
import * as allocation from "./allocation.ts"
import type { Slot } from "./allocation.ts"
import { Sorted } from "../sorted.ts"
import type { Row } from "../table.ts"

export type Agent = Row<Slot>

export const longestUnused = (a: Agent, b: Agent): number =>
  a.value.lastUsed - b.value.lastUsed || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)

/** Agents with the same tools. */
export interface Group {
  readonly tools: ReadonlyArray<string> | undefined
  /** By health, tier and load: `bucketOf`. */
  readonly free: Array<Sorted<Agent> | undefined>
  /** By how long they stay. */
  readonly idle: Map<number, Sorted<Agent>>
  /** How many have a turn, or leave a guild. */
  held: number
}

export type Groups = Map<string, Group>

const classes = 3
export const buckets = classes ** 3
export const bucketOf = (slot: Slot, at: number): number =>
  (allocation.healthClass(slot) * classes + allocation.tierClass(slot)) * classes +
  allocation.loadClass(slot, at)

/** The buckets and their points, the best first. */
export const inOrder = Array.from({ length: buckets }, (_, bucket) => {
  const [load, tier] = [bucket % classes, Math.floor(bucket / classes) % classes]
  return { bucket, points: allocation.standing(Math.floor(bucket / classes ** 2), tier, load) }
}).toSorted((a, b) => b.points - a.points)

export const groupIn = (groups: Groups, tools: ReadonlyArray<string> | undefined): Group => {
  const key = tools === undefined ? "*" : tools.join(" ")
  const known = groups.get(key)
  if (known !== undefined) return known
  const group: Group = { tools, free: Array.from({ length: buckets }), idle: new Map(), held: 0 }
  groups.set(key, group)
  return group
}
