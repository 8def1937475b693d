/** What of a model's failures is the model's fault, so that it is left alone for a while when there are too many of them. */
import { Duration, type Effect } from "effect"
import type { Breakers } from "../../actors/resilience/breakers.ts"
import { CallFailed } from "./failure.ts"

/** Makes the call, unless the model is left alone: then it fails at once, and need not be asked again. */
export const guarded = <A, R>(
  { guard }: Breakers,
  model: string,
  call: Effect.Effect<A, CallFailed, R>,
): Effect.Effect<A, CallFailed, R> =>
  guard({ what: "model", name: model }, call, {
    blames: ({ blame, reason, after }) => (blame === "request" ? null : { why: reason, after }),
    refused: (why) =>
      new CallFailed({
        kind: "left alone",
        reason: `${model} is left alone for a while: ${why}`,
        remedy: "retry",
        again: false,
        after: Duration.zero,
        blame: "service",
      }),
  })
