/**
 * Errors that teach: each is noted without its particulars, with what was done about it and whether it helped, so that what helped
 * is done by itself the next time. Everything that fails anywhere is noted here; what is noted is kept by `keeper.ts`.
 */
import { Clock, Context, Effect, Layer, Metric } from "effect"
import { newsAtMost, type Lesson } from "../../machines/lessons/events.ts"
import { merged } from "../../machines/lessons/merge.ts"
import { fixes as fixMetric } from "../resilience/metrics.ts"
import { adviceFor, similarTo, type Advice, type FixName } from "./advice.ts"
import { idOf, normalised, placeOf, type Fault } from "./normal.ts"

export type { Advice, FixName } from "./advice.ts"
export type { Fault } from "./normal.ts"

export interface Lessons {
  /** It happened. */
  readonly note: (fault: Fault) => Effect.Effect<void>
  /** It was done about it, and helped or not. `undone`: it was taken back, as it did not. */
  readonly outcome: (fault: Fault, fix: FixName, helped: boolean, undone?: boolean) => Effect.Effect<void>
  /** What to do about it. */
  readonly advise: (fault: Fault) => Effect.Effect<Advice>
  /** All that is known, what was seen last first. */
  readonly known: () => ReadonlyArray<Lesson>
  /** Those like a text, the likest first. */
  readonly similar: (text: string) => ReadonlyArray<Lesson>
  /** What was noted since, at most so much as is told at once; it is not noted any more then. */
  readonly takeNews: () => ReadonlyArray<Lesson>
  /** What all runners know together, with what of ours was told. */
  readonly learn: (lessons: ReadonlyArray<Lesson>) => void
}

/** A lesson in which nothing has happened yet. */
const blank = (fault: Fault, at: number): Lesson => ({
  id: idOf(fault),
  kind: fault.kind,
  where: placeOf(fault.where),
  message: normalised(fault.message),
  seen: 0,
  first: at,
  last: at,
  fixes: [],
})

export const makeLessons = (): Lessons => {
  let shared: ReadonlyArray<Lesson> = []
  let news: ReadonlyArray<Lesson> = []
  /** Told, but not yet seen in what all know. */
  let told: ReadonlyArray<Lesson> = []

  const all = () => merged(merged(shared, told), news)
  const add = (lesson: Lesson) => void (news = merged(news, [lesson]))

  return {
    note: (fault) => Effect.map(Clock.currentTimeMillis, (at) => add({ ...blank(fault, at), seen: 1 })),
    outcome: (fault, fix, helped, undone = false) =>
      Effect.gen(function* () {
        const at = yield* Clock.currentTimeMillis
        const its = { fix, tried: 1, helped: helped ? 1 : 0, last: at, undone: undone ? 1 : 0 }
        add({ ...blank(fault, at), fixes: [its] })
        yield* Metric.update(fixMetric(fix, helped ? "helped" : "failed"), 1)
      }),
    advise: (fault) => Effect.map(Clock.currentTimeMillis, (now) => adviceFor(all(), fault, now)),
    known: () => all().toReversed(),
    similar: (text) => similarTo(all(), text),
    takeNews: () => {
      const taken = news.slice(0, newsAtMost)
      news = news.slice(newsAtMost)
      told = merged(told, taken)
      return taken
    },
    learn: (lessons) => {
      shared = lessons
      told = []
    },
  }
}

const unlearned: Lessons = {
  note: () => Effect.void,
  outcome: () => Effect.void,
  advise: (fault) => Effect.map(Clock.currentTimeMillis, (now) => adviceFor([], fault, now)),
  known: () => [],
  similar: () => [],
  takeNews: () => [],
  learn: () => {},
}

/** Without a layer nothing is learnt, and what usually helps is done. */
export const Lessons = Context.Reference<Lessons>("orrery/actors/Lessons", {
  defaultValue: () => unlearned,
})

/** Of this process; `KeeperLayer` keeps it, and brings in what others know. */
export const LessonsLayer: Layer.Layer<never> = Layer.sync(Lessons, makeLessons)
