/**
 * Sums up by choosing: the sentences most like all the others say what a talk was about. Pure.
 * After LexRank (Erkan and Radev, 2004), by degree rather than by eigenvector, which on a few dozen lines ranks alike.
 */
import { datesIn, figuresIn } from "./facts.ts"
import type { Said } from "./said.ts"
import { greeting, thanks } from "./speech.ts"
import { rarities } from "./words.ts"

/** At most `most` of the sentences that tell something, in the order in which they were said; none that repeats another. */
export const central = (all: ReadonlyArray<Said>, most: number): ReadonlyArray<Said> => {
  const candidates = all.filter(
    ({ text, stems }) => (stems.size >= 2 && !(stems.size < 4 && isCourtesy(text))) || unspaced.test(text),
  )
  const weight = rarities(candidates)
  const ranked = candidates
    .map((said, at) => ({ said, at, rank: degree(said, candidates, weight) + worth(said) }))
    .sort((a, b) => b.rank - a.rank || b.said.stems.size - a.said.stems.size || a.at - b.at)
  const chosen: Array<(typeof ranked)[number]> = []
  for (const candidate of ranked) {
    if (chosen.length >= most) break
    const repeats = chosen.some(({ said }) => likeness(said, candidate.said, weight) > 0.6)
    if (!repeats) chosen.push(candidate)
  }
  return chosen.sort((a, b) => a.at - b.at).map(({ said }) => said)
}

/** Of languages that write without spaces, a sentence is a word. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]{4,}/u

const isCourtesy = (text: string) => greeting.test(text) || thanks.test(text)

/** What holds a fact is worth more than its likeness tells; a question less. */
const worth = ({ text, asks }: Said): number =>
  (datesIn(text).length + figuresIn(text).length > 0 ? 0.5 : 0) - (asks ? 0.25 : 0)

const degree = (of: Said, all: ReadonlyArray<Said>, weight: (of: string) => number): number =>
  all.reduce((sum, other) => (other === of ? sum : sum + likeness(of, other, weight)), 0)

/** The rarity-weighted share of stems that two sentences have in common, 0 to 1; the same text is 1. */
const likeness = (a: Said, b: Said, weight: (of: string) => number): number => {
  if (a.text === b.text) return 1
  let common = 0
  let all = 0
  for (const it of a.stems) {
    all += weight(it)
    if (b.stems.has(it)) common += weight(it)
  }
  for (const it of b.stems) if (!a.stems.has(it)) all += weight(it)
  return all === 0 ? 0 : common / all
}
