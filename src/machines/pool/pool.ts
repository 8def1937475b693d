/**
 * One shard of the pool: it holds agents, gives them to guilds that have something to answer, takes them back, and
 * supervises them (one_for_one in Erlang/OTP's terms: https://www.erlang.org/doc/system/sup_princ.html): an agent that
 * breaks rests for a while, longer each time, and is quarantined when its budget of failures is spent.
 */
import { and, assign, cancel, enqueueActions, not, raise, setup } from "xstate"
import * as alarm from "./alarm.ts"
import { named } from "../effects.ts"
import type { PoolEvent, Timed } from "../events.ts"
import * as fleet from "./fleet.ts"
import { guards } from "./guards.ts"
import { balance } from "./balance.ts"
import { nothing, tellAgent, type Deed } from "./deed.ts"
import * as lending from "./lending.ts"
import * as foresight from "./foresight.ts"
import * as letters from "./letters.ts"
import * as places from "./places.ts"
import * as queue from "./queue.ts"
import * as roll from "./roll.ts"
import * as supervision from "./supervision.ts"
import * as visits from "./visits.ts"

type Heard = Timed<PoolEvent>

export interface PoolInput {
  readonly id: string
}

/** What is decided elsewhere is told to others, and kept. */
const doing = (decide: (args: { context: roll.Roll; event: Heard }) => Deed) =>
  enqueueActions<roll.Roll, Heard, undefined, Heard, never, never, never, never, never>(
    ({ context, event, enqueue }) => {
      const { tells, change } = decide({ context, event })
      for (const params of tells) enqueue({ type: "Tell", params } as never)
      enqueue.assign(change)
    },
  )

const lends = doing(({ context, event }) => lending.told(context, event))

