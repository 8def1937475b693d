import { Console, Effect } from "effect"

/**
 * Told to stop in the middle, a command that is asked for a verdict has none: it says how far it came, and ends with 130, as
 * shells have it for what SIGINT ended.
 */
export const stopped = (howFar: () => string) =>
  Effect.onInterrupt(() =>
    Effect.andThen(
      Console.error(`orrery: stopped ${howFar()}`),
      Effect.sync(() => {
        process.exitCode = 130
      }),
    ),
  )
