/**
 * An answer that takes long is seen while it is written: a draft of it stands in the channel, and changes as the text grows.
 *
 * The journal says that there may be one before it is sent (WRITING), and which message it is when that is known (DRAFTED). So
 * whoever goes on after a crash, says the answer, or gives it up, finds the draft and takes it over, or away.
 */
import { Clock, Context, Effect, Fiber } from "effect"
import type { Brain } from "../../machines/agent/brain.ts"
import type { Turn } from "../../machines/values.ts"
import type { Heed } from "./model.ts"
import type { Meanwhile } from "./outcome.ts"
import { Voice } from "./voice.ts"

/** When answers are shown while they are written. */
export interface DraftPolicy {
  readonly stream: boolean
  /** Not before the model has been asked for so long, in ms, */
  readonly after: number
  /** and its text has so many characters. */
  readonly from: number
  /** At most one change of a draft in a channel within so many ms. */
  readonly every: number
}

export const draftPolicy: DraftPolicy = { stream: true, after: 1500, from: 200, every: 1500 }

/** As it is now. */
export const DraftRules = Context.Reference<() => DraftPolicy>("orrery/actors/DraftRules", {
  defaultValue: () => () => draftPolicy,
})

interface Writing {
  readonly turn: Turn
  readonly brain: Brain
  /** It was written before, by an owner that ended: its draft may be there. */
  readonly again: boolean
  readonly meanwhile: Meanwhile
}

/**
 * For so long a process may think itself the owner of an agent, in ms: who was frozen for longer changes no draft, for
 * another one may have made an answer of it.
 */
const alone = 2000

/** By then whoever has taken a turn over knows of its draft, or never will. */
const takenOverWithin = "2 minutes"

/** A process's drafts. */
export const makeDrafting = (rules: () => DraftPolicy) => {
  /** How many are being written in a channel: they share its limits. */
  const writers = new Map<string, number>()

  const pause = (channel: string) => rules().every * (writers.get(channel) ?? 1)

  const enter = (channel: string) =>
    Effect.sync(() => void writers.set(channel, (writers.get(channel) ?? 0) + 1))

  const leave = (channel: string) =>
    Effect.sync(() => {
      const others = (writers.get(channel) ?? 1) - 1
      if (others > 0) writers.set(channel, others)
      else writers.delete(channel)
    })

  /** Shows what `soFar` has grown to, until it is interrupted; what was begun then is ended first. */
  const show = ({ turn, brain, again, meanwhile }: Writing, soFar: () => string) => {
    const { id, message } = turn
    const { channel, guild } = message
    const sketch = { turn: id, channel, guild, answers: message.id, brain }

    const begin = Effect.gen(function* () {
      const voice = yield* Voice
      /** Whoever took the turn over may have looked before the draft was there. An answer that it was made into stays. */
      const tidy = voice
        .retract({ ...sketch, message: null })
        .pipe(Effect.delay(takenOverWithin), Effect.ignore, Effect.forkDetach)
      const text = soFar()
      const standing = yield* voice
        .draft({ ...sketch, message: null, text, again })
        .pipe(Effect.tapError(() => tidy))
      const isOwed = yield* Effect.promise(() => meanwhile({ type: "DRAFTED", message: standing }))
      if (!isOwed) yield* tidy
      return { standing, text }
    })

    const goOn = Effect.fnUntraced(function* (standing: string, first: string) {
      const voice = yield* Voice
      let shown = first
      for (;;) {
        const due = (yield* Clock.currentTimeMillis) + pause(channel)
        yield* Effect.sleep(pause(channel))
        if ((yield* Clock.currentTimeMillis) > due + alone) return
        const text = soFar()
        if (text === shown || text.length < rules().from) continue
        shown = text
        yield* voice.draft({ ...sketch, message: standing, text, again }).pipe(
          Effect.catchIf(
            ({ remedy }) => remedy === "retry",
            () => Effect.void,
          ),
          Effect.uninterruptible,
        )
      }
    })

    return Effect.gen(function* () {
      const { after, from, every } = rules()
      yield* Effect.sleep(after)
      while (soFar().length < from) yield* Effect.sleep(every)
      yield* Effect.promise(() => meanwhile({ type: "WRITING" }))
      const { standing, text } = yield* Effect.uninterruptible(begin)
      yield* Effect.acquireUseRelease(
        enter(channel),
        () => goOn(standing, text),
        () => leave(channel),
      )
    }).pipe(Effect.catch(({ reason }) => Effect.logInfo(`${id} is not shown while it is written: ${reason}`)))
  }

  /** Writes, and shows it meanwhile. Ends when no change of the draft is under way any more. */
  return <A, E, R>(
    writing: Writing,
    write: (heed?: Heed) => Effect.Effect<A, E, R>,
  ): Effect.Effect<A, E, R | Voice> =>
    Effect.suspend(() => {
      if (!rules().stream) return write()
      let text = ""
      return Effect.gen(function* () {
        const showing = yield* Effect.forkChild(show(writing, () => text))
        return yield* Effect.ensuring(
          write((soFar) => (text = soFar)),
          Fiber.interrupt(showing),
        )
      })
    })
}

export class Drafting extends Context.Service<Drafting, ReturnType<typeof makeDrafting>>()(
  "orrery/actors/Drafting",
) {}
