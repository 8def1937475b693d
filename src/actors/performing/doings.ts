/** What tools do for the turns of this process now, in words for people, and who may tell a channel of it. */
import { Effect, Latch } from "effect"

interface Doing {
  /** By call, in the order in which they began. */
  readonly lines: Map<string, string>
  /** The channel is being told. */
  change: Latch.Latch | null
}

/** In characters: a server of tools may say anything. */
const longest = 80

const short = (words: string): string =>
  words.toWellFormed().replace(/\s+/g, " ").trim().slice(0, longest).toWellFormed()

export const makeDoings = () => {
  const turns = new Map<string, Doing>()

  const begin = (turn: string, use: string, line: string): void => {
    const doing = turns.get(turn) ?? { lines: new Map(), change: null }
    turns.set(turn, doing)
    doing.lines.set(use, line)
  }

  /** Nobody begins to tell of it any more; ends when who does is done. */
  const end = (turn: string, use: string): Effect.Effect<void> =>
    Effect.suspend(() => {
      const doing = turns.get(turn)
      doing?.lines.delete(use)
      if (doing?.lines.size === 0) turns.delete(turn)
      return doing?.change?.await ?? Effect.void
    })

  return {
    /** Carries a call out, and says meanwhile what it does; `tell`: how far it is. */
    during: <A, E, R>(
      turn: string,
      use: string,
      line: string,
      call: (tell: (words: string) => void) => Effect.Effect<A, E, R>,
    ): Effect.Effect<A, E, R> =>
      Effect.acquireUseRelease(
        Effect.sync(() => begin(turn, use, line)),
        () =>
          call((words) => {
            if (turns.get(turn)?.lines.has(use) === true) begin(turn, use, `${line} ${short(words)}`)
          }),
        () => end(turn, use),
      ),
    /** `-# reading docs… 33 %` */
    lines: (turn: string): ReadonlyArray<string> =>
      [...(turns.get(turn)?.lines.values() ?? [])].map((line) => `-# ${line}`),
    /** Tells the channel, unless nothing is being done (null). One at a time. */
    whileAny: <A, E, R>(turn: string, change: Effect.Effect<A, E, R>): Effect.Effect<A | null, E, R> =>
      Effect.suspend((): Effect.Effect<A | null, E, R> => {
        const doing = turns.get(turn)
        if (doing === undefined) return Effect.succeed(null)
        const latch = Latch.makeUnsafe()
        doing.change = latch
        return Effect.ensuring(
          change,
          Effect.sync(() => {
            doing.change = null
            latch.openUnsafe()
          }),
        )
      }),
  }
}
