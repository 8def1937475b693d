import { Effect } from "effect"
import { Refusal } from "./refusal.ts"

/** A synchronous change as an effect that fails with its Refusal; any other error is a defect. */
export const attempt = <A>(change: () => A): Effect.Effect<A, Refusal> =>
  Effect.try({ try: change, catch: (error) => error }).pipe(
    Effect.catch((error) => (error instanceof Refusal ? Effect.fail(error) : Effect.die(error))),
  )
