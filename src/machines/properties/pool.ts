/** What is to hold of a pool shard. */
import type { Roll } from "../roll.ts"
import { tells, type Properties } from "./property.ts"
import { message, turn } from "./samples.ts"

/** The id of a message that nobody has asked about yet. */
const next = ({ slots, queue }: Roll): string => {
  const used = [...queue, ...Object.values(slots).flatMap((slot) => slot.turn ?? [])]
  const newest = used.reduce((most, { message: { id } }) => (BigInt(id) > most ? BigInt(id) : most), 40_000n)
  return String(newest + 1n)
}

export const pool: Properties<Roll> = {
  comes: ({ context }) => [
    { type: "ALLOCATE" },
    { type: "REQUEST", turn: turn("writer", message(next(context))) },
    { type: "REQUEST", turn: turn("writer", message(next(context), { guild: "202" })) },
    { type: "DRAIN" },
    { type: "SERVE" },
    ...(context.queue[0] === undefined ? [] : [{ type: "WITHDRAW", turn: context.queue[0].id } as const]),
    ...Object.entries(context.slots).flatMap(([agent, slot]) => [
      ...(slot.turn === null
        ? []
        : ([
            { type: "IDLED", agent, turn: slot.turn.id },
            { type: "WITHDRAW", turn: slot.turn.id },
            { type: "FAILED", agent, turn: null, reason: "it broke" },
            { type: "FAILED", agent, turn: slot.turn.id, reason: "it broke" },
          ] as const)),
      ...(slot.state === "free" ? [] : ([{ type: "RELEASED", agent }] as const)),
    ]),
  ],
  gist: ({ slots, queue }) => [
    Object.values(slots).map(({ state, home, strikes }) => [state, home, Math.min(strikes, 3)]),
    Math.min(queue.length, 2),
    queue[0]?.message.guild,
  ],
  always: {
    "an agent is busy when it has a turn, and only then": ({ context: { slots } }) =>
      Object.values(slots).every(({ state, turn }) => (turn !== null) === (state === "busy")),
    "no turn is given twice": ({ context: { slots, queue } }) => {
      const all = [...queue, ...Object.values(slots).flatMap(({ turn }) => turn ?? [])].map(({ id }) => id)
      return new Set(all).size === all.length
    },
    "an agent that is free is with no guild": ({ context: { slots } }) =>
      Object.values(slots).every(({ state, home }) => state !== "free" || home === null),
  },
  heard: [
    {
      name: "WITHDRAW of a turn that an agent has",
      when: ({ context }) => Object.values(context.slots).some(({ turn }) => turn !== null),
      event: ({ slots }) => ({
        type: "WITHDRAW",
        turn: Object.values(slots).find((slot) => slot.turn !== null)!.turn!.id,
      }),
      then: (_, __, asks) => tells(asks, "STOP"),
    },
    {
      name: "WITHDRAW of a turn that waits",
      when: ({ context }) => context.queue.length > 0,
      event: ({ queue }) => ({ type: "WITHDRAW", turn: queue[0]!.id }),
      then: ({ context }, before) => context.queue.every(({ id }) => id !== before.context.queue[0]!.id),
    },
    {
      name: "FAILED of an agent that has a turn",
      when: ({ context }) => Object.values(context.slots).some(({ turn }) => turn !== null),
      event: ({ slots }) => {
        const [agent] = Object.entries(slots).find(([, slot]) => slot.turn !== null)!
        return { type: "FAILED", agent, turn: null, reason: "it broke" }
      },
      then: ({ context }, before, asks) => {
        const [agent, slot] = Object.entries(before.context.slots).find(([, { turn }]) => turn !== null)!
        const now = context.slots[agent]!
        const isOver = now.turn?.id !== slot.turn!.id
        return isOver && tells(asks, "UNANSWERED", slot.turn!.conversation)
      },
    },
  ],
}
