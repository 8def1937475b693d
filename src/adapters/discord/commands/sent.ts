/** What is said to an interaction. */
import { Effect } from "effect"
import { restFailed } from "../rest-errors.ts"

/**
 * Whether Discord took the answer to `what`, such as `/status`. When it did not, the time for one is over, and nobody is there to
 * tell.
 */
export const sent = (what: string, answer: () => Promise<unknown>): Effect.Effect<boolean> =>
  Effect.tryPromise({ try: answer, catch: restFailed }).pipe(
    Effect.as(true),
    Effect.catch(({ message }) =>
      Effect.as(Effect.logWarning(`Discord took no answer to ${what}: ${message}`), false),
    ),
  )
