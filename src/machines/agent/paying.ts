/** How an agent has a turn paid for: asked of every budget at once, settled when the model has answered, given back otherwise. */
import { address, type Address } from "../address.ts"
import type { Params } from "../effects.ts"
import type { AgentEvent, Timed } from "../events.ts"
import type { Turn, Usage } from "../values.ts"

export interface Payer {
  readonly id: string
  readonly turn: Turn | null
  readonly granted: ReadonlyArray<Address>
  readonly spent: number
}

type Letter = Params<"Tell">

const tokensOf = ({ input, output }: Usage): number => input + output

const limitsOf = ({ turn }: Payer) => turn?.claim?.limits ?? []

export const isPaid = (payer: Payer): boolean => limitsOf(payer).every(({ of }) => payer.granted.includes(of))

export const reservations = (payer: Payer): ReadonlyArray<Letter> =>
  limitsOf(payer).map((limit) => {
    const { id, claim, message } = payer.turn!
    return {
      to: limit.of,
      event: {
        type: "RESERVE",
        turn: id,
        tokens: claim!.tokens,
        limit,
        asker: address("agent", payer.id),
        channel: message.channel,
        by: message.author,
      },
    }
  })

/** A budget agrees; what it says of a turn that is over is returned already. */
export const granted = (
  payer: Payer,
  { turn, budget }: Extract<AgentEvent, { type: "GRANTED" }>,
): { readonly granted: ReadonlyArray<Address> } => ({
  granted: turn === payer.turn?.id ? [...payer.granted, budget] : payer.granted,
})

const settled = (payer: Payer, tokens: number): ReadonlyArray<Letter> =>
  limitsOf(payer).map(({ of }) => ({
    to: of,
    event: { type: "SETTLE", turn: payer.turn!.id, tokens },
  }))

/** What the turn took before, and the answer. */
export const settlements = (payer: Payer, event: Timed<AgentEvent>): ReadonlyArray<Letter> => {
  if (event.type !== "THOUGHT") throw new Error("only a THOUGHT is settled")
  return settled(payer, payer.spent + tokensOf(event.usage))
}

/** With what a model took that wants tools used, or that a tool asked. */
export const spent = (payer: Payer, usage: Usage | undefined): { readonly spent: number } => ({
  spent: payer.spent + (usage === undefined ? 0 : tokensOf(usage)),
})

/**
 * To each that was asked, whatever it said or will say: letters to one budget arrive in order. What was taken before the turn was
 * given up is paid for.
 */
export const returns = (payer: Payer): ReadonlyArray<Letter> =>
  payer.spent > 0
    ? settled(payer, payer.spent)
    : limitsOf(payer).map(({ of }) => ({ to: of, event: { type: "RETURN", turn: payer.turn!.id } }))
