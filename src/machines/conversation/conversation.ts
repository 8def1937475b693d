/**
 * One channel or thread: who is heard, who answers, and who may not.
 *
 * Messages are routed one at a time, in the order they came in; answers run side by side, a bounded number at once.
 * Every message ends as answered or as unrouted, and the tally says so.
 */
import { and, assign, not, setup } from "xstate"
import { named } from "../effects.ts"
import type { ConversationEvent, Timed } from "../events.ts"
import * as amending from "./amending.ts"
import * as purchase from "../budget/purchase.ts"
import * as calls from "./calls.ts"
import * as coordination from "./coordination.ts"
import { guards } from "./guards.ts"
import * as wants from "./wants.ts"
import * as floor from "./floor.ts"
import * as halting from "./halting.ts"
import * as handingOn from "./handing-on.ts"
import { listening } from "./listening.ts"
import * as queueing from "./queueing.ts"
import * as tidying from "./tidying.ts"
import * as turns from "./turns.ts"

export interface ConversationInput {
  readonly id: string
}

export const conversation = setup({
  types: {
    context: {} as floor.Floor,
    events: {} as Timed<ConversationEvent>,
    input: {} as ConversationInput,
  },
  delays: {
    /** Grows with each attempt to connect: 1 s, 2 s, 4 s. */
    backoff: ({ context }) => 1000 * 2 ** (context.attempts - 1),
    quietTime: floor.quietTime,
    pairPause: calls.pairPause,
    idleTimeout: 60 * 60_000,
    tidyTime: tidying.tidyTime,
    payTime: purchase.payTime,
  },
  guards,
  actions: {
    Connect: named<"Connect">(),
    Disconnect: named<"Disconnect">(),
    Route: named<"Route">(),
    Announce: named<"Announce">(),
    Allocate: named<"Allocate">(),
    Release: named<"Release">(),
    Cancel: named<"Cancel">(),
    Notice: named<"Notice">(),
    Show: named<"Show">(),
    Queue: named<"Queue">(),
    Tell: named<"Tell">(),
    ...purchase.actions<floor.Floor, Timed<ConversationEvent>>(floor.askerOf),
    hear: assign(({ context, event }) => (event.type === "MESSAGE" ? floor.hear(context, event) : {})),
    backfill: assign(({ context, event }) =>
      event.type === "CONNECTED" ? floor.backfill(context, event) : {},
    ),
    countAttempt: assign({ attempts: ({ context }) => context.attempts + 1 }),
    forgetAttempts: assign({ attempts: 0 }),
    set: assign(({ context, event }) => (event.type === "SET" ? floor.set(context, event) : {})),
    clear: assign(({ context, event }) => (event.type === "CLEAR" ? floor.clear(context, event) : {})),
    giveToCalled: assign(({ context }) => turns.give(context, turns.called(context))),
    giveToOne: assign(({ context }) => turns.give(context, turns.spokenTo(context))),
    giveToAll: assign(({ context }) => turns.give(context, turns.all(context))),
    giveInOrder: assign(({ context }) => coordination.giveInOrder(context)),
    giveToLead: assign(({ context }) => coordination.giveToLead(context)),
    giveToLine: assign(({ context }) => coordination.giveToLine(context)),
    conclude: assign(({ context }) => handingOn.conclude(context)),
    giveToMatched: assign(({ context }) => turns.give(context, turns.matched(context))),
    giveToAlways: assign(({ context }) => turns.give(context, turns.unasked(context))),
    giveToChosen: assign(({ context, event }) =>
      event.type === "ROUTED" ? turns.give(context, turns.chosen(context, event.responders)) : {},
    ),
    noteChoice: assign(({ context, event }) => (event.type === "ROUTED" ? floor.chose(context, event) : {})),
    letPass: assign(({ context }) => turns.letPass(context)),
    begin: assign(({ context }) => turns.begin(context)),
    noteAnswer: assign(({ context, event }) =>
      event.type === "ANSWERED" ? turns.answered(context, event) : {},
    ),
    noteSilence: assign(({ context, event }) =>
      event.type === "UNANSWERED" ? turns.unanswered(context, event) : {},
    ),
    ...queueing.actions,
    halt: assign(({ context, event }) =>
      event.type === "HALT" || event.type === "PRESSED" ? halting.halt(context, event) : {},
    ),
    beginTidying: assign(({ context }) => tidying.begin(context)),
    noteTidied: assign(({ context }) => tidying.done(context)),
    resume: assign({ halted: null }),
    giveUp: assign(({ context }) => floor.giveUp(context, "closed")),
    noteCaughtUp: assign(({ context, event }) =>
      event.type === "CAUGHT_UP" ? floor.caughtUp(context, event) : {},
    ),
    forgetCatchUp: assign({ catchUp: null }),
    forgetSuperseded: assign({ superseded: [] }),
    goOn: assign(({ context }) => calls.goOn(context)),
    pay: assign(({ context }) => calls.pay(context)),
    lapse: assign(calls.lapse),
    noteBoard: assign(({ context }) => calls.boarded(context)),
    noteShown: assign(({ context, event }) => (event.type === "SHOWN" ? calls.shown(context, event) : {})),
    forgetBoard: assign({ board: null }),
    noteHaltTold: assign(({ context }) => halting.toldOfHalt(context)),
    amend: assign(({ context, event }) => (event.type === "EDITED" ? amending.amend(context, event) : {})),
    forget: assign(({ context, event }) => (event.type === "DELETED" ? amending.forget(context, event) : {})),
  },
}).createMachine({
  id: "conversation",
  version: "2",
  description: "One channel or thread: who is heard, who answers, who may not.",
  context: ({ input }) => floor.open(input.id),
  initial: "available",
  always: [
    {
      guard: and(["isCaughtUp", "owesLine"]),
      actions: [{ type: "Notice", params: wants.away }, "forgetCatchUp"],
      description: "What was missed has been decided: the channel is told, once.",
    },
    { guard: "isCaughtUp", actions: "forgetCatchUp" },
    { guard: "owesHaltLine", actions: [{ type: "Notice", params: wants.halted }, "noteHaltTold"] },
    {
      guard: "hasSuperseded",
      actions: [{ type: "Release", params: wants.superseded }, "forgetSuperseded"],
      description: "Who asked has spoken again: what was not said yet is given up for the newer message.",
    },
    {
      guard: "owesBoard",
      actions: [{ type: "Show", params: wants.spent }, "noteBoard"],
      description: "Agents have called each other as often as they may: the channel says whether they go on.",
    },
    {
      guard: "owesConclusion",
      actions: "conclude",
      description: "What a lead handed on has been answered: it is called to conclude.",
    },
    {
      guard: "owesQueueLine",
      actions: [{ type: "Queue", params: wants.queueLine }, "showQueue"],
      description: "Turns wait for an agent, wait elsewhere, or wait no more: the channel sees it.",
    },
    {
      guard: "owesClosing",
      actions: [{ type: "Show", params: wants.closed }, "forgetBoard"],
    },
  ],
  on: {
    MESSAGE: { actions: "hear" },
    SET: { actions: "set", description: "A person says how it is to be here." },
    CLEAR: { actions: "clear" },
    CAUGHT_UP: { actions: "noteCaughtUp" },
    EDITED: { actions: "amend" },
    DELETED: { actions: "forget" },
    ANSWERED: { actions: "noteAnswer" },
    UNANSWERED: [
      { guard: and(["isUnderWay", "knowsWhy"]), actions: "noteSilence" },
      { guard: "isUnderWay", actions: [{ type: "Notice", params: wants.whyNot }, "noteSilence"] },
    ],
    QUEUED: { actions: "notePlace" },
    QUEUE_SHOWN: { actions: "noteQueueShown" },
    HALT: { actions: [{ type: "Release", params: wants.allTurns }, "halt"] },
    RESUME: { actions: "resume" },
    SHOWN: { actions: "noteShown" },
    UNSHOWN: { actions: "lapse" },
    PRESSED: [
      { guard: "isContinue", actions: "pay" },
      { guard: "isStop", actions: [{ type: "Release", params: wants.allTurns }, "halt"] },
    ],
  },
  states: {
    available: {
      description: "Nobody has spoken here yet, or not for long.",
      always: { guard: "hasWork", target: "allocated" },
      on: { ALLOCATE: "allocated" },
    },
    allocated: {
      description: "Opening the channel: its last lines are read.",
      initial: "connecting",
      states: {
        connecting: {
          entry: ["countAttempt", { type: "Connect", params: wants.channel }],
          exit: { type: "Cancel", params: { effect: "Connect" } },
          on: { FAIL: { guard: "mayRetry", target: "retrying" } },
        },
        retrying: { after: { backoff: "connecting" } },
      },
      on: {
        CONNECTED: { target: "active", actions: ["backfill", "forgetAttempts"] },
        FAIL: {
          target: "released",
          actions: [{ type: "Release", params: wants.allTurns }, "giveUp", "forgetAttempts"],
        },
      },
    },
    active: {
      initial: "working",
      states: {
        working: {
          type: "parallel",
          always: { guard: "isHalted", target: "halted" },
          states: {
            floor: listening,
            answers: {
              initial: "quiet",
              states: {
                quiet: { always: { guard: "turnWaits", target: "answering" } },
                answering: {
                  description:
                    "At most so many agents answer at once as is set; in turn, one after the other.",
                  always: [
                    {
                      guard: and(["turnWaits", "placeFree"]),
                      actions: [
                        { type: "Tell", params: wants.greeting },
                        { type: "Allocate", params: wants.nextTurn },
                        "begin",
                      ],
                    },
                    { guard: "allAnswered", target: "quiet" },
                  ],
                },
              },
            },
            pairs: {
              initial: "talking",
              states: {
                talking: { always: { guard: "isPaused", target: "pausing" } },
                pausing: {
                  description: "Two agents that go back and forth pause for a minute.",
                  always: { guard: not("isPaused"), target: "talking" },
                  after: { pairPause: { target: "talking", actions: "goOn" } },
                },
              },
            },
            attention: {
              initial: "attentive",
              states: {
                attentive: {
                  after: {
                    quietTime: [
                      { guard: "isQuiet", target: "#conversation.idle" },
                      { target: "attentive", reenter: true },
                    ],
                  },
                },
              },
            },
          },
          on: {
            HALT: {
              target: "halted",
              actions: [{ type: "Release", params: wants.allTurns }, "halt"],
            },
          },
        },
        halted: {
          description: "STOP: nobody speaks until somebody resumes.",
          always: { guard: not("isHalted"), target: "working" },
        },
      },
      on: {
        RELEASE: "released",
        FAIL: { target: "released", actions: [{ type: "Release", params: wants.allTurns }, "giveUp"] },
      },
    },
    idle: {
      always: [
        { guard: "hasWork", target: "active" },
        { guard: "owesTidying", target: "tidying" },
      ],
      on: { RELEASE: "released" },
      after: { idleTimeout: "released" },
    },
    tidying: {
      description: "Sleep time: the lead tidies the memory of who spoke, one after the other.",
      entry: [
        "beginTidying",
        { type: "Tell", params: wants.tidyGreeting },
        { type: "Allocate", params: wants.tidyTurn },
      ],
      exit: { type: "Release", params: wants.tidyTurns },
      always: { guard: "hasWork", target: "active" },
      on: {
        ANSWERED: { guard: "isTidied", target: "idle", actions: "noteTidied" },
        UNANSWERED: { guard: "isTidied", target: "idle", actions: "noteTidied" },
        HALT: { target: "idle", actions: [{ type: "Release", params: wants.allTurns }, "halt"] },
        RELEASE: "released",
      },
      after: { tidyTime: { target: "idle", actions: "noteTidied" } },
    },
    released: {
      description: "Closing the channel.",
      entry: { type: "Disconnect", params: ({ context }) => ({ channel: context.channel }) },
      on: { DISCONNECTED: "available" },
    },
  },
})
