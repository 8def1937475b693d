/**
 * An answer that takes long is seen while it is written: a draft of it stands in the channel, and changes as the text grows.
 *
 * The journal says that there may be one before it is sent (WRITING), and which message it is when that is known (DRAFTED). So
 * whoever goes on after a crash, says the answer, or gives it up, finds the draft and takes it over, or away.
 */
import { Clock, Context, Duration, Effect, Fiber } from "effect"
import type { Brain } from "../../machines/agent/brain.ts"
import type { Draft, Turn } from "../../machines/values.ts"
import { makeDoings } from "./doings.ts"
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
  /** What stands there already, or may; left out: nothing. */
  readonly draft?: Draft | undefined
}

/** Lets a change through, or holds it back (null). Whoever closes it waits for the one under way. */
interface Gate {
  readonly through: <A, E, R>(change: Effect.Effect<A, E, R>) => Effect.Effect<A | null, E, R>
}

const noGate: Gate = { through: (change) => change }

/**
 * For so long a process may think itself the owner of an agent, in ms: who was frozen for longer changes no draft, for
 * another one may have made an answer of it.
 */
const alone = 2000

/** By then whoever has taken a turn over knows of its draft, or never will; and what Discord has not done by then it never does. */
export const takenOverWithin = Duration.minutes(2)

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

  /**
   * Shows what `soFar` has grown to, until it is interrupted; what was begun then is ended first. Where something stands already
   * nothing is waited for.
   */
  const show = (
    { turn, brain, again, meanwhile, draft }: Writing,
    soFar: () => string,
    { from, gate }: { readonly from: number; readonly gate: Gate },
  ) => {
    const { id, message } = turn
    const { channel, guild } = message
    const sketch = { turn: id, channel, guild, answers: message.id, brain }
    const least = draft === undefined ? from : 1

    const begin = Effect.gen(function* () {
      const voice = yield* Voice
      /** Whoever took the turn over may have looked before the draft was there. An answer that it was made into stays. */
      const tidy = voice
        .retract({ ...sketch, message: null })
        .pipe(Effect.delay(takenOverWithin), Effect.ignore, Effect.forkDetach)
      const text = soFar()
      const standing = yield* voice
        .draft({ ...sketch, message: null, text, again: again || draft !== undefined })
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
        if (text === shown || text.length < least) continue
        const changed = yield* voice.draft({ ...sketch, message: standing, text, again }).pipe(
          Effect.catchIf(
            ({ remedy }) => remedy === "retry",
            () => Effect.succeed(standing),
          ),
          gate.through,
          Effect.uninterruptible,
        )
        if (changed !== null) shown = text
      }
    })

    /** What stands there, as soon as there is enough of it. */
    const first = Effect.gen(function* () {
      const { after, every } = rules()
      if (draft === undefined) yield* Effect.sleep(after)
      while (soFar().length < least) yield* Effect.sleep(every)
      if (typeof draft?.message === "string") return { standing: draft.message, text: "" }
      yield* Effect.promise(() => meanwhile({ type: "WRITING" }))
      for (;;) {
        const begun = yield* Effect.uninterruptible(gate.through(begin))
        if (begun !== null) return begun
        yield* Effect.sleep(every)
      }
    })

    return Effect.gen(function* () {
      const { standing, text } = yield* first
      yield* Effect.acquireUseRelease(
        enter(channel),
        () => goOn(standing, text),
        () => leave(channel),
      )
    }).pipe(Effect.catch(({ reason }) => Effect.logInfo(`${id} is not shown while it is written: ${reason}`)))
  }

  const doings = makeDoings()

  return {
    doings,
    /** Writes, and shows it meanwhile. Ends when no change of the draft is under way any more. */
    whileWriting: <A, E, R>(
      writing: Writing,
      write: (heed?: Heed) => Effect.Effect<A, E, R>,
    ): Effect.Effect<A, E, R | Voice> =>
      Effect.suspend(() => {
        if (!rules().stream) return write()
        let text = ""
        return Effect.gen(function* () {
          const { from } = rules()
          const showing = yield* Effect.forkChild(show(writing, () => text, { from, gate: noGate }))
          return yield* Effect.ensuring(
            write((soFar) => (text = soFar)),
            Fiber.interrupt(showing),
          )
        })
      }),
    /** Shows what was said, and what tools do, until it is interrupted. */
    whileUsing: (writing: Writing, said: string): Effect.Effect<never, never, Voice> =>
      Effect.suspend(() => {
        if (!rules().stream) return Effect.never
        const { id } = writing.turn
        const soFar = () => [said, ...doings.lines(id)].filter(Boolean).join("\n")
        const gate: Gate = { through: (change) => doings.whileAny(id, change) }
        return Effect.andThen(show(writing, soFar, { from: 1, gate }), Effect.never)
      }),
  }
}

export class Drafting extends Context.Service<Drafting, ReturnType<typeof makeDrafting>>()(
  "orrery/actors/Drafting",
) {}
