/**
 * Where live actors are: how many in each state of a chart, since when each, how long stays took, how many went from one state to
 * another, and which edges they took. It is kept at each commit from what changed, so that nobody ever has to look at all actors to know it.
 */
import type { AnyMachineSnapshot, AnyStateNode } from "xstate"
import { kindOf, kinds, type Address, type Kind } from "../../machines/address.ts"
import { charts } from "../../machines/index.ts"
import type { Taken } from "../books.ts"
import { Charted, type Standing } from "./charted.ts"
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
  /** Its active states, parents before children. */
  standing: Standing
  /** When it came into each of them; NaN: it was in it when it was woken, since nobody knows when. */
  since: Array<number>
  readonly isWeighed: boolean
  /** When it was woken here. */
  readonly woke: number
  /** When the last event that it committed here came in; `woke` while there is none. */
  moved: number
  trouble: Trouble | null
}

/** What a commit did. */
interface Commit {
  /** When the last of its events came in. */
  readonly at: number
  /** After each of its entries. */
  readonly through: ReadonlyArray<AnyMachineSnapshot>
  /** What each of its entries took. */
  readonly taken: ReadonlyArray<Taken>
  readonly after: AnyMachineSnapshot
}

export class Census {
  readonly #charts = Object.fromEntries(
    kinds.map((kind) => [kind, new Charted(charts[kind].root)]),
  ) as Record<Kind, Charted>

  /** Of constellations alone: they commit once for an answer, so that weighing them costs next to nothing. */
  readonly constellations = new Weights<Resident>()

  chartOf(kind: Kind): Charted {
    return this.#charts[kind]
  }

  woke(address: Address, snapshot: AnyMachineSnapshot, at: number): Resident {
    const { _nodes: states } = snapshot
    const kind = kindOf(address)
    if (this.#charts[kind].places[0]!.state !== states[0]) this.#charts[kind] = new Charted(states[0]!)
    const chart = this.#charts[kind]
    for (const { order } of states) chart.places[order]!.live++
    const resident: Resident = {
      charted: chart,
      standing: chart.standing(states),
      since: states.map(() => Number.NaN),
      isWeighed: kind === "constellation",
      woke: at,
      moved: at,
      trouble: null,
    }
    if (resident.isWeighed) this.constellations.begin(resident, snapshot)
    return resident
  }

  slept(resident: Resident): void {
    const { charted, standing, isWeighed } = resident
    if (isWeighed) this.constellations.end(resident)
    for (const { order } of standing.states) charted.places[order]!.live--
  }

  committed(resident: Resident, { at, through, taken, after }: Commit): void {
    resident.moved = at
    for (const { _nodes: now } of through) if (resident.standing.states !== now) relocate(resident, now, at)
    for (const microsteps of taken) resident.charted.took(microsteps)
    if (resident.isWeighed) this.constellations.begin(resident, after)
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

const relocate = (resident: Resident, now: ReadonlyArray<AnyStateNode>, at: number): void => {
  const { charted, standing, since } = resident
  const { to, left, entered, flowing, moved } = charted.passage(standing, now)
  for (const { n, place } of left) {
    place.live--
    const from = since[n]!
    if (!Number.isNaN(from)) place.dwell.add(at - from)
  }
  const its = moved === null ? since : moved.map((was) => (was === -1 ? at : since[was]!))
  for (const { n, place } of entered) {
    place.live++
    place.entered++
    its[n] = at
  }
  for (const flow of flowing) flow.count++
  resident.since = its
  resident.standing = to
}
