/** Machines that use, between them, all that a chart can show. */
import { and, assign, not, or, raise, setup, stateIn } from "xstate"

export const atom = setup({}).createMachine({ id: "atom" })

/** Everything about transitions: guards in order, wildcards, delays, eventless, internal, self, across hierarchy. */
export const lifecycle = setup({
  types: {
    events: {} as {
      readonly type:
        | "ALLOCATE"
        | "CONNECTED"
        | "FAIL"
        | "RETRY"
        | "ASKED"
        | "THOUGHT"
        | "TOOL_CALLED"
        | "TOOL_ANSWERED"
        | "SAID"
        | "RELEASE"
        | "DISCONNECTED"
        | "RESET"
        | "NOTE"
    },
    context: {} as { attempts: number; queue: ReadonlyArray<string> },
  },
  actions: {
    connect: () => undefined,
    disconnect: () => undefined,
    remember: assign({ attempts: 0 }),
    think: () => undefined,
    say: () => undefined,
    callTool: () => undefined,
    countAttempt: assign({ attempts: ({ context }) => context.attempts + 1 }),
    release: () => undefined,
    report: (_, _params: { readonly level: string }) => undefined,
  },
  guards: {
    attemptsLeft: () => true,
    hasQueue: () => true,
    halted: () => false,
    below: (_, _params: { readonly limit: number }) => true,
  },
  delays: { idleTimeout: 900_000, backoff: ({ context }) => 1000 * 2 ** context.attempts },
}).createMachine({
  id: "lifecycle",
  version: "3",
  description: "One agent: taken from the pool, connected, at work, and given back.",
  context: { attempts: 0, queue: [] },
  initial: "available",
  on: { NOTE: { actions: "remember" } },
  states: {
    available: {
      description: "Waits in the pool. Nothing is held for anybody.",
      on: { ALLOCATE: { target: "allocated", actions: ["remember", "connect"] } },
    },
    allocated: {
      description: "Belongs to a conversation, but cannot answer yet.",
      initial: "connecting",
      states: {
        connecting: {
          entry: "connect",
          on: {
            FAIL: [
              { guard: "attemptsLeft", target: "retrying", actions: "countAttempt" },
              { target: "#lifecycle.released", actions: { type: "report", params: { level: "warn" } } },
            ],
          },
        },
        retrying: { after: { backoff: "connecting" }, on: { RETRY: "connecting" } },
      },
      on: { CONNECTED: "active", RELEASE: "released" },
    },
    active: {
      description: "Answers, one question at a time.",
      initial: "ready",
      entry: "remember",
      exit: ["disconnect", "release"],
      states: {
        ready: {
          always: { guard: and(["hasQueue", not("halted")]), target: "thinking" },
          on: { ASKED: { target: "thinking", actions: "think" } },
        },
        thinking: {
          entry: "think",
          on: {
            ASKED: { actions: "remember" },
            THOUGHT: { target: "speaking", actions: ["say", "remember"] },
            TOOL_CALLED: {
              guard: and([or(["hasQueue", "attemptsLeft"]), { type: "below", params: { limit: 8 } }]),
              target: "calling",
              actions: ["callTool", "countAttempt"],
            },
            RESET: { target: "thinking", reenter: true },
          },
        },
        calling: {
          on: {
            TOOL_ANSWERED: { target: "thinking", actions: "think" },
            FAIL: { target: "thinking", actions: { type: "report", params: { level: "info" } } },
            "*": { actions: "remember" },
          },
          after: { 30_000: { target: "thinking", actions: "countAttempt" } },
        },
        speaking: {
          on: { SAID: "ready", FAIL: [{ guard: "attemptsLeft", actions: "say" }, { target: "ready" }] },
        },
      },
      on: {
        RELEASE: { target: "released", actions: "release" },
        FAIL: { target: "released" },
        RESET: ".ready",
      },
      after: { idleTimeout: "idle" },
    },
    idle: {
      description: "Keeps the session, so that the next question is answered at once.",
      on: { ASKED: { target: "active.thinking", actions: "think" }, RELEASE: "released", FAIL: "released" },
      after: { 3_600_000: "released" },
    },
    released: {
      entry: ["disconnect"],
      on: { DISCONNECTED: "available" },
      after: { 5000: { target: "available", actions: { type: "report", params: { level: "warn" } } } },
    },
  },
})

/** Parallel regions, history, final states, `onDone`, several targets, transitions from the root. */
export const workshop = setup({
  types: {
    events: {} as {
      readonly type: "START" | "STEP" | "PAUSE" | "RESUME" | "STOP" | "SICK" | "WELL" | "BOTH"
    },
  },
  actions: { log: () => undefined, cleanUp: () => undefined },
  guards: { enough: () => true },
}).createMachine({
  id: "workshop",
  description: "Two regions side by side, that can be paused and taken up where they were.",
  initial: "off",
  on: {
    STOP: { target: ".off", actions: "cleanUp" },
    BOTH: { target: [".running.work.second", ".running.health.ill"] },
  },
  states: {
    off: { on: { START: "running" } },
    running: {
      type: "parallel",
      description: "Work and health go their own ways.",
      states: {
        work: {
          initial: "first",
          states: {
            first: { on: { STEP: "second" } },
            second: { on: { STEP: [{ guard: "enough", target: "finished" }, { actions: "log" }] } },
            finished: { type: "final", entry: "log" },
            recent: { type: "history", target: "first" },
          },
          onDone: { actions: "log" },
        },
        health: {
          description: "Beside the work.",
          initial: "well",
          states: {
            well: { on: { SICK: "ill" } },
            ill: {
              on: { WELL: { target: "well", guard: stateIn({ running: { work: "second" } }) } },
              tags: ["bad"],
            },
          },
        },
        everything: { type: "history", history: "deep" },
      },
      on: { PAUSE: "paused" },
      onDone: { target: "done", actions: raise({ type: "STOP" }) },
    },
    paused: {
      on: { RESUME: "running.everything", STEP: { target: "running.work.recent" }, SICK: undefined },
    },
    done: { type: "final" },
  },
})

export const samples = { atom, lifecycle, workshop }
