/**
 * What an agent does with tools between two questions to its model: all that the model wants at once, a few calls at a time,
 * each once somebody who must be asked agrees. What came of them goes back to the model.
 */
import type { Address } from "../address.ts"
import type { Params } from "../effects.ts"
import type { AgentEvent } from "../events.ts"
import { spent, type Payer } from "./paying.ts"
import { permitOf } from "../permit/address.ts"
import { clipped, sideBySide, type Judged, type Result, type Round, type Use } from "../tools/call.ts"
import type { Draft } from "../values.ts"

export interface Using {
  /** What the model said meanwhile. */
  readonly text: string
  readonly uses: ReadonlyArray<Judged>
  /** Ids of those of which somebody is asked whether they may be made. */
  readonly awaited: ReadonlyArray<string>
  /** Ids of those under way, at most `sideBySide`. */
  readonly underWay: ReadonlyArray<string>
  /** In the order in which they came. */
  readonly results: ReadonlyArray<Result>
}

/** What of an agent this is about. */
interface User extends Payer {
  readonly draft: Draft | null
  readonly rounds: ReadonlyArray<Round>
  readonly using: Using | null
}

type Of<T extends AgentEvent["type"]> = Extract<AgentEvent, { type: T }>
type Change = { readonly using: Using }
type Letter = Params<"Tell">

/** What all results of a turn may hold together, in characters: models read no more, and each commit writes it. */
const room = 131_072
/** What each may, however many there are. */
const least = 512

const taken = ({ rounds, using }: User): number =>
  [...rounds.flatMap(({ results }) => results), ...(using?.results ?? [])].reduce(
    (sum, { text }) => sum + text.length,
    0,
  )

const ended = (user: User, result: Result): Change => {
  const using = user.using!
  const text = clipped(result.text, Math.max(least, room - taken(user)))
  return {
    using: {
      ...using,
      awaited: using.awaited.filter((id) => id !== result.use),
      underWay: using.underWay.filter((id) => id !== result.use),
      results: [...using.results, { ...result, text }],
    },
  }
}

const refused = (use: string, why: string): Result => ({ use, ok: false, text: why, ms: 0 })

/** A model wants these. What is denied is settled at once. */
const wanted = ({ text, uses }: Of<"WANTS">): Change => ({
  using: {
    text,
    uses,
    awaited: uses.filter(({ verdict }) => verdict === "ask").map(({ id }) => id),
    underWay: [],
    results: uses
      .filter(({ verdict }) => verdict === "deny")
      .map(({ id, why = "a rule denies it" }) => refused(id, why)),
  },
})

/** Calls that may begin now. */
export const next = ({ using }: User): ReadonlyArray<Use> => {
  if (using === null) return []
  const { uses, awaited, underWay, results } = using
  const known = new Set([...awaited, ...underWay, ...results.map(({ use }) => use)])
  return uses
    .filter(({ id }) => !known.has(id))
    .slice(0, sideBySide - underWay.length)
    .map(({ id, tool, input }) => ({ id, tool, input }))
}

export const begun = ({ using }: User, uses: ReadonlyArray<Use>): Change => ({
  using: { ...using!, underWay: [...using!.underWay, ...uses.map(({ id }) => id)] },
})

export const isUnderWay = ({ using }: User, use: string): boolean => using?.underWay.includes(use) === true

/** A call has ended. */
const used = (user: User, { use, ok, text, ms }: Of<"USED">): Change => ended(user, { use, ok, text, ms })

export const isAsked = ({ turn, using }: User, { turn: of, use }: Of<"PERMITTED">): boolean =>
  turn?.id === of && using?.awaited.includes(use) === true

/** Who was asked has answered. */
const permitted = (user: User, { use, verdict, why }: Of<"PERMITTED">): Change => {
  const using = user.using!
  if (verdict === "deny") return ended(user, refused(use, why))
  return { using: { ...using, awaited: using.awaited.filter((id) => id !== use) } }
}

/** Nothing is left to be waited for. */
export const isDone = ({ using }: User): boolean =>
  using !== null && using.results.length === using.uses.length

/** What an event changes of it, and of what the turn has taken. */
export const noted = (user: User, event: AgentEvent): Partial<Change & { readonly spent: number }> => {
  switch (event.type) {
    case "WANTS":
      return { ...wanted(event), ...spent(user, event.usage) }
    case "USED":
      return { ...used(user, event), ...spent(user, event.usage) }
    case "PERMITTED":
      return permitted(user, event)
    default:
      return {}
  }
}

/** Results go back in the order of the calls. */
export const rounded = ({
  rounds,
  using,
}: User): { readonly rounds: ReadonlyArray<Round>; readonly using: null } => {
  const { text, uses, results } = using!
  const inOrder = uses.map(({ id }) => results.find(({ use }) => use === id)!)
  const calls = uses.map(({ id, tool, input }) => ({ id, tool, input }))
  return { rounds: [...rounds, { text, uses: calls, results: inOrder }], using: null }
}

const asking = ({ turn, using }: User): ReadonlyArray<{ readonly to: Address; readonly use: Judged }> =>
  (using?.uses ?? [])
    .filter(({ id }) => using!.awaited.includes(id))
    .map((use) => ({ to: permitOf(turn!, use.tool), use }))

export const asks = (user: User): ReadonlyArray<Letter> =>
  asking(user).map(({ to, use }) => ({
    to,
    event: { type: "ASK", turn: user.turn!, use, agent: `agent/${user.id}` },
  }))

/** To each who has not answered. */
export const withdrawals = (user: User): ReadonlyArray<Letter> =>
  asking(user).map(({ to, use }) => ({
    to,
    event: { type: "WITHDRAW_ASK", turn: user.turn!.id, use: use.id, agent: `agent/${user.id}` },
  }))

export const progress = ({ turn, draft, rounds, using }: User): Params<"Progress"> => ({
  turn: turn!,
  text: [...rounds, using!]
    .map(({ text }) => text)
    .filter(Boolean)
    .join("\n\n"),
  ...(draft && { draft }),
})

/** The state; its chart brings what it names. */
export const state = {
  description:
    "What the model wants done is done: at most five calls at a time, each once who must be asked agrees.",
  entry: [
    "ask",
    "begin",
    { type: "Progress", params: ({ context }: { readonly context: User }) => progress(context) },
  ],
  exit: [
    { type: "Cancel", params: { effect: "Use" } },
    { type: "Cancel", params: { effect: "Progress" } },
    "withdraw",
  ],
  always: { guard: "isDone", target: "thinking", actions: "endRound" },
  on: {
    USED: { guard: "isUnderWay", actions: ["noteTools", "begin"] },
    PERMITTED: { guard: "isAsked", actions: ["noteTools", "begin"] },
    WRITING: { actions: "noteDraft", description: "The channel is shown what the tools do." },
    DRAFTED: { actions: "noteDraft" },
  },
} as const
