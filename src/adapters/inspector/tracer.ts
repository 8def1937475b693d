/** Steps a chart as the runtime does, and tells which transitions it took: the edges that the drawn chart has. */
import { createActor, type AnyMachineSnapshot, type AnyStateMachine, type EventObject } from "xstate"
import { kindOf, type Address, type Kind } from "../../machines/address.ts"
import { charts } from "../../machines/index.ts"
import { edgeIdOf } from "../../machines/edges.ts"

export interface Traced {
  readonly after: AnyMachineSnapshot
  /** Ids as in `data-edge` of `statecharts/<chart>.svg`, in the order in which they were taken. */
  readonly edges: ReadonlyArray<string>
}

/** Throws what the chart throws. */
export type Tracer = (before: AnyMachineSnapshot, event: EventObject) => Traced

const makeTracer = (machine: AnyStateMachine): Tracer => {
  const self = createActor(machine, { input: { id: "scope", pool: "scope" } })
  let edges: Array<string> = []
  self.system.inspect((seen) => {
    if (seen.type === "@xstate.microstep") edges.push(...seen._transitions.map(edgeIdOf))
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
  return (before, event) => {
    edges = []
    const after = machine.transition(before, event, scope)
    return { after, edges }
  }
}

const tracers = Object.fromEntries(
  Object.entries(charts).map(([kind, chart]) => [kind, makeTracer(chart)]),
) as Record<Kind, Tracer>

export const tracerOf = (address: Address): Tracer => tracers[kindOf(address)]
