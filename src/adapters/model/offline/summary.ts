/**
 * Sums up by choosing: the sentences most like all the others say what a talk was about. Pure.
 * After LexRank (Erkan and Radev, 2004), by degree rather than by eigenvector, which on a few dozen lines ranks alike.
 */
import type { Line } from "../../../machines/values.ts"
import { unlabelled } from "./label.ts"
import { sentences, stems } from "./words.ts"

export interface Sentence {
  readonly author: string
  readonly brain: string | null
  readonly text: string
  readonly stems: ReadonlySet<string>
}

/** Comparing each with each is bounded by this. */
const mostSentences = 200

/** The sentences of some lines, in order; of very many the last. */
export const sentencesOf = (lines: ReadonlyArray<Line>): ReadonlyArray<Sentence> =>
  lines
    .slice(-mostSentences)
    .flatMap(({ author, brain, text }) =>
      sentences(unlabelled(text)).map((sentence) => ({
        author,
        brain,
        text: sentence,
        stems: stems(sentence),
      })),
    )
    .slice(-mostSentences)

/** At most `most` sentences, the central ones, in the order in which they were said; none that repeats another. */
export const central = (all: ReadonlyArray<Sentence>, most: number): ReadonlyArray<Sentence> => {
  const telling = all.filter(({ stems }) => stems.size >= 2)
  const candidates = telling.length > 0 ? telling : all
  const weight = rarities(candidates)
  const ranked = candidates
    .map((sentence, at) => ({
      sentence,
      at,
      degree: candidates.reduce(
        (sum, other) => (other === sentence ? sum : sum + likeness(sentence, other, weight)),
        0,
      ),
    }))
    .sort((a, b) => b.degree - a.degree || b.sentence.stems.size - a.sentence.stems.size || a.at - b.at)
  const chosen: Array<(typeof ranked)[number]> = []
  for (const candidate of ranked) {
    // What no other sentence shares a word with is beside the point, unless everything is.
    if (chosen.length >= most || (candidate.degree === 0 && ranked[0]!.degree > 0)) break
    const repeats = chosen.some(({ sentence }) => likeness(sentence, candidate.sentence, weight) > 0.75)
    if (!repeats) chosen.push(candidate)
  }
  return chosen.sort((a, b) => a.at - b.at).map(({ sentence }) => sentence)
}

/** How much a stem tells among these sentences: less, the more of them hold it. */
export const rarities = (all: ReadonlyArray<{ readonly stems: ReadonlySet<string> }>) => {
  const holders = new Map<string, number>()
  for (const { stems } of all) for (const it of stems) holders.set(it, (holders.get(it) ?? 0) + 1)
  return (of: string): number => Math.log(1 + all.length / (holders.get(of) ?? 1))
}

/** The rarity-weighted share of stems that two sentences have in common, 0 to 1; the same text is 1. */
const likeness = (a: Sentence, b: Sentence, weight: (of: string) => number): number => {
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
