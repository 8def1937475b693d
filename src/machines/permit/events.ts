/** What is told of a call of a tool that somebody has to permit. */
import { Schema } from "effect"
import { Address } from "../address.ts"
import { board, event, STOP } from "../event.ts"
import { Judged } from "../tools/call.ts"
import { Turn } from "../values.ts"

/** An agent wants to use a tool, if somebody lets it → in time PERMITTED, to the agent. */
export const ASK = event("ASK", { turn: Turn, use: Judged, agent: Address })

/** The turn is over without it: nobody need answer any more. */
export const WITHDRAW_ASK = event("WITHDRAW_ASK", { turn: Schema.String, use: Schema.String, agent: Address })

export const PermitEvent = Schema.Union([ASK, WITHDRAW_ASK, STOP, board.SHOWN, board.UNSHOWN, board.PRESSED])
export type PermitEvent = typeof PermitEvent.Type
