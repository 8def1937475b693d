/** What is to hold of what was learnt of errors. */
import { lessonsAtMost } from "../lessons/merge.ts"
import type { LessonsContext } from "../lessons/lessons.ts"
import { ada } from "./samples.ts"
import type { Properties } from "./property.ts"

const lesson = (id: string, last: number, helped: number) => ({
  id,
  kind: "overload",
  where: "model m",
  message: "… has trouble (<n>)",
  seen: 1,
  first: last,
  last,
  fixes: [{ fix: "asked again", tried: 1, helped, last, undone: 0 }],
})

export const lessons: Properties<LessonsContext> = {
  comes: () => [
    { type: "LEARNT", news: [lesson("a", 1, 1)] },
    { type: "LEARNT", news: [lesson("a", 2, 0), lesson("b", 2, 1)] },
    { type: "LEARNT", news: [] },
    { type: "FORGET_ALL", by: ada },
  ],
  gist: ({ lessons: known }) => known.map(({ id }) => id),
  always: {
    "no more is known than there is room for": ({ context: { lessons: known } }) =>
      known.length <= lessonsAtMost,
    "each error is known once": ({ context: { lessons: known } }) =>
      new Set(known.map(({ id }) => id)).size === known.length,
    "nothing helped more often than it was tried": ({ context: { lessons: known } }) =>
      known.every(({ fixes }) => fixes.every(({ helped, tried }) => helped <= tried)),
  },
  heard: [],
  begun: [
    [{ type: "LEARNT", news: Array.from({ length: lessonsAtMost }, (_, n) => lesson(`old ${n}`, 0, 1)) }],
  ],
}
