/** Which of the effects that an entry asks for today is the one that it asked for then. */
import type { Owed } from "../actors/journal.ts"
import { kindOf, type Address } from "../machines/address.ts"
import type { Effect } from "../machines/effects.ts"

/** What an effect is about: the same for the same intent, whatever its texts. */
const about = (effect: Effect): string => {
  if (effect.type === "Tell") {
    const { type, ...event } = effect.event as { type: string; turn?: string | { id: string } }
    return `${effect.to} ${type} ${typeof event.turn === "object" ? event.turn.id : (event.turn ?? "")}`
  }
  if ("turn" in effect) return effect.turn.id
  if (effect.type === "Route") return effect.message.id
  if (effect.type === "Provision") return effect.part
  return ""
}

/** Names an effect over all actors of a recording: whoever asks for it now, the answer of then is its answer. */
export const signatureOf = (by: Address, effect: Effect): string => {
  const what = about(effect)
  return `${kindOf(by)} ${effect.type} ${what === "" || effect.type === "Provision" ? `${by} ${what}` : what}`
}

/** The key of today for each key of then; null: it is not asked for any more. */
export const matched = (
  then: ReadonlyArray<Owed>,
  now: ReadonlyArray<Owed>,
): ReadonlyMap<string, string | null> => {
  const left = Map.groupBy(now, ({ effect }) => `${effect.type} ${about(effect)}`)
  return new Map(
    then.map(({ key, effect }) => [key, left.get(`${effect.type} ${about(effect)}`)?.shift()?.key ?? null]),
  )
}
