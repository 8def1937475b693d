/**
 * One agent of the pool: somebody's voice for as long as a guild needs it, nobody's in between.
 *
 * It takes one turn at a time. Its lifecycle is the pool's; its health is its own, beside it.
 */
import { assign, setup } from "xstate"
import { address } from "./address.ts"
import { named, type Params } from "./effects.ts"
import type { AgentEvent, Timed } from "./events.ts"
import type { Turn } from "./values.ts"

export interface AgentContext {
  /** Its number in the pool, as in `agent/0042`. */
  readonly id: string
  /** The pool shard that supervises it. */
  readonly pool: string
  /** The guild it serves (or the channel, for a DM); null when it is free. */
  readonly home: string | null
  /** The channel it last had a turn in. */
  readonly channel: string | null
  readonly turn: Turn | null
  readonly text: string
  readonly calls: ReadonlyArray<string>
  /** Failures since it last spoke. */
  readonly failures: number
  /** Attempts to connect for this turn. */
  readonly attempts: number
}

export interface AgentInput {
  readonly id: string
  readonly pool: string
}

interface Args {
  readonly context: AgentContext
  readonly event: Timed<AgentEvent>
}

const homeOf = (turn: Turn): string => turn.message.guild ?? turn.message.channel

const maxAttempts = 3
const maxFailures = 3

const answered = ({ context, event }: Args): Params<"Tell"> => {
  const { id, brain, conversation } = context.turn!
  const messages = event.type === "SAID" ? event.messages : []
  const { text, calls } = context
  return { to: conversation, event: { type: "ANSWERED", turn: id, brain, text, messages, calls } }
}

const unanswered = ({ context, event }: Args): Params<"Tell"> => {
  const reason = event.type === "FAIL" ? event.reason : "stopped"
  return { to: context.turn!.conversation, event: { type: "UNANSWERED", turn: context.turn!.id, reason } }
}

const remember = ({ context }: Args): Params<"Tell"> => {
  const { id, brain, message } = context.turn!
  return {
    to: address("constellation", message.author.id),
    event: {
      type: "REMEMBER",
      user: message.author,
      brain,
      turn: id,
      asked: message.text,
      answered: context.text,
    },
  }
}

const idled = ({ context }: Args): Params<"Tell"> => ({
  to: address("pool", context.pool),
  event: { type: "IDLED", agent: context.id, turn: context.turn!.id },
})

const broke = ({ context, event }: Args): Params<"Tell"> => ({
  to: address("pool", context.pool),
  event: { type: "FAILED", agent: context.id, reason: event.type === "FAIL" ? event.reason : "" },
})

const freed = ({ context }: Args): Params<"Tell"> => ({
  to: address("pool", context.pool),
  event: { type: "RELEASED", agent: context.id },
})

const turnOf = ({ context }: Args): Params<"Think"> => ({ turn: context.turn! })

const speech = ({ context }: Args): Params<"Say"> => ({ turn: context.turn!, text: context.text })

const channelOf = ({ context }: Args): Params<"Connect"> => ({
  channel: context.turn!.message.channel,
  recent: 0,
})

