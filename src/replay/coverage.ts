/** Which edges of the charts were taken, and how often: by logs, by tests, by what is running. */
import { Schema } from "effect"
import type { AnyStateMachine, AnyStateNode } from "xstate"
import { witness } from "../actors/automaton/automaton.ts"
import { edgeIdOf } from "../machines/edges.ts"
import type { Recorded } from "./bundle.ts"
import { replayed } from "./replay.ts"
import { nameOf } from "./trace.ts"
import { read } from "./then.ts"

const Counts = Schema.Record(Schema.String, Schema.Record(Schema.String, Schema.Int))

/** How a coverage is kept in a file: counts by edge by the version of a chart, as `agent@2`. */
export const CoverageFile = Schema.Struct({ edges: Counts })

export class Coverage {
  readonly #counts = new Map<string, Map<string, number>>()

  add(machine: string, edge: string, times = 1): void {
    let edges = this.#counts.get(machine)
    if (edges === undefined) this.#counts.set(machine, (edges = new Map()))
    edges.set(edge, (edges.get(edge) ?? 0) + times)
  }

  addAll({ edges }: typeof CoverageFile.Type): void {
    for (const [machine, counts] of Object.entries(edges))
      for (const [edge, times] of Object.entries(counts)) this.add(machine, edge, times)
  }

  /** What a log took, as far as it replays: what it says itself, or what today's code says that it took. */
  addLog(log: Recorded): void {
    replayed(log, ({ then }, _, { stepper, books }) => {
      const edges = then === null ? books.taken.flat().map(edgeIdOf) : read(then).edges
      for (const edge of edges) this.add(stepper.machine, edge)
    })
  }

  of(machine: string): ReadonlyMap<string, number> {
    return this.#counts.get(machine) ?? new Map()
  }

  get machines(): ReadonlyArray<string> {
    return [...this.#counts.keys()].toSorted()
  }

  toJSON(): typeof CoverageFile.Type {
    const edges = this.machines.map((machine) => [machine, Object.fromEntries(this.of(machine))] as const)
    return { edges: Object.fromEntries(edges) }
  }
}

/** All edges of a chart, in the order in which it spells them. */
export const edgesIn = (chart: AnyStateMachine): ReadonlyArray<string> => {
  const inside = (state: AnyStateNode): ReadonlyArray<string> => [
    ...[...state.transitions.values(), state.always ?? []].flat().map(edgeIdOf),
    ...Object.values(state.states).flatMap(inside),
  ]
  return inside(chart.root)
}

export interface Row {
  readonly machine: string
  readonly of: number
  readonly taken: number
  /** In the order of the chart. */
  readonly never: ReadonlyArray<string>
}

export const rowOf = (chart: AnyStateMachine, coverage: Coverage): Row => {
  const counts = coverage.of(nameOf(chart))
  const all = edgesIn(chart)
  const never = all.filter((edge) => !counts.has(edge))
  return { machine: nameOf(chart), of: all.length, taken: all.length - never.length, never }
}

/** Adds what a chart takes from now on, wherever it is stepped in this process; for tests. */
export const watchChart = (chart: AnyStateMachine, coverage: Coverage): void =>
  witness(chart, (taken) => {
    for (const transition of taken) coverage.add(nameOf(chart), edgeIdOf(transition))
  })
