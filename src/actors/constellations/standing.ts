/** A constellation as the store has it: nothing is woken, nothing taken over. */
import { Effect, Option } from "effect"
import type { Address } from "../../machines/address.ts"
import type { ConstellationContext } from "../../machines/constellation/constellation.ts"
import { ledgerOf } from "../steppers.ts"
import { Store, type Claim } from "../store.ts"

export interface Standing extends ConstellationContext {
  /** It hibernates. */
  readonly asleep: boolean
}

/** One that does not read counts as not there: it says so itself when it is woken. */
const read = (address: Address, claim: Claim): Standing | null =>
  Option.getOrNull(
    Option.map(Option.liftThrowable(ledgerOf)(address, claim), ({ books: { snapshot } }) => ({
      ...(snapshot.context as ConstellationContext),
      asleep: snapshot.hasTag("asleep"),
    })),
  )

/** Null: there is none. */
export const standingOf = (address: Address) =>
  Effect.gen(function* () {
    const claim = yield* (yield* Store).peek(address)
    return claim === null ? null : read(address, claim)
  })
