/**
 * One agent of the pool: somebody's voice for as long as a guild needs it, nobody's in between.
 *
 * It takes one turn at a time. Its lifecycle is the pool's; its health is its own, beside it.
 */
import { and, assign, enqueueActions, not, setup } from "xstate"
import { channelOf, hired, noTurn, speech, taken, thinking } from "./context.ts"
import type { AgentContext, AgentInput } from "./context.ts"
import { strikesAllowed } from "../pool/allocation.ts"
import { named } from "../effects.ts"
import { health } from "./health.ts"
import type { AgentEvent, Timed } from "../events.ts"
import * as paying from "./paying.ts"
import * as reports from "./reports.ts"
import * as using from "./using.ts"

export type { AgentContext, AgentInput } from "./context.ts"

const maxAttempts = 3

export const agent = setup({
  types: {
    context: {} as AgentContext,
    events: {} as Timed<AgentEvent>,
    input: {} as AgentInput,
  },
  delays: {
    /** Grows with each attempt to connect: 1 s, 2 s, 4 s. */
    backoff: ({ context }) => 1000 * 2 ** (context.attempts - 1),
    idleTimeout: ({ context }) => context.stays,
    quarantine: 5 * 60_000,
  },
  guards: {
    mayRetry: ({ context, event }) => event.type === "FAIL" && event.retry && context.attempts < maxAttempts,
    isItsTurn: ({ context, event }) => event.type === "STOP" && event.turn === context.turn?.id,
    isToldGently: ({ event }) => event.type === "STOP" && event.gently === true,
    isPaid: ({ context }) => paying.isPaid(context),
    isForTurn: ({ context, event }) => event.type === "REFUSED" && event.turn === context.turn?.id,
    hasTurn: ({ context }) => context.turn !== null,
    hasAnotherTurn: ({ context, event }) =>
      event.type === "ALLOCATE" && context.turn !== null && context.turn.id !== event.turn.id,
    hasFailed: ({ context }) => context.failures > 0,
    isUnderWay: ({ context, event }) => event.type === "USED" && using.isUnderWay(context, event.use),
    isAsked: ({ context, event }) => event.type === "PERMITTED" && using.isAsked(context, event),
    isDone: ({ context }) => using.isDone(context),
    failsTooOften: ({ context }) => context.failures >= strikesAllowed,
  },
  actions: {
    Connect: named<"Connect">(),
    Disconnect: named<"Disconnect">(),
    Think: named<"Think">(),
    Use: named<"Use">(),
    Progress: named<"Progress">(),
    Say: named<"Say">(),
    Retract: named<"Retract">(),
    Cancel: named<"Cancel">(),
    Tell: named<"Tell">(),
    takeTurn: assign(({ event }) => (event.type === "ALLOCATE" ? taken(event) : {})),
    reserve: enqueueActions(({ context, enqueue }) => {
      for (const params of paying.reservations(context)) enqueue({ type: "Tell", params })
    }),
    noteGrant: assign(({ context, event }) =>
      event.type === "GRANTED" ? paying.granted(context, event) : {},
    ),
    settle: enqueueActions(({ context, event, enqueue }) => {
      for (const params of paying.settlements(context, event)) enqueue({ type: "Tell", params })
    }),
    giveBack: enqueueActions(({ context, enqueue }) => {
      for (const params of paying.returns(context)) enqueue({ type: "Tell", params })
    }),
    noteTools: assign(({ context, event }) => using.noted(context, event)),
    ask: enqueueActions(({ context, enqueue }) => {
      for (const params of using.asks(context)) enqueue({ type: "Tell", params })
    }),
    begin: enqueueActions(({ context, enqueue }) => {
      const uses = using.next(context)
      for (const use of uses) enqueue({ type: "Use", params: { turn: context.turn!, use } })
      if (uses.length > 0) enqueue.assign(using.begun(context, uses))
    }),
    withdraw: enqueueActions(({ context, enqueue }) => {
      for (const params of using.withdrawals(context)) enqueue({ type: "Tell", params })
    }),
    endRound: assign(({ context }) => using.rounded(context)),
    countAttempt: assign({ attempts: ({ context }) => context.attempts + 1 }),
    keepThought: assign(({ event }) =>
      event.type === "THOUGHT" ? { text: event.text, calls: event.calls } : {},
    ),
    noteDraft: assign(({ context, event }) => {
      if (event.type === "DRAFTED") return { draft: { message: event.message } }
      return { draft: context.draft ?? { message: null } }
    }),
    takeDraftAway: enqueueActions(({ context: { turn, draft }, enqueue }) => {
      if (draft !== null) enqueue({ type: "Retract", params: { turn: turn!, draft } })
    }),
    /** What was said to nobody goes into no session. */
    remember: enqueueActions(({ context, event, enqueue }) => {
      if (!context.turn!.aside) enqueue({ type: "Tell", params: reports.remember({ context, event }) })
    }),
    tellEdits: enqueueActions(({ context, event, enqueue }) => {
      const params = reports.edited(context.turn!, event)
      if (params !== null) enqueue({ type: "Tell", params })
    }),
    countFailure: assign({ failures: ({ context }) => context.failures + 1 }),
    forgetFailures: assign({ failures: 0 }),
    /** Its next failure is one too many again. */
    parole: assign({ failures: strikesAllowed - 1 }),
    endTurn: assign(noTurn),
    leaveHome: assign({ home: null }),
  },
}).createMachine({
  id: "agent",
  version: "2",
  description: "One agent of the pool. It speaks for a brain in one guild, one turn at a time.",
  type: "parallel",
  context: ({ input }) => hired(input),
  on: { PING: { actions: { type: "Tell", params: reports.alive } } },
  states: {
    life: {
      initial: "available",
      on: {
        ALLOCATE: {
          guard: "hasAnotherTurn",
          actions: [
            { type: "Tell", params: reports.declined },
            { type: "Tell", params: reports.overbooked },
          ],
        },
      },
      states: {
        available: {
          description: "Free, for any guild.",
          on: {
            ALLOCATE: { target: "allocated", actions: "takeTurn" },
            RELEASE: { actions: { type: "Tell", params: reports.freed } },
          },
        },
        allocated: {
          description: "Given to a guild; cannot speak there yet.",
          initial: "connecting",
          states: {
            connecting: {
              entry: ["countAttempt", { type: "Connect", params: channelOf }],
              exit: { type: "Cancel", params: { effect: "Connect" } },
              on: { FAIL: { guard: "mayRetry", target: "retrying" } },
            },
            retrying: { after: { backoff: "connecting" } },
          },
          on: {
            CONNECTED: "active",
            FAIL: {
              target: "released",
              actions: [
                { type: "Tell", params: reports.unanswered },
                { type: "Tell", params: reports.broke },
                "countFailure",
                "endTurn",
              ],
            },
            STOP: {
              guard: "isItsTurn",
              target: "released",
              actions: [
                { type: "Tell", params: reports.unanswered },
                { type: "Tell", params: reports.idled },
                "endTurn",
              ],
            },
          },
        },
        active: {
          description: "Has a turn.",
          initial: "reserving",
          states: {
            reserving: {
              description:
                "Budgets of the server, the person and the agent set tokens aside, where there are any.",
              entry: "reserve",
              always: { guard: "isPaid", target: "thinking" },
              on: {
                GRANTED: { actions: "noteGrant" },
                REFUSED: {
                  guard: "isForTurn",
                  target: "#agent.life.idle",
                  actions: [
                    { type: "Tell", params: reports.unpaid },
                    "giveBack",
                    { type: "Tell", params: reports.idled },
                    "endTurn",
                  ],
                },
              },
            },
            thinking: {
              entry: { type: "Think", params: thinking },
              exit: { type: "Cancel", params: { effect: "Think" } },
              on: {
                WRITING: {
                  actions: "noteDraft",
                  description: "It takes long: the channel is shown what is written so far.",
                },
                DRAFTED: { actions: "noteDraft" },
                THOUGHT: { target: "speaking", actions: ["settle", "tellEdits", "keepThought"] },
                WANTS: { target: "using", actions: ["tellEdits", "noteTools"] },
              },
            },
            using: using.state,
            speaking: {
              entry: { type: "Say", params: speech },
              exit: { type: "Cancel", params: { effect: "Say" } },
              on: {
                STOP: {
                  guard: and(["isItsTurn", "isToldGently"]),
                  description: "What is being said is said, and the conversation hears of it.",
                },
                SAID: {
                  target: "#agent.life.idle",
                  actions: [
                    { type: "Tell", params: reports.answered },
                    "remember",
                    { type: "Tell", params: reports.idled },
                    "endTurn",
                  ],
                },
              },
            },
          },
          on: {
            FAIL: {
              target: "idle",
              actions: [
                { type: "Tell", params: reports.unanswered },
                "takeDraftAway",
                "giveBack",
                { type: "Tell", params: reports.broke },
                "countFailure",
                "endTurn",
              ],
            },
            STOP: {
              guard: "isItsTurn",
              target: "idle",
              actions: [
                { type: "Tell", params: reports.unanswered },
                "takeDraftAway",
                "giveBack",
                { type: "Tell", params: reports.idled },
                "endTurn",
              ],
            },
          },
        },
        idle: {
          description: "Still with its guild, in case it is needed again.",
          on: {
            ALLOCATE: { target: "active", actions: "takeTurn" },
            RELEASE: "released",
            FAIL: "released",
          },
          after: { idleTimeout: "released" },
        },
        released: {
          description: "Leaving its guild. A turn that comes meanwhile waits until it has left.",
          entry: { type: "Disconnect", params: ({ context }) => ({ channel: context.channel }) },
          exit: { type: "Cancel", params: { effect: "Disconnect" } },
          on: {
            ALLOCATE: { guard: not("hasTurn"), actions: "takeTurn" },
            DISCONNECTED: [
              { guard: "hasTurn", target: "allocated" },
              { target: "available", actions: [{ type: "Tell", params: reports.freed }, "leaveHome"] },
            ],
            FAIL: [
              {
                guard: "hasTurn",
                actions: [
                  { type: "Tell", params: reports.unanswered },
                  { type: "Tell", params: reports.broke },
                  "countFailure",
                  "endTurn",
                ],
              },
              { target: "available", actions: [{ type: "Tell", params: reports.freed }, "leaveHome"] },
            ],
            STOP: {
              guard: "isItsTurn",
              actions: [
                { type: "Tell", params: reports.unanswered },
                { type: "Tell", params: reports.idled },
                "endTurn",
              ],
            },
          },
        },
      },
    },
    health,
  },
})
