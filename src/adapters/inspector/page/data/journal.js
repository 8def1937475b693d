/** The part of a journal that the page holds: entries without a gap, newest first. Pure. */

export const pageSize = 50
/** Entries that are kept while new ones come in. */
const mostHeld = 500

/**
 * Puts entries to what is held. What does not touch it takes its place, so that there is never a gap.
 *
 * @param {ReadonlyArray<{ seq: number }>} held newest first
 * @param {ReadonlyArray<{ seq: number }>} more oldest first, without a gap
 */
export function joined(held, more) {
  if (more.length === 0) return held
  const [first, last] = [more[0].seq, more.at(-1).seq]
  const touches = held.length > 0 && first <= held[0].seq + 1 && last >= held.at(-1).seq - 1
  const kept = touches ? held.filter(({ seq }) => seq < first || seq > last) : []
  return [...kept, ...more].toSorted((a, b) => b.seq - a.seq)
}

/** Whether entries that were just committed follow on what is held. */
export const follows = (held, fired) =>
  fired.length > 0 && (held.length === 0 ? fired[0].seq === 1 : fired[0].seq <= held[0].seq + 1)

/** What is held, with entries that were just committed; the oldest make room. */
export const followed = (held, fired) => joined(held, fired).slice(0, mostHeld)

/** Where a page that holds `seq` begins, so that it is in the middle. */
export const around = (seq) => Math.max(1, seq - Math.floor(pageSize / 2))

/** The newest entries that took a transition, newest first. */
export const trailOf = (entries) => entries.filter(({ edges }) => edges?.length > 0).slice(0, trailLength)

export const trailLength = 5
