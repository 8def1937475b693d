/**
 * Tells an actor something without a runtime: for a command beside, or instead of, an Orrery that runs. The store decides, as
 * always: whoever has the actor in memory is fenced, and reads it again. What it comes to owe is done by whoever wakes it next.
 */
import { Clock, Effect, Schema } from "effect"
import type { Address } from "../../machines/address.ts"
import type { Event } from "../../machines/events.ts"
import { draft } from "../draft.ts"
import { limits } from "../ledger.ts"
import { ledgerOf, stepperOf } from "../steppers.ts"
import { Store } from "../store.ts"

/** It does not read, or does not take this event. The operator mends it, and asks again. */
export class NotTold extends Schema.TaggedError<NotTold>()("NotTold", { message: Schema.String }) {}

/** Somebody else has taken it over meanwhile. */
class Taken extends Schema.TaggedError<Taken>()("Taken", {}) {}

/** How often it is taken over from whoever takes it back. */
const attempts = 5

export const tellDirectly = (to: Address, cause: string, event: Event) =>
  Effect.gen(function* () {
    const store = yield* Store
    const claim = yield* store.claim(to)
    const ledger = yield* Effect.try({
      try: () => ledgerOf(to, claim),
      catch: (error) => new NotTold({ message: `${to} does not read: ${String(error)}` }),
    })
    const at = yield* Clock.currentTimeMillis
    const nobody = { accept: () => {}, refuse: () => {}, settles: null, during: null, fires: null }
    const letter = { ...nobody, id: null, at, cause, event }
    const { commit, poisoned } = draft(stepperOf(to), ledger, [letter], [], limits)
    if (commit === null)
      return yield* new NotTold({
        message: `${to} does not take ${event.type}: ${poisoned[0]?.reason ?? ""}`,
      })
    const [result] = yield* store.commit([{ address: to, ...commit }])
    if (result?._tag !== "Committed") return yield* new Taken()
  }).pipe(
    Effect.retry({ times: attempts, while: ({ _tag }) => _tag === "Taken" }),
    Effect.catchTag("Taken", () =>
      Effect.fail(new NotTold({ message: `${to} is taken over again and again: try once more` })),
    ),
  )
