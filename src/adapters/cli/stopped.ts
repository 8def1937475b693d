import { Console, Effect } from "effect"

/** What a shell has for what a signal ended: 128, and the number of the signal. */
const codes = { SIGINT: 130, SIGTERM: 143 }

/** Told to stop in the middle, a command that is asked for a verdict or a file has none: it says how far it came, and ends as stopped. */
export const stopped =
  (howFar: () => string) =>
  <A, E, R>(work: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.suspend(() => {
      let code = codes.SIGINT
      const told = () => {
        code = codes.SIGTERM
      }
      // Before whoever interrupts us at the same signal.
      process.prependOnceListener("SIGTERM", told)
      return work.pipe(
        Effect.onInterrupt(() =>
          Effect.andThen(
            Console.error(`orrery: stopped ${howFar()}`),
            Effect.sync(() => {
              process.exitCode = code
            }),
          ),
        ),
        Effect.ensuring(Effect.sync(() => process.off("SIGTERM", told))),
      )
    })
