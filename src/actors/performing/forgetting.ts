/** Takes a step of somebody's departure. */
import { Effect, Option } from "effect"
import type { Address } from "../../machines/address.ts"
import type { EffectOf } from "../../machines/effects.ts"
import type { Event } from "../../machines/events.ts"
import { Owners } from "../forgetting/owners.ts"
import * as steps from "../forgetting/steps.ts"
import type { Mail } from "../mail.ts"
import type { Placement } from "../placement.ts"
import { Store } from "../store.ts"
import { fail } from "./outcome.ts"

type Needs = Mail | Placement | Store | Owners

const taken = (by: Address, wanted: steps.Wanted): Effect.Effect<Event, steps.Trouble, Needs> => {
  switch (wanted.step) {
    case "survey":
      return steps.survey(by, wanted)
    case "quiet":
      return steps.quiet(by, wanted)
    case "erase":
      return steps.erase(by, wanted)
    case "prove":
      return steps.prove(by, wanted)
    case "close":
    case "withdraw":
      return steps.close(by, wanted)
  }
}

const reasonOf = (error: steps.Trouble): string =>
  "message" in error && error.message !== "" ? error.message : error._tag

/** Whatever is in the way passes: it is tried again from the beginning. */
export const forget = (
  by: Address,
  wanted: EffectOf<"Forget">,
): Effect.Effect<Event, never, Mail | Placement> =>
  Effect.gen(function* () {
    const store = Option.getOrNull(yield* Effect.serviceOption(Store))
    const owners = Option.getOrNull(yield* Effect.serviceOption(Owners))
    if (store === null || owners === null) return fail("there is no store here", true)
    return yield* taken(by, wanted).pipe(
      Effect.provideService(Store, store),
      Effect.provideService(Owners, owners),
      Effect.catch((error) => Effect.succeed(fail(reasonOf(error), true))),
    )
  })
