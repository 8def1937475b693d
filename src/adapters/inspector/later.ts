/**
 * What of a message's way is housekeeping: a timer carries the cause of what armed it, so idling, tidying and rounds of checks ring
 * under a message that was answered long before. They are told apart from timers that belong to the answer, such as one that tries again.
 */
import type { Address } from "../../machines/address.ts"
import type { Entry, Owed } from "../../actors/journal.ts"

/** An entry of a message's way. */
export interface Stop {
  readonly address: Address
  readonly entry: Entry
  /** What it made the actor owe for this cause; null: it is too far back to know. */
  readonly effects: ReadonlyArray<Owed> | null
}

type EffectType = Owed["effect"]["type"]
/** What people see of it. */
const shown: ReadonlySet<EffectType> = new Set<EffectType>([
  "Say",
  "Show",
  "Queue",
  "Notice",
  "Progress",
  "Retract",
  "Announce",
])
/** What an actor waits for an answer to: a timer of its that rings meanwhile is about that. */
const asked: ReadonlySet<EffectType> = new Set<EffectType>(["Think", "Route", "Digest", "Use"])

const owes = ({ effects }: Stop, types: ReadonlySet<EffectType>) =>
  (effects ?? []).filter(({ effect }) => types.has(effect.type))

/**
 * Timers that rang when all that people see of a message was done, with what came of them.
 *
 * @param before what led to a stop, if that is known
 */
export const laterOf = (
  stops: ReadonlyArray<Stop>,
  before: (stop: Stop) => Stop | undefined,
): ReadonlySet<Stop> => {
  const began = (stop: Stop): Stop => {
    const cause = before(stop)
    return cause === undefined ? stop : began(cause)
  }
  const seen = new Set(stops.filter((stop) => owes(stop, shown).length > 0).map(began))
  const idle = new Set<Stop>()
  const waitsFor = new Map<Address, Set<string>>()
  let done = Number.NEGATIVE_INFINITY
  for (const stop of stops.toSorted((a, b) => a.entry.at - b.entry.at || a.entry.seq - b.entry.seq)) {
    const { address, entry } = stop
    const first = began(stop)
    const waits = waitsFor.get(address) ?? new Set()
    waitsFor.set(address, waits)
    if (first === stop && entry.fires !== null && !seen.has(stop) && waits.size === 0) idle.add(stop)
    if (idle.has(first)) continue
    done = entry.at
    for (const key of [...entry.acked, entry.settles ?? ""]) waits.delete(key)
    for (const { key } of owes(stop, asked)) waits.add(key)
  }
  return new Set(stops.filter((stop) => stop.entry.at > done && idle.has(began(stop))))
}
