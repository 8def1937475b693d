/**
 * What left the sessions of one user: every exchange that was digested, whole, for the user to search. Its id is the user's. The
 * newest are kept, as many as the bounds let.
 */
import { assign, setup } from "xstate"
import type { ArchiveEvent, Timed } from "../events.ts"
import type { Exchange } from "../values.ts"

/** Exchanges, and characters of them, that are kept. */
export const exchangesAtMost = 1000
export const charactersAtMost = 400_000

/** An exchange, and with which agent it was. */
export interface Archived extends Exchange {
  readonly brain: string
}

export interface ArchiveContext {
  /** Oldest first. */
  readonly exchanges: ReadonlyArray<Archived>
  /** How many there were that are not kept any more. */
  readonly dropped: number
}

const sizeOf = ({ asked, answered }: Exchange): number => asked.length + answered.length

/** How many of the oldest go. */
const excess = (exchanges: ReadonlyArray<Archived>): number => {
  let over = exchanges.reduce((sum, one) => sum + sizeOf(one), 0) - charactersAtMost
  let count = 0
  while (count < exchanges.length - 1 && (over > 0 || exchanges.length - count > exchangesAtMost))
    over -= sizeOf(exchanges[count++]!)
  return count
}

const archived = (
  { exchanges, dropped }: ArchiveContext,
  { brain, exchanges: more }: Extract<Timed<ArchiveEvent>, { type: "ARCHIVE" }>,
): ArchiveContext => {
  // Sessions with several agents are archived one after the other: what is older in one may come later.
  const all = [...exchanges, ...more.map((one) => ({ ...one, brain }))].toSorted((a, b) => a.at - b.at)
  const gone = excess(all)
  return { exchanges: all.slice(gone), dropped: dropped + gone }
}

export const archive = setup({
  types: {
    context: {} as ArchiveContext,
    events: {} as Timed<ArchiveEvent>,
    input: {} as { readonly id: string },
  },
  actions: {
    archive: assign(({ context, event }) => (event.type === "ARCHIVE" ? archived(context, event) : {})),
    clear: assign({ exchanges: [], dropped: 0 }),
  },
  guards: {
    isFull: ({ context }) => context.dropped > 0,
  },
}).createMachine({
  id: "archive",
  version: "1",
  description: "What left the sessions of one user, for the user to search.",
  context: { exchanges: [], dropped: 0 },
  initial: "empty",
  states: {
    empty: { on: { ARCHIVE: { target: "keeping", actions: "archive" } } },
    keeping: {
      description: "Every exchange that left a session.",
      always: { guard: "isFull", target: "full" },
      on: { ARCHIVE: { actions: "archive" }, EMPTY: { target: "empty", actions: "clear" } },
    },
    full: {
      description:
        "The newest exchanges, at most 1,000 and 400,000 characters: the oldest go as others come.",
      on: { ARCHIVE: { actions: "archive" }, EMPTY: { target: "empty", actions: "clear" } },
    },
  },
})
