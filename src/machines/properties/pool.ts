/** What is to hold of a pool shard. */
import type { Event } from "../events.ts"
import type { Roll } from "../pool/roll.ts"
import { roundTime } from "../pool/supervision.ts"
import { tells, type Properties } from "./property.ts"
import { message, turn } from "./samples.ts"

/** The id of a message that nobody has asked about yet. */
const next = (roll: Roll): string => {
  const ids = turnsOf(roll).map((id) => BigInt(id.split(".")[0]!))
  return String(ids.reduce((most, id) => (id > most ? id : most), 40_000n) + 1n)
}

/** Ids of the turns that it knows of, each as often as it stands there. */
const turnsOf = ({ slots, queue }: Roll): ReadonlyArray<string> => [
  ...waitingIn(queue),
  ...slots.values().flatMap(({ turn }) => turn?.id ?? []),
]

const waitingIn = (queue: Roll["queue"]): ReadonlyArray<string> => queue.rows().map(({ key }) => key)

const lentIn = ({ slots }: Roll) => slots.rows().find(({ value }) => value.lent !== undefined)

/** Has a turn, has not been asked whether it is there, and should have been. */
const silentIn = (slots: Roll["slots"], at: number) =>
  slots
    .rows()
    .find(
      ({ value: { state, pinged, lastUsed } }) =>
        state === "busy" && pinged === undefined && lastUsed + roundTime <= at,
    )

const lentOf = ({ slots }: Roll): number => [...slots.values()].filter(({ state }) => state === "lent").length

const wanted = { home: "203", need: { purpose: "other", tools: [], priority: 1 } } as const
const borrow = { type: "BORROW", pool: "1", loan: "1.1", count: 1, wanted } as const

const busyIn = ({ slots }: Roll) => slots.rows().find(({ value }) => value.turn !== null)

/** What another shard tells: it wants an agent, lends one that was asked for or has none, and gives back what it borrowed. */
const withOthers = ({ slots, lending: { asked } }: Roll): ReadonlyArray<Event> => {
  const loans = slots.rows().flatMap(({ key, value: { lent, lender } }): ReadonlyArray<Event> => {
    if (lent !== undefined) {
      const said = { pool: lent.to, loan: lent.loan, agents: [key] }
      return [
        { type: "TAKEN", ...said },
        { type: "FAILED", agent: key, turn: null, reason: "it broke" },
        { type: "RETURNED", ...said },
      ]
    }
    return lender === undefined
      ? []
      : [{ type: "LOAN", pool: lender.shard, loan: lender.loan, agents: [key] }]
  })
  const said = asked && { type: "LENT" as const, pool: asked.shard, loan: asked.loan }
  const agent = { agent: "1-0001", profile: {} }
  return [
    ...(loans.length === 0 ? [borrow] : []),
    ...loans,
    ...(said === null ? [] : [{ ...said, agents: [] }]),
    { type: "LOAD", pool: "1", used: 0, all: 2 },
    ...(said === null || slots.get(agent.agent) !== undefined ? [] : [{ ...said, agents: [agent] }]),
  ]
}

const alarm: Event = {
  type: "ALARM",
  load: "scarce",
  agents: 2,
  used: 2,
  waiting: 1,
  longest: 9000,
  over: 60_000,
  cooldown: 3_600_000,
}

