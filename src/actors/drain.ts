/** On the way out: what is owed is performed before the actors stop, for as long as an operator is willing to wait. */
import { Effect, Layer, Schedule } from "effect"
import { Host } from "./host.ts"

const patience = "10 seconds"

/** Stands between the edges, which stop first, and the runtime, which stops last. */
export const DrainLayer: Layer.Layer<never, never, Host> = Layer.effectDiscard(
  Effect.gen(function* () {
    const host = yield* Host
    const done = Effect.sync(() => host.owed() === 0)
    yield* Effect.addFinalizer(() =>
      done.pipe(
        Effect.repeat({ until: (empty) => empty, schedule: Schedule.spaced("50 millis") }),
        Effect.timeoutOrElse({
          duration: patience,
          orElse: () =>
            Effect.logWarning(`${host.owed()} effects are under way still; they go on at the next start`),
        }),
      ),
    )
  }),
)
