/** A definition as a graph for ELK: how large everything is, and what hangs together. ELK finds the places. */

import type { ElkExtendedEdge, ElkNode } from "elkjs/lib/elk-api.js"
import type { MachineDefinition, StateDefinition, TransitionDefinition } from "./definition.ts"
import { cardOf, headerOf, isInner, labelSize, type Card, type Header } from "./cards.ts"
import {
  chartOptions,
  compoundOptions,
  dotOptions,
  labelOptions,
  regionOptions,
  type Variant,
} from "./options.ts"

/** An arrow, and the transitions that it stands for. Its ends are ids of nodes. */
export interface Edge {
  readonly source: string
  readonly target: string
  readonly cards: ReadonlyArray<Card>
}

export interface Graph {
  readonly root: ElkNode
  /** By path. */
  readonly headers: ReadonlyMap<string, Header>
  /** By id. */
  readonly edges: ReadonlyMap<string, Edge>
}

export const stateId = (path: string) => `state:${path}`
export const dotId = (path: string) => `initial:${path}`

const dotSize = 12
const historySize = 28

export const graphOf = (definition: MachineDefinition, variant: Variant): Graph => {
  const headers = new Map(
    states(definition.root).map((state) => [state.path, headerOf(state, definition, variant.stateWidth)]),
  )
  const edges = new Map(
    states(definition.root)
      .flatMap((state) => edgesOf(state, definition, variant))
      .map((edge, index) => [`edge:${index}`, edge]),
  )

  const nodeOf = (state: StateDefinition): ElkNode => {
    const id = stateId(state.path)
    const header = headers.get(state.path)!
    if (state.type === "history") return { id, width: historySize, height: historySize }
    if (!state.states) return { id, width: header.width, height: header.height }
    const dot = { id: dotId(state.path), width: dotSize, height: dotSize, layoutOptions: dotOptions }
    const children = state.states.map(nodeOf)
    if (state.type === "parallel")
      children.forEach((child, index) =>
        Object.assign((child.layoutOptions ??= {}), regionOptions(index, variant)),
      )
    return {
      id,
      layoutOptions: compoundOptions(header, state, variant),
      children: state.initial ? [dot, ...children] : children,
    }
  }

  return {
    root: {
      id: "chart",
      layoutOptions: chartOptions(variant),
      children: [nodeOf(definition.root)],
      edges: [...edges].map(([id, edge]) => elkEdge(id, edge)),
    },
    headers,
    edges,
  }
}

const states = (state: StateDefinition): ReadonlyArray<StateDefinition> => [
  state,
  ...(state.states ?? []).flatMap(states),
]

/** One arrow for each two states; what leads from the one to the other is stacked on it. */
const edgesOf = (
  state: StateDefinition,
  definition: MachineDefinition,
  { labelWidth }: Variant,
): ReadonlyArray<Edge> => {
  const { path, type, initial, transitions = [] } = state
  const card = (transition: TransitionDefinition) => cardOf(transition, transitions, definition, labelWidth)
  const outer = transitions.filter((transition) => !isInner(transition, state))
  const targets = new Set(outer.flatMap(({ target = [] }) => target))
  return [
    ...(initial?.target ?? []).map((target) => ({
      source: type === "history" ? stateId(path) : dotId(path),
      target: stateId(target),
      cards: [card(initial!)],
    })),
    ...[...targets].map((target) => ({
      source: stateId(path),
      target: stateId(target),
      cards: outer.filter((transition) => transition.target?.includes(target)).map(card),
    })),
  ]
}

const elkEdge = (id: string, { source, target, cards }: Edge): ElkExtendedEdge => {
  const size = labelSize(cards)
  const label = { id: `label:${id}`, text: id, ...size, layoutOptions: labelOptions }
  return { id, sources: [source], targets: [target], ...(size.height > 0 ? { labels: [label] } : {}) }
}
