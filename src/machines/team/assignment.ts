/**
 * A task that a person, or the manager for them, hands to an agent, which does it and reports back to who assigned it.
 *
 * It is asked once; when its process dies meanwhile, the next one goes on waiting for the same turn.
 */
import { assign, setup } from "xstate"
import * as purchase from "../budget/purchase.ts"
import * as board from "./board.ts"
import { named, type Params } from "../effects.ts"
import * as errand from "./errand.ts"
import type { AssignmentEvent, Timed } from "../events.ts"
import * as work from "./work.ts"

export interface AssignmentInput {
  readonly id: string
}

interface Args {
  readonly context: errand.Errand
  readonly event: Timed<AssignmentEvent>
}

const theTurn = ({ context }: Args): Params<"Allocate"> => ({ turn: errand.turnOf(context) })
const givenUp = ({ context }: Args): Params<"Release"> => ({ turns: [errand.turnOf(context)] })
const whoDoesIt = ({ context }: Pick<Args, "context">): Params<"Route"> => errand.question(context)
const report = ({ context }: Args): Params<"Notice"> => errand.call(context)
const greet = ({ context }: Args): Params<"Tell"> => work.greeting(context)
const begun = ({ context }: Args): Params<"Tell"> =>
  work.begun(errand.addressOf(context), context.task, context)
const ended = ({ context }: Args): Params<"Tell"> => work.ended(errand.addressOf(context), context)
const overheard = ({ context, event }: Args): Params<"Tell"> => work.overheard(context, event)

const giveUp = { type: "Release", params: givenUp } as const
const callBack = { type: "Notice", params: report } as const
const end = { type: "Tell", params: ended } as const

export const assignment = setup({
  types: {
    context: {} as errand.Errand,
    events: {} as Timed<AssignmentEvent>,
    input: {} as AssignmentInput,
  },
  delays: {
    patience: errand.patience,
    payTime: purchase.payTime,
    redrawTime: board.redrawTime,
    backoff: ({ context }) => board.backoff(context),
  },
  guards: {
    ...board.guards,
    ...purchase.guards,
    isNamed: ({ event }) => event.type === "ASSIGN" && event.agent !== null,
    isChosen: ({ context, event }) => event.type === "ROUTED" && errand.isChosen(context, event),
    isIts: ({ context, event }) =>
      (event.type === "ANSWERED" || event.type === "UNANSWERED") && errand.isIts(context, event.turn),
    mayStop: ({ context, event }) => event.type === "PRESSED" && errand.mayStop(context, event),
  },
  actions: {
    Show: named<"Show">(),
    Tell: named<"Tell">(),
    Route: named<"Route">(),
    Allocate: named<"Allocate">(),
    Release: named<"Release">(),
    Cancel: named<"Cancel">(),
    Notice: named<"Notice">(),
    ...board.actions<errand.Errand, Timed<AssignmentEvent>>(),
    ...purchase.actions<errand.Errand, Timed<AssignmentEvent>>(errand.askerOf),
    take: assign(({ context, event }) => (event.type === "ASSIGN" ? errand.assigned(context, event) : {})),
    choose: assign(({ context, event }) => (event.type === "ROUTED" ? errand.chose(context, event) : {})),
    noteReport: assign(({ context, event }) =>
      event.type === "ANSWERED" ? errand.reported(context, event) : {},
    ),
    noteFailure: assign(({ context, event }) => errand.failed(context, event)),
    stop: assign(({ context, event }) => errand.stop(context, "by" in event ? event.by : null, event.at)),
  },
}).createMachine({
  id: "assignment",
  version: "1",
  description: "A task that is handed to an agent, which reports back.",
  type: "parallel",
  context: ({ input }) => errand.blank(input.id),
  states: {
    life: {
      initial: "available",
      states: {
        available: {
          description: "Nothing has been assigned.",
          on: {
            ASSIGN: [
              { guard: "isNamed", target: "working", actions: ["take", { type: "Tell", params: begun }] },
              { target: "choosing", actions: ["take", { type: "Tell", params: begun }] },
            ],
          },
        },
        choosing: {
          description: "The manager is asked who does it.",
          ...purchase.asking(whoDoesIt),
          always: { guard: "isUnseen", target: "stopped", actions: "stop" },
          on: {
            ROUTED: [
              { guard: "isChosen", target: "working", actions: "choose" },
              { target: "failed", actions: ["noteFailure", callBack] },
            ],
            PRESSED: { guard: "mayStop", target: "stopped", actions: "stop" },
            STOP: { target: "stopped", actions: "stop" },
          },
        },
        working: {
          description: "An agent does it.",
          entry: [
            { type: "Tell", params: greet },
            { type: "Allocate", params: theTurn },
          ],
          always: { guard: "isUnseen", target: "stopped", actions: [giveUp, "stop"] },
          on: {
            ANSWERED: {
              guard: "isIts",
              target: "done",
              actions: [{ type: "Tell", params: overheard }, "noteReport", callBack],
            },
            UNANSWERED: { guard: "isIts", target: "failed", actions: ["noteFailure", callBack] },
            PRESSED: { guard: "mayStop", target: "stopped", actions: [giveUp, "stop"] },
            STOP: { target: "stopped", actions: [giveUp, "stop"] },
          },
          after: { patience: { target: "failed", actions: [giveUp, "noteFailure", callBack] } },
        },
        done: { description: "The report stands in the channel.", tags: "ended", entry: end },
        failed: { description: "There is no report, and the board says why.", tags: "ended", entry: end },
        stopped: { description: "Somebody stopped it.", tags: "ended", entry: end },
      },
    },
    board: board.region(errand.face),
  },
})
