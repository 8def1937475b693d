/** Steps a chart, of today or of before, and tells which transitions it took, each with the state in which it was chosen. */
import {
  createActor,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type AnyTransitionDefinition,
  type EventObject,
} from "xstate"
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
  const self = createActor(chart, { input: { id: "scope", pool: "scope" } })
  let taken: Array<Taken> = []
  let now: AnyMachineSnapshot
  self.system.inspect((seen) => {
    if (seen.type !== "@xstate.microstep") return
    const { _transitions, event, snapshot } = seen
    for (const transition of _transitions)
      taken.push({ edge: edgeIdOf(transition), transition, before: now, event })
    now = snapshot as AnyMachineSnapshot
  })
  const scope: Parameters<AnyStateMachine["transition"]>[2] = {
    self,
    system: self.system,
    id: self.id,
    sessionId: self.sessionId,
    logger: () => {},
    defer: () => {},
    emit: () => {},
    stopChild: () => {},
    actionExecutor: () => {},
  }
  const step = (before: AnyMachineSnapshot, event: EventObject) => {
    taken = []
    now = before
    chart.transition(before, event, scope)
    return taken
  }
  return { chart, step }
}

const tracers = new Map(
  [...Object.values(charts), ...Object.values(retired).flatMap((of) => of.map(({ chart }) => chart))].map(
    (chart) => [`${chart.id}@${chart.version ?? "0"}`, makeTracer(chart as AnyStateMachine)],
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