export const agent = setup({
  types: {
    context: {} as AgentContext,
    events: {} as Timed<AgentEvent>,
    input: {} as AgentInput,
  },
  delays: {
    /** Grows with each attempt to connect: 1 s, 2 s, 4 s. */
    backoff: ({ context }) => 1000 * 2 ** (context.attempts - 1),
    idleTimeout: 15 * 60_000,
    quarantine: 5 * 60_000,
  },
  guards: {
    mayRetry: ({ context, event }) => event.type === "FAIL" && event.retry && context.attempts < maxAttempts,
    isItsTurn: ({ context, event }) => event.type === "STOP" && event.turn === context.turn?.id,
    failsTooOften: ({ context }) => context.failures >= maxFailures,
  },
  actions: {
    Connect: named<"Connect">(),
    Disconnect: named<"Disconnect">(),
    Think: named<"Think">(),
    Say: named<"Say">(),
    Cancel: named<"Cancel">(),
    Tell: named<"Tell">(),
    takeTurn: assign(({ event }) =>
      event.type === "ALLOCATE"
        ? { turn: event.turn, home: homeOf(event.turn), channel: event.turn.message.channel }
        : {},
    ),
    countAttempt: assign({ attempts: ({ context }) => context.attempts + 1 }),
    keepThought: assign(({ event }) =>
      event.type === "THOUGHT" ? { text: event.text, calls: event.calls } : {},
    ),
    countFailure: assign({ failures: ({ context }) => context.failures + 1 }),
    forgetFailures: assign({ failures: 0 }),
    endTurn: assign({ turn: null, text: "", calls: [], attempts: 0 }),
    leaveHome: assign({ home: null }),
  },
}).createMachine({
  id: "agent",
  version: "1",
  description: "One agent of the pool. It speaks for a brain in one guild, one turn at a time.",
  type: "parallel",
  context: ({ input }) => ({
    id: input.id,
    pool: input.pool,
    home: null,
    channel: null,
    turn: null,
    text: "",
    calls: [],
    failures: 0,
    attempts: 0,
  }),
  states: {
    life: {
      initial: "available",
      states: {
        available: {
          description: "Free, for any guild.",
          on: { ALLOCATE: { target: "allocated", actions: "takeTurn" } },
        },
        allocated: {
          description: "Given to a guild; cannot speak there yet.",
          initial: "connecting",
          states: {
            connecting: {
              entry: ["countAttempt", { type: "Connect", params: channelOf }],
              on: { FAIL: { guard: "mayRetry", target: "retrying" } },
            },
            retrying: { after: { backoff: "connecting" } },
          },
          on: {
            CONNECTED: "active",
            FAIL: {
              target: "released",
              actions: [{ type: "Tell", params: unanswered }, { type: "Tell", params: broke }, "endTurn"],
            },
            STOP: {
              guard: "isItsTurn",
              target: "released",
              actions: [{ type: "Tell", params: unanswered }, "endTurn"],
            },
          },
        },
        active: {
          description: "Has a turn.",
          initial: "thinking",
          states: {
            thinking: {
              entry: { type: "Think", params: turnOf },
              on: {
                THOUGHT: { target: "speaking", actions: "keepThought" },
                STOP: {
                  guard: "isItsTurn",
                  target: "#agent.life.idle",
                  actions: [
                    { type: "Cancel", params: { effect: "Think" } },
                    { type: "Tell", params: unanswered },
                    { type: "Tell", params: idled },
                    "endTurn",
                  ],
                },
              },
            },
            speaking: {
              entry: { type: "Say", params: speech },
              on: {
                SAID: {
                  target: "#agent.life.idle",
                  actions: [
                    { type: "Tell", params: answered },
                    { type: "Tell", params: remember },
                    { type: "Tell", params: idled },
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
                { type: "Tell", params: unanswered },
                { type: "Tell", params: broke },
                { type: "Tell", params: idled },
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
          },
          after: { idleTimeout: "released" },
        },
        released: {
          description: "Leaving its guild.",
          entry: { type: "Disconnect", params: ({ context }) => ({ channel: context.channel }) },
          on: {
            DISCONNECTED: { target: "available", actions: [{ type: "Tell", params: freed }, "leaveHome"] },
          },
        },
      },
    },
    health: {
      initial: "healthy",
      states: {
        healthy: { on: { FAIL: { target: "degraded", actions: "countFailure" } } },
        degraded: {
          on: {
            SAID: { target: "healthy", actions: "forgetFailures" },
            FAIL: { actions: "countFailure" },
          },
          always: { guard: "failsTooOften", target: "quarantined" },
        },
        quarantined: {
          description: "Failed too often: the pool gives it no turns.",
          after: { quarantine: { target: "degraded", actions: "forgetFailures" } },
        },
      },
    },
  },
})
