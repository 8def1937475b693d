/** What is to hold of an agent. */
import type { AgentContext } from "../agent/agent.ts"
import { isIn, tells, type Properties } from "./property.ts"
import { limit, message, turn } from "./samples.ts"

const one = turn("writer")
const other = { ...turn("analyst", message(40_001)), claim: { tokens: 10, limits: [limit] } }

export const agent: Properties<AgentContext> = {
  comes: ({ context }) => [
    { type: "ALLOCATE", turn: one },
    { type: "ALLOCATE", turn: other },
    { type: "RELEASE" },
    { type: "PING", pool: "0", turn: context.turn?.id ?? null },
    { type: "STOP", turn: one.id },
    { type: "STOP", turn: other.id, gently: true },
    ...(context.turn?.claim === undefined
      ? []
      : ([
          { type: "GRANTED", turn: context.turn.id, budget: limit.of },
          { type: "REFUSED", turn: context.turn.id, budget: limit.of, reason: "spent", told: false },
        ] as const)),
  ],
  gist: ({ turn, failures, attempts, granted, draft, home }) => [
    turn?.id,
    granted.length,
    Math.min(failures, 3),
    attempts,
    draft,
    home,
  ],
  always: {
    "who has a turn has a home": ({ context }) => context.turn === null || context.home !== null,
    "who has no turn has nothing to say, and nothing set aside": ({ context }) =>
      context.turn !== null ||
      (context.text === "" &&
        context.draft === null &&
        context.granted.length === 0 &&
        context.calls.length === 0),
    "who thinks or speaks has a turn": (moment) => moment.context.turn !== null || !isIn(moment, "active"),
    "who is free has no home": (moment) => moment.context.home === null || !isIn(moment, "available"),
  },
  atRest: {
    "it has no turn, and is free, but while budgets are asked": (moment) =>
      isIn(moment, "reserving") || (moment.context.turn === null && isIn(moment, "available")),
  },
  heard: [
    {
      name: "PING",
      when: () => true,
      event: () => ({ type: "PING", pool: "0", turn: null }),
      then: ({ context }, before, asks) => context === before.context && tells(asks, "ALIVE", "pool/0"),
    },
    {
      name: "STOP",
      when: ({ context }) => context.turn !== null,
      event: ({ turn }) => ({ type: "STOP", turn: turn!.id }),
      then: ({ context }, before, asks) =>
        context.turn === null &&
        tells(asks, "UNANSWERED", before.context.turn!.conversation) &&
        tells(asks, "IDLED") &&
        (before.context.granted.length === 0 || tells(asks, "RETURN")),
    },
    {
      name: "gentle STOP",
      when: (before) => before.context.turn !== null && isIn(before, "speaking"),
      event: ({ turn }) => ({ type: "STOP", turn: turn!.id, gently: true }),
      then: (after) => after.context.turn !== null && isIn(after, "speaking"),
    },
  ],
}
