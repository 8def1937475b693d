/**
 * Everything one Discord user has: agents, the sessions with them, memory, groups.
 *
 * It is laid out by a template before its user's first word, or with it: core agents first then, the others when they are first
 * needed. What the user made their own stays theirs, whatever becomes of the template. It hibernates when it is not needed.
 */
import { assign, cancel, enqueueActions, setup } from "xstate"
import * as purchase from "../budget/purchase.ts"
import { named, type Params } from "../effects.ts"
import type { ConstellationEvent, Part } from "./events.ts"
import type { Timed } from "../events.ts"
import { joined, nothingOwn } from "./layout.ts"
import { asked, changed, isMade, keep, remembered, type ConstellationContext } from "./making.ts"
import * as memory from "../memory/memory.ts"
import { repealed, ruled } from "../tools/ruling.ts"
import * as sessions from "./sessions.ts"

export { isMade, type ConstellationContext } from "./making.ts"

export interface ConstellationInput {
  readonly id: string
}

const make =
  (part: Part) =>
  ({ context: { from, whole } }: { readonly context: ConstellationContext }): Params<"Provision"> => ({
    part,
    template: from,
    whole,
  })

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
    isMade: ({ context }) => isMade(context),
    owesDigest: ({ context }) => sessions.owesDigest(context),
    isWanted: ({ context, event }) => event.type === "DIGESTED" && sessions.isWanted(context, event),
    isUnpaid: ({ context, event }) => event.type === "UNPAID" && sessions.isUnpaid(context, event),
    isDigesting: ({ context }) => context.digesting !== null && context.purchase === null,
    ...purchase.guards,
  },
  actions: {
    Provision: named<"Provision">(),
    Cancel: named<"Cancel">(),
    Disconnect: named<"Disconnect">(),
    Digest: named<"Digest">(),
    Tell: named<"Tell">(),
    ask: assign(({ context, event }) => (event.type === "ALLOCATE" ? asked(context, event) : {})),
    begin: assign({
      attempts: ({ context }) => context.attempts + 1,
      begunAt: ({ event }) => event.at,
      took: {},
    }),
    noteTrouble: assign(({ event }) => (event.type === "FAIL" ? { trouble: event.reason } : {})),
    forgetTrouble: assign({ trouble: null }),
    forgetAttempts: assign({ attempts: 0 }),
    keep: assign(({ context, event }) => keep(context, event)),
    change: assign(({ context, event }) => changed(context, event)),
    need: assign(({ context, event }) => (event.type === "NEED" ? joined(context, [event.brain]) : {})),
    remember: assign(({ context, event }) => (event.type === "REMEMBER" ? remembered(context, event) : {})),
    beginDigest: assign(({ context }) => sessions.begin(context)),
    noteDigest: assign(({ context, event }) => sessions.digested(context, event)),
    ...purchase.actions<ConstellationContext, Timed<ConstellationEvent>>(sessions.askerOf),
    /** A digest is asked for in no state of its own, so that it does not wait in one either. */
    patience: enqueueActions(({ event, enqueue }) => {
      if (event.type !== "PRICED") return
      const { turn, at } = event
      const delay = purchase.payTime
      enqueue.raise({ type: "UNPAID", turn, at: at + delay }, { id: "unpaid", delay })
    }),
    endPatience: cancel("unpaid"),
    edit: assign(({ context, event }) => memory.changed(context, event)),
    rule: assign(({ context, event }) =>
      event.type === "RULE" ? { rulings: ruled(context.rulings, event) } : {},
    ),
    repeal: assign(({ context, event }) =>
      event.type === "REPEAL" ? { rulings: repealed(context.rulings, event) } : {},
    ),
  },
}).createMachine({
  id: "constellation",
  version: "2",
  description: "Everything one Discord user has: agents, sessions, memory, groups.",
  context: ({ input }) => ({
    user: { id: input.id, name: input.id },
    from: null,
    whole: false,
    template: null,
    agents: [],
    later: [],
    memory: [],
    groups: [],
    own: nothingOwn,
    records: {},
    ...sessions.none,
    attempts: 0,
    trouble: null,
    begunAt: 0,
    took: {},
  }),
  initial: "available",
  always: {
    guard: "owesDigest",
    actions: [{ type: "Digest", params: sessions.wanted }, "beginDigest"],
    description: "A session has grown long: its older exchanges are summed up.",
  },
  on: {
    REMEMBER: { actions: "remember" },
    NEED: { actions: "need" },
    APPLY: { actions: "change" },
    ADD: { actions: "change" },
    REMOVE: { actions: "change" },
    RENAME: { actions: "change" },
    RESET: { actions: "change" },
    EDIT: { actions: "edit" },
    RESTORE: { actions: "edit" },
    RULE: { actions: "rule" },
    REPEAL: { actions: "repeal" },
    DIGESTED: {
      guard: "isWanted",
      actions: ["close", "endPurchase", { type: "Tell", params: sessions.archived }, "noteDigest"],
      description: "What was summed up leaves the session for the archive.",
    },
    PRICED: {
      guard: "isDigesting",
      actions: ["notePrice", "reserve", "patience"],
      description:
        "Budgets set aside what a digest may take. Where one has too little, a rule sums up instead.",
    },
    GRANTED: [
      {
        guard: "isLastGrant",
        actions: ["endPatience", "noteGrant", { type: "Digest", params: sessions.wanted }],
      },
      { actions: "noteGrant" },
    ],
    REFUSED: {
      guard: "isRefused",
      actions: ["endPatience", "giveBack", "goWithout", { type: "Digest", params: sessions.wanted }],
    },
    UNPAID: {
      guard: "isUnpaid",
      actions: ["giveBack", "goWithout", { type: "Digest", params: sessions.wanted }],
      description: "A budget gave no answer in time: a rule sums up.",
    },
  },
  states: {
    available: {
      initial: "unmade",
      states: {
        unmade: {
          description: "Nobody has needed it yet.",
          on: {
            ALLOCATE: { target: "#constellation.allocated", actions: "ask" },
            REMEMBER: { target: "#constellation.allocated", actions: "remember" },
          },
        },
        hibernating: {
          description: "Out of memory; all it holds is in the store, and the next event wakes it.",
          tags: "asleep",
          on: {
            ALLOCATE: { target: "#constellation.active", actions: "ask" },
            NEED: { target: "#constellation.active", actions: "need" },
            REMEMBER: { target: "#constellation.active", actions: "remember" },
          },
        },
      },
    },
    allocated: {
      initial: "creating",
      states: {
        creating: {
          description: "The parts are made side by side.",
          type: "parallel",
          entry: "begin",
          exit: { type: "Cancel", params: { effect: "Provision" } },
          states: {
            agents: {
              initial: "making",
              states: {
                making: {
                  entry: { type: "Provision", params: make("agents") },
                  on: { AGENTS_READY: { target: "ready", actions: "keep" } },
                },
                ready: { type: "final" },
              },
            },
            memory: {
              initial: "making",
              states: {
                making: {
                  entry: { type: "Provision", params: make("memory") },
                  on: { MEMORY_READY: { target: "ready", actions: "keep" } },
                },
                ready: { type: "final" },
              },
            },
            groups: {
              initial: "making",
              states: {
                making: {
                  entry: { type: "Provision", params: make("groups") },
                  on: { GROUPS_READY: { target: "ready", actions: "keep" } },
                },
                ready: { type: "final" },
              },
            },
          },
          onDone: { target: "#constellation.active", actions: "forgetTrouble" },
          on: { FAIL: { guard: "mayRetry", target: "retrying", actions: "noteTrouble" } },
        },
        retrying: { after: { backoff: "creating" } },
      },
      on: {
        ALLOCATE: { actions: "ask" },
        FAIL: { target: "released", actions: "noteTrouble" },
      },
      exit: "forgetAttempts",
    },
    active: {
      description: "Its user speaks with the team.",
      on: {
        ALLOCATE: { target: "active", reenter: true, actions: "ask" },
        REMEMBER: { target: "active", reenter: true, actions: "remember" },
        RELEASE: "released",
        FAIL: "released",
      },
      after: { quietTime: "idle" },
    },
    idle: {
      description: "Nothing for a while; hibernates from here.",
      on: {
        ALLOCATE: { target: "active", actions: "ask" },
        REMEMBER: { target: "active", actions: "remember" },
        RELEASE: "released",
      },
      after: { idleTimeout: "released" },
    },
    released: {
      description: "Leaves memory; what it holds stays in the store.",
      entry: { type: "Disconnect", params: { channel: null } },
      exit: { type: "Cancel", params: { effect: "Disconnect" } },
      on: {
        DISCONNECTED: [
          { guard: "isMade", target: "#constellation.available.hibernating" },
          { target: "available" },
        ],
        ALLOCATE: [
          { guard: "isMade", target: "active", actions: "ask" },
          { target: "allocated", actions: "ask" },
        ],
      },
    },
  },
})
