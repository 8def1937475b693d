/**
 * A debate: sides speak in turn, for a number of rounds or until they agree, and a judge who must give reasons says who
 * argued best.
 */
import { assign, setup } from "xstate"
import * as board from "./board.ts"
import { face } from "./debate-face.ts"
import { named, type Params } from "../effects.ts"
import type { DebateEvent, Timed } from "../events.ts"
import * as proceedings from "./proceedings.ts"
import * as work from "./work.ts"

export interface DebateInput {
  readonly id: string
}

interface Args {
  readonly context: proceedings.Proceedings
  readonly event: Timed<DebateEvent>
}

const theTurn = ({ context }: Args): Params<"Allocate"> => ({ turn: context.turn! })
const underWay = ({ context }: Args): Params<"Release"> => proceedings.underWay(context)
const greet = ({ context }: Args): Params<"Tell"> => work.greeting(context.motion!)
const begun = ({ context }: Args): Params<"Tell"> =>
  work.begun(proceedings.addressOf(context), context.motion!.topic, context.motion!)
const ended = ({ context }: Args): Params<"Tell"> =>
  work.ended(proceedings.addressOf(context), context.motion!)
const overheard = ({ context, event }: Args): Params<"Tell"> => work.overheard(context.motion!, event)

const giveUp = { type: "Release", params: underWay } as const
const hear = { type: "Tell", params: overheard } as const

export const debate = setup({
  types: {
    context: {} as proceedings.Proceedings,
    events: {} as Timed<DebateEvent>,
    input: {} as DebateInput,
  },
  delays: {
    turnTime: ({ context }) => proceedings.turnTime(context),
    redrawTime: board.redrawTime,
    backoff: ({ context }) => board.backoff(context),
  },
  guards: {
    ...board.guards,
    isTheirTurn: ({ context, event }) =>
      (event.type === "ANSWERED" || event.type === "UNANSWERED") && event.turn === context.turn?.id,
    floorIsFree: ({ context }) => context.turn === null,
    isUnheard: ({ context }) =>
      context.turn === null && proceedings.isOver(context) && proceedings.isUnheard(context),
    isOver: ({ context }) => context.turn === null && proceedings.isOver(context),
    isJudged: ({ context }) => context.outcome !== null,
    mayStop: ({ context, event }) => event.type === "PRESSED" && proceedings.mayStop(context, event),
  },
  actions: {
    Show: named<"Show">(),
    Tell: named<"Tell">(),
    Allocate: named<"Allocate">(),
    Release: named<"Release">(),
    ...board.actions<proceedings.Proceedings, Timed<DebateEvent>>(),
    open: assign(({ context, event }) =>
      event.type === "OPEN_DEBATE" ? proceedings.open(context, event) : {},
    ),
    callSide: assign(({ context, event }) => proceedings.callSide(context, event.at)),
    callJudge: assign(({ context, event }) => proceedings.callJudge(context, event.at)),
    noteStatement: assign(({ context, event }) =>
      event.type === "ANSWERED" ? proceedings.stated(context, event) : {},
    ),
    forfeit: assign(({ context, event }) =>
      proceedings.forfeit(
        context,
        event.type === "UNANSWERED" ? event.reason : "no answer in time",
        event.at,
      ),
    ),
    noteVerdict: assign(({ context, event }) =>
      event.type === "ANSWERED" ? proceedings.judge(context, event) : {},
    ),
    goWithout: assign(({ context, event }) =>
      proceedings.withoutVerdict(
        context,
        event.type === "UNANSWERED"
          ? `the judge could not answer: ${event.reason}`
          : "the judge did not answer in time",
      ),
    ),
    callOff: assign(({ context }) => proceedings.withoutVerdict(context, "nobody spoke")),
    stop: assign(({ context, event }) => proceedings.stop(context, "by" in event ? event.by : null)),
  },
}).createMachine({
  id: "debate",
  version: "1",
  description:
    "Sides speak in turn, until all rounds are over or all agree; a judge gives a verdict with reasons.",
  type: "parallel",
  context: ({ input }) => proceedings.fresh(input.id),
  states: {
    life: {
      initial: "available",
      states: {
        available: {
          description: "Nothing is debated.",
          on: { OPEN_DEBATE: { target: "active", actions: ["open", { type: "Tell", params: begun }] } },
        },
        active: {
          initial: "speaking",
          states: {
            speaking: {
              description: "One side has the floor.",
              entry: ["callSide", { type: "Tell", params: greet }, { type: "Allocate", params: theTurn }],
              always: [
                { guard: "isUnheard", target: "#debate.life.decided", actions: "callOff" },
                { guard: "isOver", target: "judging" },
                { guard: "floorIsFree", target: "speaking", reenter: true },
              ],
              on: {
                ANSWERED: { guard: "isTheirTurn", actions: [hear, "noteStatement"] },
                UNANSWERED: { guard: "isTheirTurn", actions: "forfeit" },
              },
              after: { turnTime: { actions: [giveUp, "forfeit"] } },
            },
            judging: {
              description: "The judge is asked for a verdict with reasons; once more, when it gives none.",
              entry: ["callJudge", { type: "Tell", params: greet }, { type: "Allocate", params: theTurn }],
              always: [
                { guard: "isJudged", target: "#debate.life.decided" },
                { guard: "floorIsFree", target: "judging", reenter: true },
              ],
              on: {
                ANSWERED: { guard: "isTheirTurn", actions: [hear, "noteVerdict"] },
                UNANSWERED: { guard: "isTheirTurn", actions: "goWithout" },
              },
              after: { turnTime: { actions: [giveUp, "goWithout"] } },
            },
          },
          always: { guard: "isUnseen", target: "stopped", actions: [giveUp, "stop"] },
          on: {
            PRESSED: { guard: "mayStop", target: "stopped", actions: [giveUp, "stop"] },
            STOP: { target: "stopped", actions: [giveUp, "stop"] },
          },
        },
        decided: {
          description: "The verdict stands on the board, or why there is none.",
          tags: "ended",
          entry: { type: "Tell", params: ended },
        },
        stopped: {
          description: "Ended before its end.",
          tags: "ended",
          entry: { type: "Tell", params: ended },
        },
      },
    },
    board: board.region(face),
  },
})
