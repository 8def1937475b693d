/** Where operators hear of what they should see to. Outside of a whole Orrery there is nobody. */
import { Context, Data, Effect } from "effect"

/** It could not be told. `reason` is for the log, and holds no secret. */
export class NotTold extends Data.TaggedError("NotTold")<{ readonly reason: string }> {}

export interface Bell {
  /** Each way of telling, by its name, on its own: one that does not work holds up no other. `key`: the same for each attempt. */
  readonly ring: (
    key: string,
    text: string,
  ) => ReadonlyArray<{
    readonly to: string
    readonly tell: Effect.Effect<void, NotTold>
  }>
}

export class OperatorsBell extends Context.Reference<Bell>("orrery/actors/OperatorsBell", {
  defaultValue: () => ({ ring: () => [] }),
}) {}
