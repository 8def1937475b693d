/** Who owns an actor, wherever that is, takes somebody out of it: nobody else may write it. */
import { Context, type Effect } from "effect"
import type { Address } from "../../machines/address.ts"
import type { ActorUnavailable } from "../mail.ts"
import type { Undoing } from "./undoing.ts"

export class Owners extends Context.Service<
  Owners,
  {
    /**
     * Puts an actor's past into one record without somebody, or erases it, while it is out of memory. False: it has just moved to
     * another owner, and is as it was; ask again.
     */
    readonly forget: (address: Address, undoing: Undoing) => Effect.Effect<boolean, ActorUnavailable>
  }
>()("orrery/actors/Owners") {}
