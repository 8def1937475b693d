/**
 * Everything one Discord user has: agents, the sessions with them, memory, groups.
 *
 * It begins with the first word that anybody of the team says to the user, or before, and hibernates when it is not needed.
 */
import { assign, setup } from "xstate"
import { named, type Params } from "./effects.ts"
import type { ConstellationEvent, Timed } from "./events.ts"
import { own, type Block, type Exchange, type Person } from "./values.ts"

/** Exchanges that a session keeps. */
const kept = 20

export interface ConstellationContext {
  readonly user: Person
  /** The brains this user has. */
  readonly agents: ReadonlyArray<string>
  readonly memory: ReadonlyArray<Block>
  readonly groups: ReadonlyArray<string>
  /** By brain: what the user asked and was answered, oldest first. */
  readonly sessions: Readonly<Record<string, ReadonlyArray<Exchange>>>
  readonly attempts: number
}

export interface ConstellationInput {
  readonly id: string
}

type Remember = Timed<Extract<ConstellationEvent, { type: "REMEMBER" }>>

const remembered = (context: ConstellationContext, { brain, asked, answered, at, user }: Remember) => ({
  user,
  sessions: {
    ...context.sessions,
    [brain]: [...(own(context.sessions, brain) ?? []), { asked, answered, at }].slice(-kept),
  },
})

const make = (part: Params<"Provision">["part"]) => ({ type: "Provision", params: { part } }) as const

export const constellation = setup({
  types: {
    context: {} as ConstellationContext,
    events: {} as Timed<ConstellationEvent>,
    input: {} as ConstellationInput,
  },
  delays: {
    /** Grows with each attempt to create the parts: 1 s, 2 s, 4 s. */
    backoff: ({ context }) => 1000 * 2 ** (context.attempts - 1),
    quietTime: 10 * 60_000,
    idleTimeout: 60 * 60_000,
  },
  guards: {
    mayRetry: ({ context, event }) => event.type === "FAIL" && event.retry && context.attempts < 3,
  },
  actions: {
    Provision: named<"Provision">(),
    Cancel: named<"Cancel">(),
    Disconnect: named<"Disconnect">(),
    // Other charts' ALLOCATE brings no user: a context with a hole in it would not replay to the same text.
    knowUser: assign(({ event }) =>
      event.type === "ALLOCATE" && "user" in event ? { user: event.user } : {},
    ),
    countAttempt: assign({ attempts: ({ context }) => context.attempts + 1 }),
    forgetAttempts: assign({ attempts: 0 }),
    keepAgents: assign(({ event }) => (event.type === "AGENTS_READY" ? { agents: event.agents } : {})),
    keepMemory: assign(({ context, event }) =>
      event.type === "MEMORY_READY" && context.memory.length === 0 ? { memory: event.blocks } : {},
    ),
    keepGroups: assign(({ event }) => (event.type === "GROUPS_READY" ? { groups: event.groups } : {})),
    remember: assign(({ context, event }) => (event.type === "REMEMBER" ? remembered(context, event) : {})),
  },
}).createMachine({
  id: "constellation",
  version: "2",
  description: "Everything one Discord user has: agents, sessions, memory, groups.",
  context: ({ input }) => ({
    user: { id: input.id, name: input.id },
    agents: [],
    memory: [],
    groups: [],
    sessions: {},
    attempts: 0,
  }),
  initial: "available",
  on: { REMEMBER: { actions: "remember" } },
  states: {
    available: {
      description: "Asleep, or not yet made.",
      on: {
        ALLOCATE: { target: "allocated", actions: "knowUser" },
        REMEMBER: { target: "allocated", actions: "remember" },
      },
    },
    allocated: {
      initial: "creating",
      states: {
        creating: {
          description: "The parts are made side by side.",
          type: "parallel",
          entry: "countAttempt",
          exit: { type: "Cancel", params: { effect: "Provision" } },
          states: {
            agents: {
              initial: "making",
              states: {
                making: {
                  entry: make("agents"),
                  on: { AGENTS_READY: { target: "ready", actions: "keepAgents" } },
                },
                ready: { type: "final" },
              },
            },
            memory: {
              initial: "making",
              states: {
                making: {
                  entry: make("memory"),
                  on: { MEMORY_READY: { target: "ready", actions: "keepMemory" } },
                },
                ready: { type: "final" },
              },
            },
            groups: {
              initial: "making",
              states: {
                making: {
                  entry: make("groups"),
                  on: { GROUPS_READY: { target: "ready", actions: "keepGroups" } },
                },
                ready: { type: "final" },
              },
            },
          },
          onDone: "#constellation.active",
          on: { FAIL: { guard: "mayRetry", target: "retrying" } },
        },
        retrying: { after: { backoff: "creating" } },
      },
      on: { FAIL: "released" },
      exit: "forgetAttempts",
    },
    active: {
      description: "Its user speaks with the team.",
      on: {
        ALLOCATE: { target: "active", reenter: true, actions: "knowUser" },
        REMEMBER: { target: "active", reenter: true, actions: "remember" },
        RELEASE: "released",
        FAIL: "released",
      },
      after: { quietTime: "idle" },
    },
    idle: {
      description: "Nothing for a while; hibernates from here.",
      on: {
        ALLOCATE: { target: "active", actions: "knowUser" },
        REMEMBER: { target: "active", actions: "remember" },
        RELEASE: "released",
      },
      after: { idleTimeout: "released" },
    },
    released: {
      description: "Hibernating: what it holds stays in the store.",
      entry: { type: "Disconnect", params: { channel: null } },
      on: { DISCONNECTED: "available", ALLOCATE: "allocated" },
    },
  },
})