export const pool: Properties<Roll> = {
  comes: ({ context }) => [
    { type: "ALLOCATE" },
    { type: "REQUEST", turn: turn("writer", message(next(context))) },
    { type: "REQUEST", turn: turn("writer", message(next(context), { guild: "202" })) },
    { type: "DRAIN" },
    { type: "SERVE" },
    { type: "LOOK" },
    alarm,
    ...withOthers(context),
    ...waitingIn(context.queue)
      .slice(0, 1)
      .map((turn) => ({ type: "WITHDRAW", turn }) as const),
    ...(context.added === 0 && context.drained.size > 0 ? [{ type: "ADD_AGENTS", count: 1 } as const] : []),
    ...context.drained.rows().map(({ key: agent }) => ({ type: "RESTORE_AGENT", agent }) as const),
    ...context.slots.rows().flatMap(({ key: agent, value: slot }) => [
      ...(context.drained.size === 0 && slot.home !== null ? [{ type: "DRAIN_AGENT", agent } as const] : []),
      ...(slot.turn === null
        ? []
        : ([
            { type: "IDLED", agent, turn: slot.turn.id },
            { type: "WITHDRAW", turn: slot.turn.id },
            { type: "FAILED", agent, turn: null, reason: "it broke" },
            { type: "FAILED", agent, turn: slot.turn.id, reason: "it broke" },
          ] as const)),
      ...(slot.state === "free" ? [] : ([{ type: "RELEASED", agent }] as const)),
      ...(slot.pinged === undefined
        ? []
        : [null, slot.turn?.id ?? null].flatMap((turn) => {
            const asked = slot.turn?.id ?? null
            const says = { type: "ALIVE", agent, turn: asked, held: turn } as const
            return [{ ...says, home: slot.home }, ...(turn === null ? [{ ...says, home: null }] : [])]
          })),
    ]),
  ],
  gist: ({ slots, queue, lending }) => [
    slots
      .values()
      .map(({ state, home, strikes, draining, pinged, lender }) => [
        state,
        home,
        Math.min(strikes, 3),
        draining,
        pinged !== undefined,
        lender !== undefined,
      ]),
    lending.asked === null,
    lending.others.length,
    Math.min(queue.size, 2),
    queue.values()[0]?.turn.message.guild,
  ],
  begun: [["201", "202", "203"], ["201", "201"], []].map((guilds) => [
    { type: "ALLOCATE" },
    { type: "CONNECTED", agents: ["0-0001", "0-0002"], others: ["1"] },
    ...guilds.map((guild, n) => ({
      type: "REQUEST" as const,
      turn: turn("writer", message(40_001 + n, { guild })),
    })),
  ]),
  always: {
    "an agent is busy when it has a turn, and only then": ({ context: { slots } }) =>
      slots.values().every(({ state, turn }) => (turn !== null) === (state === "busy")),
    "no turn is given twice": ({ context }) => {
      const all = turnsOf(context)
      return new Set(all).size === all.length
    },
    "an agent that was taken out is gone, or goes when it has left its guild": ({
      context: { slots, drained },
    }) =>
      drained.rows().every(({ key }) => {
        const slot = slots.get(key)
        return slot === undefined || (slot.draining === true && slot.home !== null)
      }),
    "an agent that is lent is another shard's: it has no turn and no guild here": ({ context: { slots } }) =>
      slots
        .values()
        .every(({ state, lent, home, turn }) =>
          state === "lent" ? lent !== undefined && home === null && turn === null : lent === undefined,
        ),
    "an agent that is free is with no guild": ({ context: { slots } }) =>
      slots.values().every(({ state, home }) => state !== "free" || home === null),
  },
  untaken: { "|REQUEST|0": "10,000 turns have to wait: test/machines/pool/pool.test.ts has them wait" },
  heard: [
    {
      name: "RETURNED of an agent that is lent",
      when: ({ context }) => lentIn(context) !== undefined,
      event: (context) => {
        const { key, value } = lentIn(context)!
        return { type: "RETURNED", pool: value.lent!.to, loan: value.lent!.loan, agents: [key] }
      },
      then: ({ context }, before, asks) =>
        context.slots.get(lentIn(before.context)!.key)?.lent === undefined && tells(asks, "PING"),
    },
    {
      name: "IDLED of an agent that had a turn",
      when: ({ context }) => busyIn(context) !== undefined,
      event: (context) => {
        const { key: agent, value } = busyIn(context)!
        return { type: "IDLED", agent, turn: value.turn!.id }
      },
      then: ({ context }, before) => {
        const { key, value } = busyIn(before.context)!
        return context.slots.get(key)?.turn?.id !== value.turn!.id
      },
    },
    {
      name: "BORROW of a shard that has run dry, by one that has an agent free,",
      when: ({ context: { queue, slots } }) =>
        queue.size === 0 &&
        slots.values().some(({ state, lender }) => state === "free" && lender === undefined),
      event: () => borrow,
      then: ({ context }, before, asks) =>
        lentOf(context) === lentOf(before.context) + 1 && tells(asks, "LENT"),
    },
    {
      name: "ROUND, when an agent has said nothing for longer than between two,",
      when: ({ context: { slots }, at }) => silentIn(slots, at) !== undefined,
      event: () => ({ type: "ROUND" }),
      then: ({ context }, before, asks) =>
        tells(asks, "PING", `agent/${silentIn(before.context.slots, before.at)!.key}`) &&
        silentIn(context.slots, before.at) === undefined,
    },
    {
      name: "WITHDRAW of a turn that an agent has",
      when: ({ context }) => busyIn(context) !== undefined,
      event: (context) => ({ type: "WITHDRAW", turn: busyIn(context)!.value.turn!.id }),
      then: (_, __, asks) => tells(asks, "STOP"),
    },
    {
      name: "WITHDRAW of a turn that waits",
      when: ({ context }) => context.queue.size > 0,
      event: ({ queue }) => ({ type: "WITHDRAW", turn: waitingIn(queue)[0]! }),
      then: ({ context }, before) => context.queue.get(waitingIn(before.context.queue)[0]!) === undefined,
    },
    {
      name: "FAILED of an agent that has a turn",
      when: ({ context }) => busyIn(context) !== undefined,
      event: (context) => ({ type: "FAILED", agent: busyIn(context)!.key, turn: null, reason: "it broke" }),
      then: ({ context }, before, asks) => {
        const { key, value } = busyIn(before.context)!
        const isOver = context.slots.get(key)!.turn?.id !== value.turn!.id
        return isOver && tells(asks, "UNANSWERED", value.turn!.conversation)
      },
    },
  ],
}
