/** The stepper and the beginning of every actor: its chart by its kind, its input by its address. */
import { idOf, kindOf, type Address, type Kind } from "../machines/address.ts"
import { charts } from "../machines/index.ts"
import { poolOf } from "./placement.ts"
import type { Ledger } from "./ledger.ts"
import { recover } from "./recovery.ts"
import { makeStepper, type Stepper } from "./step.ts"
import type { Claim } from "./store.ts"

const steppers = Object.fromEntries(
  Object.entries(charts).map(([kind, chart]) => [kind, makeStepper(chart)]),
) as Record<Kind, Stepper>

export const stepperOf = (address: Address): Stepper => steppers[kindOf(address)]

/** What an actor's chart begins with. */
export const inputOf = (address: Address) => ({ id: idOf(address), pool: poolOf(address) })

/**
 * An actor as the store has it.
 *
 * @throws JournalBroken
 */
export const ledgerOf = (address: Address, claim: Claim): Ledger =>
  recover(address, stepperOf(address), inputOf(address), claim)
