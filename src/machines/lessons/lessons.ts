/**
 * What all runners together have learnt of errors: which there were, what was done about them, and whether it helped. There is one,
 * `lessons/all`; each runner tells it what is new now and then.
 */
import { assign, setup } from "xstate"
import type { LessonsEvent, Timed } from "../events.ts"
import type { Lesson } from "./events.ts"
import { lessonsAtMost, merged } from "./merge.ts"

export interface LessonsContext {
  /** The one that was seen last stands last. */
  readonly lessons: ReadonlyArray<Lesson>
}

export const lessons = setup({
  types: {
    context: {} as LessonsContext,
    events: {} as Timed<LessonsEvent>,
    input: {} as { readonly id: string },
  },
  guards: {
    isFull: ({ context }) => context.lessons.length >= lessonsAtMost,
  },
  actions: {
    learn: assign(({ context, event }) =>
      event.type === "LEARNT" ? { lessons: merged(context.lessons, event.news) } : {},
    ),
    forget: assign({ lessons: [] }),
  },
}).createMachine({
  id: "lessons",
  version: "1",
  description: "What was learnt of errors: what was done about each, and whether it helped.",
  context: { lessons: [] },
  initial: "empty",
  states: {
    empty: { on: { LEARNT: { target: "learning", actions: "learn" } } },
    learning: {
      always: { guard: "isFull", target: "full" },
      on: { LEARNT: { actions: "learn" }, FORGET_ALL: { target: "empty", actions: "forget" } },
    },
    full: {
      description: "What was not seen for longest makes room for what is new.",
      on: { LEARNT: { actions: "learn" }, FORGET_ALL: { target: "empty", actions: "forget" } },
    },
  },
})
