/**
 * One call of a tool that a person has to allow: asked with buttons where the agent was spoken to, remembered as far as they say,
 * and not done when nobody answers.
 */
import { and, assign, enqueueActions, not, setup } from "xstate"
import { named, type Params } from "../effects.ts"
import type { Timed } from "../events.ts"
import * as board from "../team/board.ts"
import * as asking from "./asking.ts"
import type { PermitEvent } from "./events.ts"
import { face } from "./face.ts"

export interface PermitInput {
  readonly id: string
}

interface Args {
  readonly context: asking.Permit
}

const permitted = ({ context }: Args): Params<"Tell"> => asking.permitted(context)

export const permit = setup({
  types: {
    context: {} as asking.Permit,
    events: {} as Timed<PermitEvent>,
    input: {} as PermitInput,
  },
  delays: {
    askedFor: asking.askedFor,
    redrawTime: board.redrawTime,
    backoff: ({ context }) => board.backoff(context),
  },
  guards: {
    ...board.guards,
    isAside: ({ event }) => event.type === "ASK" && event.turn.aside === true,
    mayDecide: ({ context, event }) =>
      event.type === "PRESSED" &&
      event.channel === context.wish?.channel &&
      asking.refusalOf(context, event) === null,
    isDecision: ({ event }) => event.type === "PRESSED" && asking.isDecision(event),
    isYes: ({ event }) => event.type === "PRESSED" && !["no", "never"].includes(event.button),
    isScope: ({ context, event }) => event.type === "PRESSED" && asking.isScope(context, event),
  },
  actions: {
    Show: named<"Show">(),
    Tell: named<"Tell">(),
    ...board.actions<asking.Permit, Timed<PermitEvent>>(),
    ask: assign(({ context, event }) => (event.type === "ASK" ? asking.ask(context, event) : {})),
    decide: assign(({ context, event }) => (event.type === "PRESSED" ? asking.decide(context, event) : {})),
    toggle: assign(({ context }) => asking.toggle(context)),
    askNobody: assign(({ context }) => asking.give(context, asking.unasked)),
    giveUp: assign(({ context }) => asking.give(context, asking.unanswered)),
    noteUnseen: assign(({ context }) => asking.give(context, asking.unseen(context))),
    withdraw: assign(({ context }) => asking.give(context, "the answer is over")),
    stop: assign(({ context }) => asking.give(context, "it was stopped")),
    remember: enqueueActions(({ context, enqueue }) => {
      const params = asking.rulingOf(context)
      if (params !== null) enqueue({ type: "Tell", params })
    }),
  },
}).createMachine({
  id: "permit",
  version: "1",
  description: "One call of a tool that a person has to allow.",
  type: "parallel",
  context: ({ input }) => asking.fresh(input.id),
  states: {
    life: {
      initial: "available",
      states: {
        available: {
          description: "Nothing has been asked.",
          on: {
            ASK: [
              { guard: "isAside", target: "denied", actions: ["ask", "askNobody"] },
              { target: "asking", actions: "ask" },
            ],
            WITHDRAW_ASK: { target: "withdrawn", actions: "withdraw" },
          },
        },
        asking: {
          description: "Whose message it is decides, or who may manage messages there.",
          always: { guard: "isUnseen", target: "denied", actions: "noteUnseen" },
          on: {
            PRESSED: [
              { guard: and(["isDecision", "mayDecide", "isYes"]), target: "allowed", actions: "decide" },
              { guard: and(["isDecision", "mayDecide", not("isYes")]), target: "denied", actions: "decide" },
              { guard: and(["isScope", "mayDecide"]), actions: "toggle" },
            ],
            WITHDRAW_ASK: { target: "withdrawn", actions: "withdraw" },
            STOP: { target: "denied", actions: "stop" },
          },
          after: { askedFor: { target: "denied", actions: "giveUp" } },
        },
        allowed: {
          description: "The agent may; what was said is remembered as far as it was said.",
          tags: "ended",
          entry: ["remember", { type: "Tell", params: permitted }],
        },
        denied: {
          description: "The agent may not: somebody said so, or nobody said anything.",
          tags: "ended",
          entry: ["remember", { type: "Tell", params: permitted }],
        },
        withdrawn: {
          description: "Nobody waits for it any more.",
          tags: "ended",
        },
      },
    },
    board: board.region(face),
  },
})
