/** What is to hold of an agent. */
import type { AgentContext } from "../agent/agent.ts"
import type { Using } from "../agent/using.ts"
import type { Event } from "../events.ts"
import { permitOf } from "../permit/address.ts"
import { sideBySide } from "../tools/call.ts"
import { isIn, tells, type Properties } from "./property.ts"
import { limit, message, turn } from "./samples.ts"

const one = turn("writer")
const other = { ...turn("analyst", message(40_001)), claim: { tokens: 10, limits: [limit] } }

const awaitedIn = ({ using }: Pick<AgentContext, "using">) =>
  (using?.uses ?? []).filter(({ id }) => using!.awaited.includes(id))

const knows = ({ uses }: Using, id: string): boolean => uses.some((use) => use.id === id)

/** Six calls, of which five may be under way, one somebody is asked about, and one is denied. */
const wants: Event = {
  type: "WANTS",
  text: "let me see",
  model: "none",
  usage: { input: 1, output: 1 },
  ms: 1,
  uses: (["allow", "allow", "allow", "allow", "allow", "allow", "ask", "deny"] as const).map(
    (verdict, n) => ({
      id: `0.${n}`,
      tool: `tool${n}`,
      input: "{}",
      verdict,
      harmless: true,
    }),
  ),
}

export const agent: Properties<AgentContext> = {
  comes: ({ context }) => [
    { type: "ALLOCATE", turn: one },
    { type: "ALLOCATE", turn: other },
    { type: "RELEASE" },
    { type: "PING", pool: "0", turn: context.turn?.id ?? null },
    { type: "STOP", turn: one.id },
    { type: "STOP", turn: other.id, gently: true },
    ...(context.turn?.id !== one.id
      ? []
      : context.draft === null
        ? [{ type: "WRITING" } as const]
        : [{ type: "DRAFTED", message: "62" } as const]),
    ...(context.using?.awaited ?? []).flatMap((use) =>
      (["allow", "deny"] as const).map((verdict) => ({
        type: "PERMITTED" as const,
        turn: context.turn!.id,
        use,
        verdict,
        why: "Ada says so",
      })),
    ),
    ...(context.turn?.claim === undefined
      ? []
      : ([
          { type: "GRANTED", turn: context.turn.id, budget: limit.of },
          { type: "REFUSED", turn: context.turn.id, budget: limit.of, reason: "spent", told: false },
        ] as const)),
  ],
  gist: ({ turn, failures, attempts, granted, draft, home, rounds, using, spent }) => [
    turn?.id,
    granted.length,
    Math.min(failures, 3),
    attempts,
    draft,
    home,
    Math.min(rounds.length, 2),
    using && [using.uses.length, using.awaited, using.underWay, using.results.length],
    spent > 0,
  ],
  always: {
    "who has a turn has a home": ({ context }) => context.turn === null || context.home !== null,
    "who has no turn has nothing to say, and nothing set aside": ({ context }) =>
      context.turn !== null ||
      (context.text === "" &&
        context.draft === null &&
        context.granted.length === 0 &&
        context.rounds.length === 0 &&
        context.using === null &&
        context.spent === 0 &&
        context.calls.length === 0),
    "who uses tools knows what for, and no other does": (moment) =>
      isIn(moment, "using") === (moment.context.using !== null),
    "at most five calls are under way": ({ context: { using } }) =>
      using === null || using.underWay.length <= sideBySide,
    "each call is asked about, under way, settled or yet to begin, and only one of these": ({
      context: { using },
    }) => {
      if (using === null) return true
      const somewhere = [...using.awaited, ...using.underWay, ...using.results.map(({ use }) => use)]
      return new Set(somewhere).size === somewhere.length && somewhere.every((id) => knows(using, id))
    },
    "each call of a round came to one thing": ({ context: { rounds } }) =>
      rounds.every(
        ({ uses, results }) =>
          uses.length === results.length && uses.every(({ id }, n) => results[n]?.use === id),
      ),
    "who thinks or speaks has a turn": (moment) => moment.context.turn !== null || !isIn(moment, "active"),
    "who is free has no home": (moment) => moment.context.home === null || !isIn(moment, "available"),
  },
  atRest: {
    "it has no turn, and is free, but while budgets are asked": (moment) =>
      isIn(moment, "reserving") ||
      // Who is asked about a call answers in time.
      (moment.context.using?.awaited.length ?? 0) > 0 ||
      (moment.context.turn === null && isIn(moment, "available")),
  },
  begun: [[{ type: "ALLOCATE", turn: one }, { type: "CONNECTED" }, wants]],
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
        (before.context.granted.length === 0 || tells(asks, "RETURN") || tells(asks, "SETTLE")) &&
        awaitedIn(before.context).every(({ tool }) =>
          tells(asks, "WITHDRAW_ASK", permitOf(before.context.turn!, tool)),
        ),
    },
    {
      name: "gentle STOP",
      when: (before) => before.context.turn !== null && isIn(before, "speaking"),
      event: ({ turn }) => ({ type: "STOP", turn: turn!.id, gently: true }),
      then: (after) => after.context.turn !== null && isIn(after, "speaking"),
    },
  ],
}
