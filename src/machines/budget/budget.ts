/**
 * The tokens that a server, a person or an agent may use a day. What an answer may take at most is set aside before the model
 * is asked; what it took is settled afterwards, or nothing, and the rest is free again.
 */
import { assign, setup } from "xstate"
import * as allowance from "./allowance.ts"
import { named, type Params } from "../effects.ts"
import type { BudgetEvent, Timed } from "../events.ts"

export interface BudgetInput {
  readonly id: string
}

interface Args {
  readonly context: allowance.Allowance
  readonly event: Timed<BudgetEvent>
}

const asked = (event: Timed<BudgetEvent>) => {
  if (event.type !== "RESERVE") throw new Error(`${event.type} asks for nothing`)
  return event
}

const granted = ({ context, event }: Args): Params<"Tell"> => allowance.granted(context, asked(event))
const refused = ({ context, event }: Args): Params<"Tell"> => allowance.refused(context, asked(event))

export const budget = setup({
  types: {
    context: {} as allowance.Allowance,
    events: {} as Timed<BudgetEvent>,
    input: {} as BudgetInput,
  },
  delays: {
    untilRefill: ({ context, event }) => allowance.untilRefill(context, event.at),
  },
  guards: {
    fits: ({ context, event }) => event.type === "RESERVE" && allowance.fits(context, event),
  },
  actions: {
    Tell: named<"Tell">(),
    reserve: assign(({ context, event }) => allowance.reserve(context, asked(event))),
    noteRefusal: assign(({ context, event }) => allowance.refuse(context, asked(event))),
    settle: assign(({ context, event }) => (event.type === "SETTLE" ? allowance.settle(context, event) : {})),
    giveBack: assign(({ context, event }) =>
      event.type === "RETURN" ? allowance.giveBack(context, event) : {},
    ),
    refill: assign(({ context, event }) => allowance.refill(context, event.at)),
  },
}).createMachine({
  id: "budget",
  version: "1",
  description: "The tokens that a server, a person or an agent may use a day.",
  context: ({ input }) => allowance.blank(input.id),
  initial: "untouched",
  on: {
    RESERVE: [
      { guard: "fits", target: ".open", actions: [{ type: "Tell", params: granted }, "reserve"] },
      { target: ".spent", actions: [{ type: "Tell", params: refused }, "noteRefusal"] },
    ],
    SETTLE: { actions: "settle" },
    RETURN: { actions: "giveBack" },
  },
  states: {
    untouched: { description: "Nobody has used any of it." },
    open: { description: "Answers find enough in it." },
    spent: {
      description: "The last who asked found too little; a new day brings new tokens.",
      after: { untilRefill: { target: "open", actions: "refill" } },
    },
  },
})
