/** Steps a chart, of today or of before, and tells which transitions it took, each with the state in which it was chosen. */
import type { AnyMachineSnapshot, AnyStateMachine, AnyTransitionDefinition, EventObject } from "xstate"
import { makeAutomaton } from "../actors/automaton/automaton.ts"
import { edgeIdOf } from "../machines/edges.ts"
import { charts } from "../machines/index.ts"
import { retired } from "../machines/retired.ts"

export interface Taken {
  readonly edge: string
  readonly transition: AnyTransitionDefinition
  /** The state in which it was chosen. */
  readonly before: AnyMachineSnapshot
  readonly event: EventObject
}

export interface Tracer {
  readonly chart: AnyStateMachine
  readonly step: (before: AnyMachineSnapshot, event: EventObject) => ReadonlyArray<Taken>
}

export const makeTracer = (chart: AnyStateMachine): Tracer => {
  const { next } = makeAutomaton(chart)
  const step = (snapshot: AnyMachineSnapshot, told: EventObject) => {
    const taken: Array<Taken> = []
    next(snapshot, told, (transitions, event, before) => {
      for (const transition of transitions)
        taken.push({ edge: edgeIdOf(transition), transition, before, event })
    })
    return taken
  }
  return { chart, step }
}

export const nameOf = (chart: AnyStateMachine): string => `${chart.id}@${chart.version ?? "0"}`

const tracers = new Map(
  [...Object.values(charts), ...Object.values(retired).flatMap((of) => of.map(({ chart }) => chart))].map(
    (chart) => [nameOf(chart as AnyStateMachine), makeTracer(chart as AnyStateMachine)],
  ),
)

/** By the name of its version, as `conversation@2`; undefined: it is not known here. */
export const chartNamed = (machine: string): AnyStateMachine | undefined => tracers.get(machine)?.chart

/** Throws what the chart throws. */
export const traced = (
  machine: string,
  before: AnyMachineSnapshot,
  event: EventObject,
): ReadonlyArray<Taken> => tracers.get(machine)?.step(before, event) ?? []
