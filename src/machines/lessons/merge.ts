/** Errors that are known, and news of them. Pure. */
import type { Fix, Lesson } from "./events.ts"

/** The book is bounded: what was not seen for longest leaves it. */
export const lessonsAtMost = 200

const fixed = (known: ReadonlyArray<Fix>, news: ReadonlyArray<Fix>): ReadonlyArray<Fix> => [
  ...known.map((fix) => {
    const its = news.find((it) => it.fix === fix.fix)
    return its === undefined
      ? fix
      : {
          fix: fix.fix,
          tried: fix.tried + its.tried,
          helped: fix.helped + its.helped,
          last: Math.max(fix.last, its.last),
          undone: fix.undone + its.undone,
        }
  }),
  ...news.filter((it) => !known.some(({ fix }) => fix === it.fix)),
]

const added = (known: Lesson, news: Lesson): Lesson => ({
  ...known,
  seen: known.seen + news.seen,
  first: Math.min(known.first, news.first),
  last: Math.max(known.last, news.last),
  fixes: fixed(known.fixes, news.fixes),
})

/** The one that was seen last stands last. */
export const merged = (
  lessons: ReadonlyArray<Lesson>,
  news: ReadonlyArray<Lesson>,
): ReadonlyArray<Lesson> => {
  const byId = new Map(lessons.map((lesson) => [lesson.id, lesson]))
  for (const its of news) {
    const known = byId.get(its.id)
    byId.set(its.id, known === undefined ? its : added(known, its))
  }
  return [...byId.values()].toSorted((a, b) => a.last - b.last).slice(-lessonsAtMost)
}
