/** "Did you mean …?" Pure. */

/** How many letters must be changed, added or left out (Levenshtein 1966), or changed places (Damerau 1964). */
const distance = (from: string, to: string): number => {
  let before: ReadonlyArray<number> = []
  let row: ReadonlyArray<number> = Array.from({ length: to.length + 1 }, (_, n) => n)
  for (let i = 1; i <= from.length; i++) {
    const next = [i]
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1]
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]
      next.push(
        Math.min(
          row[j]! + 1,
          next[j - 1]! + 1,
          row[j - 1]! + (same ? 0 : 1),
          swapped ? before[j - 2]! + 1 : Number.POSITIVE_INFINITY,
        ),
      )
    }
    before = row
    row = next
  }
  return row[to.length]!
}

const plain = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]/g, "")

/** The one that was meant most likely; null when none is near. */
export const nearest = (written: string, known: Iterable<string>): string | null => {
  const short = plain(written.slice(0, 64))
  if (short === "") return null
  let best: { readonly name: string; readonly far: number } | null = null
  for (const name of known) {
    const candidate = plain(name)
    const far = distance(short, candidate)
    const near = far <= Math.max(1, Math.floor(candidate.length / 3))
    if (near && (best === null || far < best.far)) best = { name, far }
  }
  return best?.name ?? null
}