export const pool = setup({
  types: {
    context: {} as roll.Roll,
    events: {} as Timed<PoolEvent>,
    input: {} as PoolInput,
  },
  delays: {
    backoff: 5000,
    quietTime: 10 * 60_000,
    idleTimeout: 60 * 60_000,
    /** Until the first of those that wait has waited too long. */
    waiting: ({ context, event }) => queue.untilEnd(context, event.at),
    news: ({ context, event }) => places.untilNews(context, event.at),
  },
  guards,
  actions: {
    Recruit: named<"Recruit">(),
    Alert: named<"Alert">(),
    Cancel: named<"Cancel">(),
    Disconnect: named<"Disconnect">(),
    Tell: named<"Tell">(),
    enlist: assign(fleet.enlist),
    adopt: assign(({ context, event }) =>
      event.type === "CONNECTED" && event.policy !== undefined ? foresight.adopt(context, event.policy) : {},
    ),
    /** Idle agents that the configuration names no more go home. */
    dismissAll: enqueueActions(({ context, enqueue }) => {
      for (const agent of fleet.overstaying(context)) {
        enqueue({ type: "Tell", params: tellAgent(agent, { type: "RELEASE" }) })
        enqueue.assign(({ context }) => fleet.sendOff(context, agent))
      }
    }),
    noteAlarm: assign(alarm.note),
    addAgents: assign(fleet.add),
    drainAgent: doing(fleet.drain),
    restoreAgent: assign(fleet.restore),
    dismiss: assign(fleet.dismiss),
    enqueue: assign(({ context, event }) => (event.type === "REQUEST" ? roll.enqueue(context, event) : {})),
    withdraw: assign(({ context, event }) =>
      event.type === "WITHDRAW" ? queue.withdraw(context, event.turn) : {},
    ),
    tellServed: enqueueActions(({ context, event, enqueue }) => {
      const params = letters.served({ context, event })
      if (params !== null) enqueue({ type: "Tell", params })
    }),
    /** Who waits hears where they stand, when that has changed. */
    tellPlaces: enqueueActions(({ context, event, enqueue }) => {
      const news = places.news(context, event.at)
      for (const one of news) enqueue({ type: "Tell", params: letters.placed(one) })
      enqueue.assign(places.told(context, news, event.at))
    }),
    match: assign(({ context, event }) => roll.match(context, event.at)),
    idled: assign(({ context, event }) => (event.type === "IDLED" ? roll.idled(context, event) : {})),
    released: assign(fleet.settle),
    failed: assign(({ context, event }) =>
      event.type === "FAILED" ? supervision.failed(context, event) : {},
    ),
    /** Who waited too long is told, and forgotten. */
    giveUp: enqueueActions(({ context, event, enqueue }) => {
      for (const ticket of queue.ended(context, event.at))
        enqueue({ type: "Tell", params: letters.gaveUp(ticket) })
      enqueue.assign(queue.giveUp(context, event.at))
    }),
    recall: assign(({ context, event }) =>
      roll.sendHome(context, roll.recallable(context, event.at)!.agent, event.at),
    ),
    sendHome: assign(({ context, event }) =>
      roll.sendHome(context, roll.someIdle(context, event.at)!, event.at),
    ),
    /** Agents go where they are expected, and those that were there for nobody are free again. */
    visit: assign(({ context, event }) => visits.look(context, event.at, context.queue.size === 0)),
    endVisits: assign(({ context, event }) => visits.look(context, event.at, false)),
    lookLater: enqueueActions(({ context, event, enqueue }) => {
      const delay = foresight.untilLook(context, event.at)
      if (delay === null) return
      enqueue(cancel("look"))
      enqueue(raise({ type: "LOOK", at: event.at + delay }, { id: "look", delay }))
      enqueue.assign({ armed: context.look })
    }),
    probe: doing(({ context, event }) =>
      event.type === "PROBE" ? supervision.probe(context, event) : nothing,
    ),
    hearOf: doing(({ context, event }) =>
      event.type === "ALIVE" ? supervision.heard(context, event) : nothing,
    ),
    patrol: doing(({ context, event }) => supervision.patrol(context, event.at)),
    balance: doing(({ context, event }) => balance(context, event.at)),
    borrow: doing(({ context, event }) => lending.borrow(context, event.at)),
    lend: lends,
    noteLent: lends,
    noteTaken: lends,
    noteReturned: lends,
    sayLoan: lends,
    noteLoad: lends,
    forward: lends,
    armRound: enqueueActions(({ context, event, enqueue }) => {
      const delay = supervision.untilRound(context, event.at)
      enqueue(cancel("round"))
      enqueue(raise({ type: "ROUND", at: event.at + delay }, { id: "round", delay }))
      enqueue.assign({ nextRound: event.at + delay })
    }),
    probeLater: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== "FAILED") return
      const { agent, at } = event
      const delay = supervision.backoff(context, agent)
      enqueue(cancel(`probe.${agent}`))
      enqueue(raise({ type: "PROBE", agent, at: at + delay }, { id: `probe.${agent}`, delay }))
    }),
  },
}).createMachine({
  id: "pool",
  version: "2",
  meta: { tables: ["slots", "guilds", "queue", "visits", "drained"] },
  description: "One shard of the pool: gives agents to guilds, takes them back, supervises them.",
  context: ({ input }) => roll.open(input.id),
  initial: "available",
  always: {
    guard: "owesRound",
    actions: "armRound",
    description:
      "As long as agents are with guilds, the shard looks round: once a minute while any has a turn.",
  },
  on: {
    IDLED: [
      { guard: "mayGo", actions: [{ type: "Tell", params: letters.dismissed }, "dismiss"] },
      { actions: ["idled", "lookLater"] },
    ],
    RELEASED: { actions: "released" },
    FAILED: [
      { guard: "isLent", actions: "forward" },
      { guard: "leavesTurn", actions: [{ type: "Tell", params: letters.abandoned }, "failed", "probeLater"] },
      { actions: ["failed", "probeLater"] },
    ],
    PROBE: { actions: "probe" },
    ALIVE: { actions: "hearOf" },
    ROUND: { actions: ["patrol", "balance"] },
    BORROW: { actions: "lend" },
    LENT: { actions: "noteLent" },
    TAKEN: { actions: "noteTaken" },
    RETURNED: { actions: "noteReturned" },
    LOAN: { actions: "sayLoan" },
    LOAD: { actions: "noteLoad" },
    ALARM: { guard: "isAlarmDue", actions: [{ type: "Alert", params: alarm.alert }, "noteAlarm"] },
    LOOK: { actions: ["visit", "lookLater"] },
    ADD_AGENTS: { actions: "addAgents" },
    DRAIN_AGENT: { guard: "isDrainable", actions: "drainAgent" },
    RESTORE_AGENT: { actions: ["restoreAgent", { type: "Recruit", params: {} }] },
    REQUEST: [
      { guard: "queueFull", actions: { type: "Tell", params: letters.refused } },
      { actions: "enqueue" },
    ],
    WITHDRAW: [
      { guard: "isAssigned", actions: { type: "Tell", params: letters.stopped } },
      { actions: "withdraw" },
    ],
  },
  states: {
    available: {
      description: "Holds no agents.",
      always: { guard: "someoneWaits", target: "allocated" },
      on: { ALLOCATE: "allocated", BORROW: { target: "allocated", actions: "lend" } },
    },
    allocated: {
      description: "Finding out which agents are its own.",
      initial: "connecting",
      states: {
        connecting: {
          entry: { type: "Recruit", params: {} },
          exit: { type: "Cancel", params: { effect: "Recruit" } },
          on: { FAIL: "retrying" },
        },
        retrying: { after: { backoff: "connecting" } },
      },
      on: { CONNECTED: { target: "active", actions: ["enlist", "adopt", "dismissAll"] } },
    },
    active: {
      initial: "serving",
      states: {
        serving: {
          description: "Every turn finds an agent.",
          always: [
            {
              guard: and(["someoneWaits", "agentFree"]),
              actions: [{ type: "Tell", params: letters.allocated }, "tellServed", "match"],
            },
            { guard: "someoneWaits", target: "scaling" },
          ],
          after: {
            quietTime: [{ guard: "someoneBusy", target: "serving", reenter: true }, { target: "#pool.idle" }],
          },
        },
        scaling: {
          description: "Turns wait: idle agents of other guilds are called back.",
          always: [
            { guard: not("someoneWaits"), target: "serving" },
            { guard: "agentFree", target: "serving" },
            { guard: "someoneOutstays", actions: [{ type: "Tell", params: letters.recalled }, "recall"] },
            {
              guard: "mayBorrow",
              actions: "borrow",
              description: "Nobody is free, and none may be called back: another shard is asked.",
            },
          ],
          after: {
            waiting: { target: "scaling", reenter: true, actions: "giveUp" },
            news: { target: "scaling", reenter: true, actions: "tellPlaces" },
          },
        },
        draining: {
          description: "No new turns; agents go home when none waits any more.",
          always: [
            {
              guard: and(["someoneWaits", "agentFree"]),
              actions: [{ type: "Tell", params: letters.allocated }, "tellServed", "match"],
            },
            { guard: "someoneIdle", actions: [{ type: "Tell", params: letters.sentHome }, "sendHome"] },
            {
              guard: and([not("someoneBusy"), not("someoneLeaves"), not("someoneWaits")]),
              target: "#pool.released",
            },
          ],
          on: {
            REQUEST: { actions: { type: "Tell", params: letters.refused } },
            LOOK: { actions: ["endVisits", "lookLater"] },
            SERVE: "serving",
          },
        },
      },
      on: {
        DRAIN: ".draining",
        RELEASE: ".draining",
        FAIL: "released",
        CONNECTED: { actions: ["enlist", "adopt", "dismissAll"] },
        ALLOCATE: { actions: { type: "Recruit", params: {} } },
      },
    },
    idle: {
      description: "Nobody has asked for a while.",
      always: { guard: "someoneWaits", target: "active" },
      on: {
        RELEASE: "released",
        DRAIN: "active.draining",
        CONNECTED: { actions: ["enlist", "adopt", "dismissAll"] },
        ALLOCATE: { actions: { type: "Recruit", params: {} } },
      },
      after: { idleTimeout: "released" },
    },
    released: {
      entry: { type: "Disconnect", params: { channel: null } },
      on: { DISCONNECTED: "available" },
    },
  },
})
