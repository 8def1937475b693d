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
}

const placesOf = (state: AnyStateNode): ReadonlyArray<Place> => [
  { state, path: pathOf(state), live: 0, entered: 0, dwell: new Dwell() },
  ...Object.values(state.states).flatMap(placesOf),
]

const charted = (root: AnyStateNode): Charted => ({
  places: placesOf(root).toSorted((a, b) => a.state.order - b.state.order),
  flows: new Map(),
  taken: new Map(),
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

/** Places in `states` that are left, and states that are entered, of the move that is under way: no move makes lists of its own. */
const left: Array<number> = []
const entered: Array<AnyStateNode> = []

/** Both lists are in the chart's order, so that one walk along them finds what was left and what was entered. */
const relocate = (resident: Resident, now: ReadonlyArray<AnyStateNode>, at: number): void => {
  const { charted: chart, states: before, since } = resident
  const { places, flows } = chart
  left.length = entered.length = 0
  const kept: Array<number> = []
  let old = 0
  for (const state of now) {
    while (old < before.length && before[old]!.order < state.order) left.push(old++)
    if (before[old] === state) kept.push(since[old++]!)
    else {
      kept.push(at)
      entered.push(state)
    }
  }
  while (old < before.length) left.push(old++)
  for (const n of left) {
    const place = places[before[n]!.order]!
    place.live--
    const from = since[n]!
    if (!Number.isNaN(from)) place.dwell.add(at - from)
  }
  for (const state of entered) {
    const place = places[state.order]!
    place.live++
    place.entered++
    for (const n of left) {
      const from = before[n]!
      if (from.parent !== state.parent) continue
      const id = from.order * wide + state.order
      const flow = flows.get(id)
      if (flow === undefined) flows.set(id, { from: places[from.order]!, to: place, count: 1 })
      else flow.count++
    }
  }
  resident.states = now
  resident.since = kept
}
