/** The charts and the beginning of every actor: its chart and that chart's past by its kind, its input by its address. */
import { idOf, kindOf, type Address, type Kind } from "../machines/address.ts"
import { charts } from "../machines/index.ts"
import { retired } from "../machines/retired.ts"
import { poolOf } from "./placement.ts"
import type { Ledger } from "./ledger.ts"
import { makeLineage, type Lineage } from "./lineage.ts"
import { recover } from "./recovery.ts"
import type { Stepper } from "./step.ts"
import type { Claim } from "./store.ts"

const lineages = Object.fromEntries(
  Object.entries(charts).map(([kind, chart]) => [kind, makeLineage(chart, retired[kind as Kind])]),
) as Record<Kind, Lineage>

export const lineageOf = (address: Address): Lineage => lineages[kindOf(address)]

export const stepperOf = (address: Address): Stepper => lineageOf(address).today

/** What an actor's chart begins with. */
export const inputOf = (address: Address) => ({ id: idOf(address), pool: poolOf(address) })

/**
 * An actor as the store has it.
 *
 * @throws JournalBroken
 */
export const ledgerOf = (address: Address, claim: Claim): Ledger =>
  recover(address, lineageOf(address), inputOf(address), claim)
