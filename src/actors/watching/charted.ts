/** A chart as the census counts it: its states, what flows between them, and how often each edge was taken. */
import type { AnyStateNode, AnyTransitionDefinition } from "xstate"
import { pathOf } from "../../machines/edges.ts"
import type { Taken } from "../books.ts"
import { Dwell } from "./dwell.ts"

/** A state of a chart, over all live actors. */
export interface Place {
  readonly state: AnyStateNode
  readonly path: string
  live: number
  /** How often it was entered since the start. */
  entered: number
  /** Stays that both began and ended here. */
  readonly dwell: Dwell
}

/** Out of one state and into another beside it. */
export interface Flow {
  readonly from: Place
  readonly to: Place
  count: number
}

type States = ReadonlyArray<AnyStateNode>

/**
 * Some active states, and what it comes to to go on from them. A chart has the same lists of states again and again, so that this is
 * worked out once for each.
 */
export interface Standing {
  readonly states: States
  readonly onward: Map<States, Passage>
}

/** What going from some states to others comes to. */
export interface Passage {
  readonly to: Standing
  /** Each with its index among the states before. */
  readonly left: ReadonlyArray<{ readonly n: number; readonly place: Place }>
  /** Each with its index among the states after it. */
  readonly entered: ReadonlyArray<{ readonly n: number; readonly place: Place }>
  readonly flowing: ReadonlyArray<Flow>
  /** Of each state after it, the index among those before; -1: it was entered. Null: all that stay have the index that they had. */
  readonly moved: ReadonlyArray<number> | null
}

const placesOf = (state: AnyStateNode): ReadonlyArray<Place> => [
  { state, path: pathOf(state), live: 0, entered: 0, dwell: new Dwell() },
  ...Object.values(state.states).flatMap(placesOf),
]

/** More than any chart has states. */
const wide = 4096

export class Charted {
  /** In the chart's own order. */
  readonly places: ReadonlyArray<Place>
  readonly flows = new Map<number, Flow>()

  readonly #standings = new WeakMap<States, Standing>()
  /** How often each microstep was made. An automaton has one list for each. */
  readonly #microsteps = new Map<Taken[number], { count: number }>()

  constructor(root: AnyStateNode) {
    this.places = placesOf(root).toSorted((a, b) => a.state.order - b.state.order)
  }

  standing(states: States): Standing {
    let standing = this.#standings.get(states)
    if (standing === undefined) this.#standings.set(states, (standing = { states, onward: new Map() }))
    return standing
  }

  passage(from: Standing, now: States): Passage {
    let passage = from.onward.get(now)
    if (passage === undefined) from.onward.set(now, (passage = this.#passageBetween(from.states, now)))
    return passage
  }

  took(microsteps: Taken): void {
    for (const transitions of microsteps) {
      const known = this.#microsteps.get(transitions)
      if (known === undefined) this.#microsteps.set(transitions, { count: 1 })
      else known.count++
    }
  }

  /** How often each transition was taken since the start. */
  taken(): ReadonlyMap<AnyTransitionDefinition, number> {
    const taken = new Map<AnyTransitionDefinition, number>()
    for (const [transitions, { count }] of this.#microsteps)
      for (const transition of transitions) taken.set(transition, (taken.get(transition) ?? 0) + count)
    return taken
  }

  #passageBetween(before: States, now: States): Passage {
    const placeOf = ({ order }: AnyStateNode): Place => this.places[order]!
    const without = (some: States, others: States) =>
      some.flatMap((state, n) => (others.includes(state) ? [] : [{ n, place: placeOf(state) }]))
    const [left, entered] = [without(before, now), without(now, before)]
    const flowing = left.flatMap(({ place: from }) =>
      entered
        .filter(({ place: to }) => from.state.parent === to.state.parent)
        .map(({ place: to }) => this.#flow(from, to)),
    )
    const moved = now.map((state) => before.indexOf(state))
    const isAligned = now.length === before.length && moved.every((was, n) => was === -1 || was === n)
    return { to: this.standing(now), left, entered, flowing, moved: isAligned ? null : moved }
  }

  #flow(from: Place, to: Place): Flow {
    const id = from.state.order * wide + to.state.order
    const flow = this.flows.get(id) ?? { from, to, count: 0 }
    this.flows.set(id, flow)
    return flow
  }
}
