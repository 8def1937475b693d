/** What is to hold of a permit. */
import type { Permit } from "../permit/kept.ts"
import { shownOf } from "../permit/shown.ts"
import { isIn, tells, type Moment, type Properties } from "./property.ts"
import { asks, bob, pressed } from "./samples.ts"
import { ends, stops } from "./work.ts"

const whats = ["once", "here", "server", "always", "no", "never", "scope"]

const another = { ...asks, use: { ...asks.use, id: "0.1", input: '{"scene":"garden"}' } }

/** Asked at the same address by chance: on a board of its own, once the other is closed. */
const unlike = { ...asks, use: { ...asks.use, id: "0.2", tool: "blender.open" } }

/** Numbers grow for ever; what counts is which of the first few a button is about. */
const asksAtMost = 2

const lastSeen = ({ wishes }: Permit): number => shownOf(wishes).at(-1)?.n ?? 0

export const permit: Properties<Permit> = {
  comes: ({ context }) => [
    ...(context.asked < asksAtMost ? [asks, another, unlike] : []),
    { ...asks, turn: { ...asks.turn, aside: true } },
    { type: "WITHDRAW_ASK", turn: asks.turn.id, use: asks.use.id, agent: asks.agent },
    ...[1, lastSeen(context)].flatMap((upTo) =>
      whats.flatMap((what) => [pressed(`${what}-${upTo}`), pressed(`${what}-${upTo}`, bob)]),
    ),
    pressed(`always-${lastSeen(context)}-wide`),
  ],
  gist: ({ asked, wishes, next, wide, outcome, closed, board }) => [
    asked,
    wishes.map(({ n, use }) => [n, use.id]),
    next.map(({ n, use }) => [n, use.id]),
    wide,
    outcome === null,
    closed,
    board.stale,
    board.message === null,
  ],
  always: {
    "nobody decides but whose message it is, or who manages": ({ context: { outcome } }) =>
      outcome?.by?.id !== bob.id,
    "nothing is allowed that nobody allowed": ({ context: { outcome } }) =>
      outcome?.verdict !== "allow" || outcome.by !== null,
    "a board is about calls of one tool by one agent for one person": ({ context: { wishes } }) =>
      new Set(wishes.map(({ use, brain, by }) => `${use.tool} ${brain} ${by.id}`)).size <= 1,
    "who is asked is asked about something": (moment) =>
      !isIn(moment, "asking") || moment.context.wishes.length > 0,
    "a call waits once": ({ context: { wishes, next, outcome } }) => {
      const waiting = [...(outcome === null ? wishes : []), ...next].map(({ n }) => n)
      return new Set(waiting).size === waiting.length
    },
  },
  atRest: {
    ...ends,
    "nobody waits for an answer": ({ context: { next } }: Moment<Permit>) => next.length === 0,
  },
  heard: [
    stops,
    {
      name: "Once",
      when: (before) => isIn(before, "asking"),
      event: (context) => pressed(`once-${lastSeen(context)}`),
      then: (_, before, asked) =>
        tells(asked, "PERMITTED", asks.agent) &&
        !tells(asked, "RULE") &&
        asked.filter(({ type }) => type === "Tell").length === shownOf(before.context.wishes).length,
    },
    {
      name: "Never",
      when: (before) => isIn(before, "asking"),
      event: (context) => pressed(`never-${lastSeen(context)}`),
      then: (_, __, asked) => tells(asked, "PERMITTED", asks.agent) && tells(asked, "RULE"),
    },
    {
      name: "a press under what was seen before anything of this was asked",
      when: (before) => isIn(before, "asking"),
      event: () => pressed("always-0-wide"),
      then: (after, _, asked) => isIn(after, "asking") && asked.length === 0,
    },
    {
      name: "a press of somebody whom it does not concern",
      when: (before) => isIn(before, "asking"),
      event: (context) => pressed(`always-${lastSeen(context)}`, bob),
      then: (after, _, asked) => isIn(after, "asking") && asked.length === 0,
    },
  ],
}
