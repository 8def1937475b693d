/** What tells that an actor does not get on. It looks at an actor in memory and changes nothing. */
import type { Resident } from "../../actors/watching/census.ts"
import type { Place } from "../../actors/watching/charted.ts"
import type { Seen } from "../../actors/host.ts"
import type { Hold } from "./api.ts"

/** A stay is called long when it is longer than 99 in 100 were, of at least as many as this, and than this, in ms. */
const staysEnough = 20
const shortest = 5000
/** A timer that is due rings in this time, in ms, unless something is wrong. */
const ringsWithin = 2000
/** An actor that owes something commits what came of it in this time, in ms, or it is worth a look. */
const movesWithin = 30_000

/** Long stays of states, worked out once for many actors. */
export const longStays = (): ((place: Place) => number | null) => {
  const known = new Map<Place, number | null>()
  return (place) => {
    const before = known.get(place)
    if (before !== undefined) return before
    const p99 = place.dwell.total >= staysEnough ? place.dwell.quantile(0.99) : null
    const long = p99 === null ? null : Math.max(p99, shortest)
    known.set(place, long)
    return long
  }
}

/** Who rests owes nothing and has nothing to read: however long it stays, it is not stuck. */
const rests = ({ owed, mailbox }: Seen): boolean => owed === 0 && mailbox.size === 0

/** Since when an actor is in its n-th state, in ms since 1970; where nobody knows, since it was woken. */
export const sinceOf = ({ since, woke }: Resident, n: number): number =>
  Number.isNaN(since[n]!) ? woke : since[n]!

/** Since when it is in the state that it came into last. */
export const settledSince = ({ since, woke }: Resident): number =>
  since.reduce((newest, at) => (at > newest ? at : newest), woke)

export const holds = (
  actor: Seen,
  now: number,
  longStay: (place: Place) => number | null,
): ReadonlyArray<Hold> => {
  const { resident, books } = actor
  const found: Array<Hold> = []
  for (const { id, due } of books.timers.values())
    if (now - due > ringsWithin) found.push({ why: "overdue", what: id, ms: now - due })
  if (rests(actor)) return found
  resident.standing.states.forEach(({ order, parent }, n) => {
    const place = resident.charted.places[order]!
    const ms = now - sinceOf(resident, n)
    const long = parent === undefined ? null : longStay(place)
    if (long !== null && ms > long) found.push({ why: "long", what: place.path, ms, usual: long })
  })
  if (actor.owed > 0 && now - resident.moved > movesWithin) {
    const first = books.outbox.values().next().value
    found.push({ why: "outbox", what: first?.effect.type ?? "", ms: now - resident.moved })
  }
  return found
}
