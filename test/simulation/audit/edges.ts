/** Which states of its lifecycle an event may bring an actor from and to, read off the charts' own definitions. */
import type { AnyStateMachine, AnyStateNode } from "xstate"
import type { Kind } from "../../../src/machines/address.ts"
import { charts } from "../../../src/machines/index.ts"
import { stateOf } from "../../../src/actors/watching/observer.ts"

/** `from/event` → the states it may lead to by itself; the event `""` stands for transitions that need none. */
type Edges = ReadonlyMap<string, ReadonlySet<string>>

const lifecycleOf = (machine: AnyStateMachine): AnyStateNode => machine.root.states["life"] ?? machine.root

const below = (node: AnyStateNode): ReadonlyArray<AnyStateNode> => [
  node,
  ...Object.values(node.states).flatMap((child) => below(child)),
]

/** The state of the lifecycle that a node lies in. */
const stageOf = (node: AnyStateNode, life: AnyStateNode): string | null => {
  for (let at: AnyStateNode | undefined = node; at !== undefined; at = at.parent)
    if (at.parent === life) return at.key
  return null
}

const edgesOf = (machine: AnyStateMachine): Edges => {
  const life = lifecycleOf(machine)
  const edges = new Map<string, Set<string>>()
  const add = (from: string, event: string, to: string) => {
    const key = `${from}/${event}`
    edges.set(key, (edges.get(key) ?? new Set()).add(to))
  }
  const shared = life === machine.root ? [life] : [machine.root, life]
  for (const stage of Object.values(life.states)) {
    for (const node of [...shared, ...below(stage)]) {
      for (const [event, transitions] of node.transitions) {
        for (const target of transitions.flatMap(({ target }) => target ?? [])) {
          const to = stageOf(target, life)
          if (to !== null) add(stage.key, event.startsWith("xstate.done.") ? "" : event, to)
        }
      }
      for (const target of (node.always ?? []).flatMap(({ target }) => target ?? [])) {
        const to = stageOf(target, life)
        if (to !== null) add(stage.key, "", to)
      }
    }
  }
  return edges
}

const all = Object.fromEntries(
  Object.entries(charts).map(([kind, machine]) => [kind, edgesOf(machine)]),
) as Record<Kind, Edges>

const withoutEvent = (edges: Edges, from: ReadonlySet<string>): ReadonlySet<string> => {
  const reached = new Set(from)
  for (const state of reached) for (const to of edges.get(`${state}/`) ?? []) reached.add(to)
  return reached
}

/** Whether the chart has a way from one value to another on this event. */
export const isEdge = (kind: Kind, before: unknown, event: string, after: unknown): boolean => {
  const [from, to] = [stateOf({ value: before as never }), stateOf({ value: after as never })]
  const edges = all[kind]
  const first = new Set([from, ...(edges.get(`${from}/${event}`) ?? [])])
  return withoutEvent(edges, first).has(to)
}
