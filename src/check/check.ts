/** Everything that can be checked: each chart, from its beginning and from states of recorded logs, and the charts together. */
import type { AnyStateMachine } from "xstate"
import { kindOf, type Kind } from "../machines/address.ts"
import { charts } from "../machines/index.ts"
import { properties } from "../machines/properties/index.ts"
import type { Bundle } from "../replay/bundle.ts"
import { decodeEntry } from "../actors/journal.ts"
import { lineageOf } from "../actors/steppers.ts"
import { replayed } from "../replay/replay.ts"
import { checkChart, type Checked } from "./chart.ts"
import type { ChartState } from "./rest.ts"
import { checkSystem } from "./system.ts"
import type { Limits } from "./world.ts"

/** A chart, or `system`: conversation, pool and agents together. */
export type Part = Kind | "system"

export interface Extent extends Limits {
  /** So many states are looked at of each part, at most. */
  readonly states: number
}

/** Some seconds. */
export const standard: Extent = { states: 4000, messages: 2, failures: 1 }
/** Some minutes. */
export const deep: Extent = { states: 60_000, messages: 2, failures: 2 }

export const parts: ReadonlyArray<Part> = [...(Object.keys(charts) as ReadonlyArray<Kind>), "system"]

/** States of recorded logs that are those of today's chart, each once. */
export const recordedIn = (bundles: ReadonlyArray<Bundle>): ReadonlyMap<Kind, ReadonlyArray<ChartState>> => {
  const found = new Map<Kind, Map<string, ChartState>>()
  for (const log of bundles.flat()) {
    const kind = kindOf(log.address)
    const { today } = lineageOf(log.address)
    const states = found.get(kind) ?? new Map<string, ChartState>()
    found.set(kind, states)
    replayed(log, ({ body }, _, { stepper, books }) => {
      if (stepper !== today) return
      const { value, context } = books.snapshot
      const key = JSON.stringify([value, properties[kind]?.gist(context)])
      if (!states.has(key)) states.set(key, { books, now: decodeEntry(body).at })
    })
  }
  return new Map([...found].map(([kind, states]) => [kind, [...states.values()]]))
}

/** Null: no properties stand beside that chart, so that nobody knows what may come to it. */
export const checkPart = (
  part: Part,
  extent: Extent,
  recorded: ReadonlyMap<Kind, ReadonlyArray<ChartState>> = new Map(),
  progress?: (states: number, waiting: number) => void,
): Checked | null => {
  const bounds = { states: extent.states, ...(progress && { progress }) }
  if (part === "system") return checkSystem(charts, properties, extent, bounds)
  const beside = properties[part]
  return beside === undefined
    ? null
    : checkChart(part, charts[part] as AnyStateMachine, beside, bounds, recorded.get(part))
}
