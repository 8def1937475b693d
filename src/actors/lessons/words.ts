/** A lesson as people read it: what happened, how often, what was done about it and how often that helped. Pure. */
import type { Fix, Lesson } from "../../machines/lessons/events.ts"
import { manualFor } from "./advice.ts"

/** `shorter context: helped 1 of 1`, `another model: helped 0 of 2, taken back 2 times` */
const fixInWords = ({ fix, helped, tried, undone }: Fix): string =>
  `${fix}: helped ${helped} of ${tried}${undone === 0 ? "" : `, taken back ${undone === 1 ? "once" : `${undone} times`}`}`

/** What was done about it, and what a person can do when nothing of that helped. */
export const doneInWords = ({ kind, fixes }: Lesson): ReadonlyArray<string> => {
  const manual = manualFor(kind)
  return [
    ...fixes.map(fixInWords),
    ...(fixes.some(({ helped }) => helped > 0) || manual === null ? [] : [`by hand: ${manual}`]),
  ]
}

export const timesInWords = (seen: number): string => (seen === 1 ? "once" : `${seen} times`)
