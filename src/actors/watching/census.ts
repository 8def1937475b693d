/**
 * Where live actors are: how many in each state of a chart, since when each, how long stays took, how many went from one state to
 * another, and which edges they took. It is kept at each commit from what changed, so that nobody ever has to look at all actors to know it.
 */
import type { AnyMachineSnapshot, AnyStateNode, AnyTransitionDefinition } from "xstate"
import { kindOf, kinds, type Address, type Kind } from "../../machines/address.ts"
import { pathOf } from "../../machines/edges.ts"
import { charts } from "../../machines/index.ts"
import type { Taken } from "../books.ts"
import { Dwell } from "./dwell.ts"
import { Weights } from "./weights.ts"

/** A chart broke on an event, which was refused. */
export interface Trouble {
  readonly event: string
  readonly reason: string
  /** In ms since 1970. */
  readonly at: number
}

/** A live actor. All times in ms since 1970. */
export interface Resident {
  readonly charted: Charted
  /** Active states, parents before children. */
  states: ReadonlyArray<AnyStateNode>
  /** When it came into each of `states`; NaN: it was in it when it was woken, since nobody knows when. */
  since: ReadonlyArray<number>
  /** When it was woken here. */
  readonly woke: number
  /** Its last commit here; `woke` while there is none. */
  moved: number
  trouble: Trouble | null
}

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

/** A chart's states in its own order, what flows between them, and how often each transition was taken since the start. */
export interface Charted {
  readonly places: ReadonlyArray<Place>
  readonly flows: Map<number, Flow>
  readonly taken: Map<AnyTransitionDefinition, number>
  /** From the states that are active to those that are active next: worked out once, for a chart has the same lists again and again. */
  readonly passages: WeakMap<object, WeakMap<object, Passage>>
}

/** What going from some states to others comes to. */
interface Passage {
  /** Each with its index among the states before. */
  readonly left: ReadonlyArray<{ readonly n: number; readonly place: Place }>
  readonly entered: ReadonlyArray<Place>
  readonly flowing: ReadonlyArray<Flow>
  /** Of each state after it, the index among those before; -1: it was entered. */
  readonly stayed: ReadonlyArray<number>
}

const placesOf = (state: AnyStateNode): ReadonlyArray<Place> => [
  { state, path: pathOf(state), live: 0, entered: 0, dwell: new Dwell() },
  ...Object.values(state.states).flatMap(placesOf),
]

const charted = (root: AnyStateNode): Charted => ({
  places: placesOf(root).toSorted((a, b) => a.state.order - b.state.order),
  flows: new Map(),
  taken: new Map(),
  passages: new WeakMap(),
})

/** More than any chart has states. */
const wide = 4096

export class Census {
  readonly #charts = Object.fromEntries(kinds.map((kind) => [kind, charted(charts[kind].root)])) as Record<
    Kind,
    Charted
  >

  /** Of constellations alone: they commit once for an answer, so that weighing them costs next to nothing. */
  readonly constellations = new Weights<Resident>()

  chartOf(kind: Kind): Charted {
    return this.#charts[kind]
  }

  woke(address: Address, snapshot: AnyMachineSnapshot, at: number): Resident {
    const { _nodes: states } = snapshot
    const kind = kindOf(address)
    if (this.#charts[kind].places[0]!.state !== states[0]) this.#charts[kind] = charted(states[0]!)
    const chart = this.#charts[kind]
    for (const { order } of states) chart.places[order]!.live++
    const since = states.map(() => Number.NaN)
    const resident: Resident = { charted: chart, states, since, woke: at, moved: at, trouble: null }
    if (kind === "constellation") this.constellations.begin(resident, snapshot)
    return resident
  }

  slept(resident: Resident): void {
    const { places } = resident.charted
    const { states } = resident
    this.constellations.end(resident)
    for (const { order } of states) places[order]!.live--
  }

  moved(resident: Resident, { _nodes: now }: AnyMachineSnapshot, at: number): void {
    resident.moved = at
    if (resident.states !== now) relocate(resident, now, at)
  }

  took({ charted: { taken } }: Resident, microsteps: Taken): void {
    for (const transitions of microsteps)
      for (const transition of transitions) taken.set(transition, (taken.get(transition) ?? 0) + 1)
  }

  /** Live actors by the state of their lifecycle: `active`, whatever goes on inside it. */
  lifecycle(kind: Kind): Readonly<Record<string, number>> {
    const { places } = this.#charts[kind]
    const root = places[0]!.state
    const above = root.states["life"] ?? root
    return Object.fromEntries(
      places
        .filter(({ state, live }) => live > 0 && state.parent === above)
        .map(({ state, live }) => [state.key, live]),
    )
  }
}

const passageBetween = (
  { places, flows }: Charted,
  before: ReadonlyArray<AnyStateNode>,
  now: ReadonlyArray<AnyStateNode>,
): Passage => {
  const placeOf = ({ order }: AnyStateNode): Place => places[order]!
  const left = before.flatMap((state, n) => (now.includes(state) ? [] : [{ n, place: placeOf(state) }]))
  const entered = now.filter((state) => !before.includes(state)).map(placeOf)
  const flowing = left.flatMap(({ place: from }) =>
    entered
      .filter((to) => from.state.parent === to.state.parent)
      .map((to) => {
        const id = from.state.order * wide + to.state.order
        const flow = flows.get(id) ?? { from, to, count: 0 }
        flows.set(id, flow)
        return flow
      }),
  )
  return { left, entered, flowing, stayed: now.map((state) => before.indexOf(state)) }
}

const relocate = (resident: Resident, now: ReadonlyArray<AnyStateNode>, at: number): void => {
  const { charted, states, since } = resident
  let ways = charted.passages.get(states)
  if (ways === undefined) charted.passages.set(states, (ways = new WeakMap()))
  let passage = ways.get(now)
  if (passage === undefined) ways.set(now, (passage = passageBetween(charted, states, now)))
  for (const { n, place } of passage.left) {
    place.live--
    const from = since[n]!
    if (!Number.isNaN(from)) place.dwell.add(at - from)
  }
  for (const place of passage.entered) {
    place.live++
    place.entered++
  }
  for (const flow of passage.flowing) flow.count++
  const kept: Array<number> = []
  for (const n of passage.stayed) kept.push(n === -1 ? at : since[n]!)
  resident.states = now
  resident.since = kept
}
