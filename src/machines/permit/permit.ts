/**
 * Calls of one tool that a person has to allow: asked with buttons where the agent was spoken to, all that wait on one board,
 * remembered as far as they say, and not done when nobody answers.
 */
import { assign, enqueueActions, setup } from "xstate"
import { named } from "../effects.ts"
import type { Timed } from "../events.ts"
import * as board from "../team/board.ts"
import { verdictOf } from "./answer.ts"
import * as asking from "./asking.ts"
import type { PermitEvent } from "./events.ts"
import { face } from "./face.ts"
import type { Permit } from "./kept.ts"
import { rulingsOf } from "./reach.ts"

export interface PermitInput {
  readonly id: string
}

export const permit = setup({
  types: {
    context: {} as Permit,
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
    isRefused: ({ context, event }) => event.type === "ASK" && asking.refusedAtOnce(context, event) !== null,
    isAsking: ({ context }) => asking.isAsking(context),
    isLast: ({ context, event }) => event.type === "WITHDRAW_ASK" && asking.isLast(context, event),
    hasNext: ({ context }) => context.next.length > 0,
    hasNone: ({ context }) => context.next.length === 0,
    isClosed: ({ context }) => context.closed,
    isYes: ({ context, event }) =>
      event.type === "PRESSED" && verdictOf(event) === "allow" && asking.decides(context, event),
    isNo: ({ context, event }) =>
      event.type === "PRESSED" && verdictOf(event) === "deny" && asking.decides(context, event),
    isScope: ({ context, event }) => event.type === "PRESSED" && asking.toggles(context, event),
  },
  actions: {
    Show: named<"Show">(),
    Tell: named<"Tell">(),
    ...board.actions<Permit, Timed<PermitEvent>>(),
    refuse: enqueueActions(({ context, event, enqueue }) => {
      if (event.type === "ASK") enqueue({ type: "Tell", params: asking.refusal(context, event) })
    }),
    queue: assign(({ context, event }) => (event.type === "ASK" ? asking.queue(context, event) : {})),
    open: assign(({ context, event }) => asking.open(context, event.at)),
    join: assign(({ context, event }) => (event.type === "ASK" ? asking.join(context, event) : {})),
    drop: assign(({ context, event }) => (event.type === "WITHDRAW_ASK" ? asking.drop(context, event) : {})),
    decide: assign(({ context, event }) => (event.type === "PRESSED" ? asking.decide(context, event) : {})),
    toggle: assign(({ context }) => asking.toggle(context)),
    giveUp: assign(({ context }) => asking.give(context, asking.unanswered)),
    noteUnseen: assign(({ context }) => asking.give(context, asking.unseen(context))),
    withdraw: assign(({ context }) => asking.give(context, "the answer is over")),
    stop: assign(({ context }) => asking.give(context, "it was stopped")),
    close: assign(({ context, event }) => asking.close(context, event)),
    remember: enqueueActions(({ context, enqueue }) => {
      for (const params of rulingsOf(context)) enqueue({ type: "Tell", params })
    }),
    answer: enqueueActions(({ context, enqueue }) => {
      for (const params of asking.permitted(context)) enqueue({ type: "Tell", params })
    }),
    turnAway: enqueueActions(({ context, event, enqueue }) => {
      const why = event.type === "STOP" ? "it was stopped" : "nobody could be asked here"
      for (const params of asking.turnedAway(context, why)) enqueue({ type: "Tell", params })
      enqueue.assign({ next: [] })
    }),
  },
}).createMachine({
  id: "permit",
  version: "1",
  description: "Calls of one tool, by one agent for one person in one channel, that somebody has to allow.",
  type: "parallel",
  context: ({ input }) => asking.fresh(input.id),
  states: {
    life: {
      initial: "available",
      on: {
        ASK: [
          { guard: "isRefused", actions: "refuse" },
          {
            guard: "isAsking",
            target: ".asking",
            actions: "join",
            description: "One board asks about all of them.",
          },
          { target: ".queued", actions: "queue" },
        ],
        WITHDRAW_ASK: { actions: "drop" },
        SHOWN: { actions: "close" },
        UNSHOWN: { actions: "close" },
      },
      states: {
        available: { description: "Nothing has been asked." },
        queued: {
          description: "Asked once the board shows how the last question ended.",
          always: [
            { guard: "hasNone", target: "withdrawn" },
            { guard: "isClosed", target: "asking", actions: "open" },
          ],
          on: { STOP: { target: "withdrawn", actions: "turnAway" } },
          after: { askedFor: { target: "withdrawn", actions: "turnAway" } },
        },
        asking: {
          description: "Whose message it is decides, or who may manage messages there.",
          always: { guard: "isUnseen", target: "denied", actions: "noteUnseen" },
          on: {
            PRESSED: [
              { guard: "isYes", target: "allowed", actions: "decide" },
              { guard: "isNo", target: "denied", actions: "decide" },
              { guard: "isScope", actions: "toggle" },
            ],
            WITHDRAW_ASK: { guard: "isLast", target: "withdrawn", actions: "withdraw" },
            STOP: { target: "denied", actions: ["stop", "turnAway"] },
          },
          after: { askedFor: { target: "denied", actions: "giveUp" } },
        },
        allowed: {
          description: "The agent may; what was said is remembered as far as it was said.",
          tags: "ended",
          entry: ["remember", "answer"],
          always: { guard: "hasNext", target: "queued" },
        },
        denied: {
          description: "The agent may not: somebody said so, or nobody said anything.",
          tags: "ended",
          entry: ["remember", "answer"],
          always: { guard: "hasNext", target: "queued" },
        },
        withdrawn: {
          description: "Nobody waits for it any more.",
          tags: "ended",
          always: { guard: "hasNext", target: "queued" },
        },
      },
    },
    board: board.region(face),
  },
})
