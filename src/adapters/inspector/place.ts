/** Where an actor stands: its supervisor, those it looks after, and what is said of it. Read off what is committed. */
import { Effect } from "effect"
import { address, idOf, kindOf, type Address } from "../../machines/address.ts"
import type { Slot } from "../../machines/pool/allocation.ts"
import { poolOf } from "../../actors/placement.ts"
import { ledgerOf, stepperOf } from "../../actors/steppers.ts"
import type { Store, StoreUnavailable } from "../../actors/store.ts"
import type { Place } from "./api.ts"

const mostBelow = 200
const actor = /^[a-z]+\/[0-9A-Za-z_-]{1,64}$/

type Slots = Readonly<Record<string, Slot>>

const slotsOf = (context: unknown): Slots =>
  typeof context === "object" && context !== null && "slots" in context ? (context.slots as Slots) : {}

const saidOf = (slot: Slot): string =>
  slot.strikes === 0
    ? slot.state
    : `${slot.state}, restarted ${slot.strikes} ${slot.strikes === 1 ? "time" : "times"} since it last spoke`

const nothing: Place = { above: [], below: { total: 0, items: [] }, said: null }

/** Actors that a context names, whatever for: those it works with. */
const namedIn = (context: unknown, own: Address): ReadonlyArray<Address> => {
  const found = new Set<Address>()
  const walk = (value: unknown, depth: number): void => {
    if (typeof value === "string" && value.length < 90 && actor.test(value)) found.add(value as Address)
    if (typeof value !== "object" || value === null || depth > 5 || found.size > mostBelow) return
    for (const inner of Object.values(value)) walk(inner, depth + 1)
  }
  walk(context, 0)
  found.delete(own)
  return [...found]
}

/** `context` is what the actor holds. */
export const placeOf = (
  store: Store["Service"],
  of: Address,
  context: unknown,
): Effect.Effect<Place, StoreUnavailable> => {
  if (kindOf(of) === "pool") {
    const slots = Object.entries(slotsOf(context))
    const items = slots
      .slice(0, mostBelow)
      .map(([id, slot]) => ({ address: address("agent", id), says: saidOf(slot) }))
    return Effect.succeed({ ...nothing, below: { total: slots.length, items } })
  }
  const named = namedIn(context, of).map((other) => ({ address: other, says: "" }))
  const below = { total: named.length, items: named.slice(0, mostBelow) }
  if (kindOf(of) !== "agent") return Effect.succeed({ ...nothing, below })
  const pool = address("pool", poolOf(of))
  return Effect.map(store.peek(pool), (claim) => {
    if (claim === null) return { ...nothing, below, above: [pool] }
    try {
      const slot = slotsOf(stepperOf(pool).keep(ledgerOf(pool, claim).books.snapshot).context)[idOf(of)]
      return { above: [pool], below, said: slot === undefined ? null : saidOf(slot) }
    } catch {
      return { ...nothing, below, above: [pool] }
    }
  })
}
