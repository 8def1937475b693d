/**
 * One run of a workflow: its steps are asked of agents, or decided by people, until all are over or one fails for good.
 *
 * Which steps there are is the plan's, kept in the context; the chart says what a run can be doing. Its board is drawn beside it.
 */
import { and, assign, setup } from "xstate"
import { named, type Params } from "../effects.ts"
import type { Timed, WorkflowEvent } from "../events.ts"
import * as board from "./board.ts"
import * as face from "./run-face.ts"
import * as run from "./run.ts"
import * as work from "./work.ts"

export interface WorkflowInput {
  readonly id: string
}

interface Args {
  readonly context: run.Run
  readonly event: Timed<WorkflowEvent>
}

const greet = ({ context }: Args): Params<"Tell"> => work.greeting(context)
const begun = ({ context }: Args): Params<"Tell"> => work.begun(run.addressOf(context), context.name, context)
const ended = ({ context }: Args): Params<"Tell"> => work.ended(run.addressOf(context), context)
const nextTurn = ({ context }: Args): Params<"Allocate"> => ({
  turn: run.turnOf(context, run.nextStep(context)!),
})
const allTurns = ({ context }: Args): Params<"Release"> => ({ turns: run.turnsOf(context) })
const lateTurns = ({ context, event }: Args): Params<"Release"> => ({
  turns: run.lateTurns(context, event.at),
})
const overheard = ({ context, event }: Args): Params<"Tell"> => work.overheard(context, event)

export const workflow = setup({
  types: {
    context: {} as run.Run,
    events: {} as Timed<WorkflowEvent>,
    input: {} as WorkflowInput,
  },
  delays: {
    /** Until an agent has taken too long, nobody has decided, or a step may be tried again. */
    firstDue: ({ context, event }) => Math.max(0, (run.firstDue(context) ?? event.at) - event.at),
    redrawTime: board.redrawTime,
    backoff: ({ context }) => board.backoff(context),
  },
  guards: {
    agentNext: ({ context }) => typeof run.nextStep(context)?.agent?.id === "string",
    peopleNext: ({ context }) => run.nextStep(context)?.agent === null,
    isDone: ({ context }) => run.isDone(context),
    isBroken: ({ context }) => run.isBroken(context),
    waitsForPeople: ({ context }) => run.waitsForPeople(context),
    isUnderWay: ({ context, event }) =>
      (event.type === "ANSWERED" || event.type === "UNANSWERED") &&
      run.stepOf(context, event.turn) !== undefined,
    /** Who began the run, or who manages messages in its channel. */
    mayDecide: ({ context, event }) =>
      event.type === "PRESSED" &&
      event.channel === context.channel &&
      (event.manages || event.by.id === context.by.id),
    decidesStep: ({ context, event }) =>
      event.type === "PRESSED" && run.decisionOf(context, event.button) !== null,
    isStop: ({ event }) => event.type === "PRESSED" && event.button === "stop",
    /** Something is to be seen that is not, and nothing else happens at once. */
    isStale: ({ context }) => run.isSettled(context) && context.shown !== face.textOf(context),
    mayShowAgain: ({ event }) => event.type === "UNSHOWN" && event.retry,
  },
  actions: {
    Tell: named<"Tell">(),
    Allocate: named<"Allocate">(),
    Release: named<"Release">(),
    Show: named<"Show">(),
    begin: assign(({ event }) => (event.type === "BEGIN" ? run.begin(event) : {})),
    countAttempt: assign(({ context }) => run.countAttempt(context)),
    startStep: assign(({ context, event }) => run.start(context, event.at)),
    noteAnswer: assign(({ context, event }) =>
      event.type === "ANSWERED" ? run.answered(context, event) : {},
    ),
    noteFailure: assign(({ context, event }) =>
      event.type === "UNANSWERED" ? run.unanswered(context, event) : {},
    ),
    decide: assign(({ context, event }) => (event.type === "PRESSED" ? run.decide(context, event) : {})),
    expire: assign(({ context, event }) => run.expire(context, event.at)),
    end: assign({ ended: ({ event }) => event.at }),
    noteStop: assign(({ event }) =>
      event.type === "STOP" || event.type === "PRESSED" ? { stoppedBy: event.by } : {},
    ),
    draw: assign(({ context }) => ({ ...board.drawn(context), shown: face.textOf(context) })),
    noteShown: assign(({ context, event }) => (event.type === "SHOWN" ? board.shown(context, event) : {})),
    noteUnshown: assign(({ context, event }) =>
      event.type === "UNSHOWN"
        ? { ...board.unshown(context, event), ...(event.retry ? { shown: "" } : {}) }
        : {},
    ),
  },
}).createMachine({
  id: "workflow",
  version: "1",
  description: "One run of a workflow: steps that agents take and people approve, on one board.",
  type: "parallel",
  context: ({ input }) => run.blank(input.id),
  states: {
    life: {
      initial: "available",
      states: {
        available: {
          description: "Nobody has begun it.",
          on: {
            BEGIN: {
              target: "running",
              actions: ["begin", { type: "Tell", params: greet }, { type: "Tell", params: begun }],
            },
          },
        },
        running: {
          description: "A step begins when those before it are over; at most three agents at once.",
          initial: "working",
          always: [
            { guard: "isBroken", target: "failed" },
            { guard: "isDone", target: "done" },
            {
              guard: "agentNext",
              target: ".working",
              actions: ["countAttempt", { type: "Allocate", params: nextTurn }, "startStep"],
            },
            { guard: "peopleNext", target: ".working", actions: ["countAttempt", "startStep"] },
          ],
          on: {
            ANSWERED: {
              guard: "isUnderWay",
              target: ".working",
              actions: [{ type: "Tell", params: overheard }, "noteAnswer"],
            },
            UNANSWERED: { guard: "isUnderWay", target: ".working", actions: "noteFailure" },
            PRESSED: [
              { guard: and(["mayDecide", "isStop"]), target: "stopped", actions: "noteStop" },
              { guard: and(["mayDecide", "decidesStep"]), target: ".working", actions: "decide" },
            ],
            STOP: { target: "stopped", actions: "noteStop" },
          },
          exit: [{ type: "Release", params: allTurns }, "end", { type: "Tell", params: ended }],
          states: {
            working: {
              always: { guard: "waitsForPeople", target: "approving" },
              after: {
                firstDue: {
                  target: "working",
                  reenter: true,
                  actions: [{ type: "Release", params: lateTurns }, "expire"],
                },
              },
            },
            approving: {
              description: "Nothing goes on before people decide.",
              after: { firstDue: { target: "working", actions: "expire" } },
            },
          },
        },
        done: { tags: "ended" },
        failed: { description: "A step failed for good.", tags: "ended" },
        stopped: { description: "Somebody stopped it.", tags: "ended" },
      },
    },
    board: board.region(face.faceOf),
  },
})
