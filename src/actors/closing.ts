/** Ends that others wait for: what takes too long to end is left to itself, so that what it leans on can end in order. */
import { Effect, Exit, Fiber, Layer, Scope } from "effect"

/** The layer; its end holds up those after it for so many seconds at most, and says so then. `what` names it. */
export const closesWithin = <A, E, R>(
  seconds: number,
  what: string,
  layer: Layer.Layer<A, E, R>,
): Layer.Layer<A, E, R> =>
  Layer.effectContext(
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      yield* Effect.addFinalizer((exit) => close(scope, exit, seconds, what))
      return yield* Layer.buildWithScope(layer, scope)
    }),
  )

const close = (scope: Scope.Closeable, exit: Exit.Exit<unknown, unknown>, seconds: number, what: string) =>
  Effect.gen(function* () {
    const closing = yield* Effect.forkDetach(Scope.close(scope, exit), { startImmediately: true })
    const ended = yield* Fiber.await(closing).pipe(
      Effect.interruptible,
      Effect.timeoutOption(`${seconds} seconds`),
    )
    if (ended._tag === "None")
      yield* Effect.logWarning(`${what} did not end within ${seconds} s, and is left`)
  })
