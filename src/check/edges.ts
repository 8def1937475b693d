/** Which edges of a chart an exploration took: what it never takes, it has not held anything against. */
import type { AnyMachineSnapshot, AnyStateMachine, EventObject } from "xstate"
import { edgesIn } from "../replay/coverage.ts"
import { makeTracer } from "../replay/trace.ts"

/** The event that an edge waits for; null: one that XState tells itself, after whatever came. */
const waitsFor = (edge: string): string | null => {
  const type = edge.split("|")[1]!
  return type === "" || type.startsWith("xstate.done.") ? null : type
}

export interface Edges {
  readonly of: number
  /** Those not taken yet, in the order of the chart. */
  readonly never: () => ReadonlyArray<string>
  /** A step that is taken. To trace it costs more than to take it: it is done only where it may take what was not taken yet. */
  readonly step: (before: AnyMachineSnapshot, event: EventObject) => void
}

/** Edges that the exploration needs not take, though they are there, are left out. */
export const makeEdges = (chart: AnyStateMachine, without: ReadonlyArray<string> = []): Edges => {
  const { step } = makeTracer(chart)
  const all = edgesIn(chart).filter((edge) => !without.includes(edge))
  const never = new Set(all)
  let types = new Set(all.map(waitsFor))
  return {
    of: all.length,
    never: () => [...never],
    step: (before, event) => {
      if (!types.has(event.type) && !types.has(null)) return
      let isNew = false
      for (const { edge } of step(before, event)) isNew = never.delete(edge) || isNew
      if (isNew) types = new Set([...never].map(waitsFor))
    },
  }
}
