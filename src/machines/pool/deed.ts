/** What is decided: what others are told, and what is kept of it. */
import { address } from "../address.ts"
import type { Params } from "../effects.ts"
import type { Change } from "./state.ts"

export type Letter = Params<"Tell">

export interface Deed {
  readonly tells: ReadonlyArray<Letter>
  readonly change: Change
}

export const nothing: Deed = { tells: [], change: {} }

export const tellAgent = (agent: string, event: Letter["event"]): Letter => ({
  to: address("agent", agent),
  event,
})

export const tellPool = (pool: string, event: Letter["event"]): Letter => ({
  to: address("pool", pool),
  event,
})
