/**
 * One question put to the vote: people press buttons, agents are asked once each, the count is public, and what the rules
 * make of it at the end stands on the board.
 */
import { and, assign, setup } from "xstate"
import * as board from "./board.ts"
import { named, type Params } from "../effects.ts"
import type { Timed, VoteEvent } from "../events.ts"
import { face } from "./poll-face.ts"
import * as poll from "./poll.ts"
import * as work from "./work.ts"

export interface VoteInput {
  readonly id: string
}

interface Args {
  readonly context: poll.Poll
  readonly event: Timed<VoteEvent>
}

const nextTurn = ({ context }: Args): Params<"Allocate"> => ({ turn: context.waiting[0]! })
const asked = ({ context }: Args): Params<"Release"> => poll.asked(context)
const greet = ({ context }: Args): Params<"Tell"> => work.greeting(context.ballot!)
const begun = ({ context }: Args): Params<"Tell"> =>
  work.begun(poll.addressOf(context), context.ballot!.question, context.ballot!)
const ended = ({ context }: Args): Params<"Tell"> => work.ended(poll.addressOf(context), context.ballot!)
const overheard = ({ context, event }: Args): Params<"Tell"> => work.overheard(context.ballot!, event)

const giveUp = { type: "Release", params: asked } as const
const voteAgain = { target: "open", reenter: true, actions: [giveUp, "again"] } as const
const countVotes = { target: "decided", actions: [giveUp, "decide"] } as const

export const vote = setup({
  types: {
    context: {} as poll.Poll,
    events: {} as Timed<VoteEvent>,
    input: {} as VoteInput,
  },
  delays: {
    openTime: ({ context }) => poll.openFor(context),
    redrawTime: board.redrawTime,
    backoff: ({ context }) => board.backoff(context),
  },
  guards: {
    ...board.guards,
    agentWaits: ({ context }) => context.waiting.length > 0,
    placeFree: ({ context }) => Object.keys(context.underWay).length < poll.atOnce,
    isAsked: ({ context, event }) =>
      (event.type === "ANSWERED" || event.type === "UNANSWERED") && poll.isAsked(context, event.turn),
    isVote: ({ context, event }) => event.type === "PRESSED" && poll.changes(context, event),
    mayEnd: ({ context, event }) => event.type === "PRESSED" && poll.mayEnd(context, event),
    isClose: ({ event }) => event.type === "PRESSED" && event.button === "close",
    isCancel: ({ event }) => event.type === "PRESSED" && event.button === "cancel",
    isVotedAgain: ({ context }) => poll.isVotedAgain(context),
  },
  actions: {
    Show: named<"Show">(),
    Tell: named<"Tell">(),
    Allocate: named<"Allocate">(),
    Release: named<"Release">(),
    ...board.actions<poll.Poll, Timed<VoteEvent>>(),
    open: assign(({ context, event }) => (event.type === "OPEN_VOTE" ? poll.open(context, event) : {})),
    again: assign(({ context, event }) => poll.again(context, event.at)),
    ask: assign(({ context }) => poll.ask(context)),
    cast: assign(({ context, event }) => (event.type === "PRESSED" ? poll.cast(context, event) : {})),
    noteAnswer: assign(({ context, event }) =>
      event.type === "ANSWERED" ? poll.answered(context, event) : {},
    ),
    noteSilence: assign(({ context, event }) =>
      event.type === "UNANSWERED" ? poll.unanswered(context, event) : {},
    ),
    decide: assign(({ context }) => poll.decide(context)),
    cancel: assign(({ context, event }) => poll.cancel(context, "by" in event ? event.by : null)),
  },
}).createMachine({
  id: "vote",
  version: "1",
  description:
    "One question put to the vote: buttons for people, a turn for each agent, the count in public.",
  type: "parallel",
  context: ({ input }) => poll.fresh(input.id),
  states: {
    life: {
      initial: "available",
      states: {
        available: {
          description: "Nothing has been put to the vote.",
          on: { OPEN_VOTE: { target: "open", actions: ["open", { type: "Tell", params: begun }] } },
        },
        open: {
          description: "People press, and agents are asked, at most three at once.",
          always: [
            { guard: "isUnseen", target: "cancelled", actions: [giveUp, "cancel"] },
            {
              guard: and(["agentWaits", "placeFree"]),
              actions: [{ type: "Tell", params: greet }, { type: "Allocate", params: nextTurn }, "ask"],
            },
          ],
          on: {
            PRESSED: [
              { guard: "isVote", actions: "cast" },
              { guard: and(["isClose", "mayEnd", "isVotedAgain"]), ...voteAgain },
              { guard: and(["isClose", "mayEnd"]), ...countVotes },
              { guard: and(["isCancel", "mayEnd"]), target: "cancelled", actions: [giveUp, "cancel"] },
            ],
            ANSWERED: { guard: "isAsked", actions: [{ type: "Tell", params: overheard }, "noteAnswer"] },
            UNANSWERED: { guard: "isAsked", actions: "noteSilence" },
            STOP: { target: "cancelled", actions: [giveUp, "cancel"] },
          },
          after: { openTime: [{ guard: "isVotedAgain", ...voteAgain }, countVotes] },
        },
        decided: {
          description: "What the rules make of the count stands on the board.",
          tags: "ended",
          entry: { type: "Tell", params: ended },
        },
        cancelled: {
          description: "Ended without a count.",
          tags: "ended",
          entry: { type: "Tell", params: ended },
        },
      },
    },
    board: board.region(face),
  },
})
