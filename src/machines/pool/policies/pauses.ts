/**
 * After how long guilds come back: how often after a pause of about so long, for one guild in its own count and for all guilds in
 * that of the purpose. What a guild has not shown yet is taken to be as it is with all: the mean of a Dirichlet distribution whose
 * prior is everybody's count (Gelman et al., "Bayesian Data Analysis", 3.4).
 */
import { digit, minute, value } from "./policy.ts"

/** Ends of the pauses that are told apart, in minutes; the last stands for all that are longer. */
export const ends = [1, 2, 3, 5, 8, 12, 18, 27, 40, 60, 90, 135, 200] as const
export const kinds = ends.length + 1

export const kindOf = (ms: number): number => {
  const minutes = ms / minute
  let kind = 0
  while (kind < ends.length && minutes >= ends[kind]!) kind++
  return kind
}

const full = 35

/** A guild's own count: a digit for each kind of pause, in base 36. Halved when one is full. */
export const none = "0".repeat(kinds)

export const counted = (text: string, kind: number): string => {
  const counts = Array.from(text, value)
  counts[kind]!++
  return counts.map((count) => digit(counts[kind]! > full ? count >>> 1 : count)).join("")
}

/** Everybody's, in a list: halved when there are many, so that it follows what changes. */
export const fullOfAll = 1 << 16

/** How much of what is known of all counts, in pauses of one guild. */
const trust = 4

/**
 * How long it pays to wait for a guild, as the index of one of the `ends`, plus one; 0: not at all. To wait pays as long as the
 * chance that it comes back outweighs the time that is spent until then, at a `price` of so many returns for an hour.
 */
export const worth = (own: string, all: ReadonlyArray<number>, price: number): number => {
  let ofAll = 0
  for (let kind = 0; kind < kinds; kind++) ofAll += all[kind]!
  let mine = 0
  for (let kind = 0; kind < kinds; kind++) mine += value(own[kind]!)
  let [left, gain, most, best, from] = [1, 0, 0, 0, 0]
  for (let kind = 0; kind < ends.length; kind++) {
    const share = (value(own[kind]!) + (trust * all[kind]!) / ofAll) / (mine + trust)
    const hours = (ends[kind]! - from) / 60
    // Who comes back meanwhile comes back in the middle of it.
    gain += share - price * hours * (left - share / 2)
    left -= share
    from = ends[kind]!
    if (gain > most) [most, best] = [gain, kind + 1]
  }
  return best
}
