/**
 * The region of a chart that keeps its actor's board as the actor is: shown anew when something changed, one attempt at a
 * time, and at most once a second. Discord being away is waited for; a refusal stands until there is something new to show.
 */
import { assign } from "xstate"
import type { Params } from "../effects.ts"
import type { board as events } from "../event.ts"
import type { Event, Timed } from "../events.ts"

/** What an actor knows of its board. */
export interface Board {
  /** Null until Discord has it. */
  readonly message: string | null
  /** What stands there is not what it should be. */
  readonly stale: boolean
  /** Attempts since it was last shown that came to nothing. */
  readonly attempts: number
  /** Why Discord refused it; null: it did not. */
  readonly refused: string | null
}

export const blank: Board = { message: null, stale: false, attempts: 0, refused: null }

interface Holder {
  readonly board: Board
}

type Shown = Timed<typeof events.SHOWN.Type>
type Unshown = Timed<typeof events.UNSHOWN.Type>

/** What the actor has done is to be seen. */
export const touched = ({ board }: Holder): { readonly board: Board } => ({
  board: { ...board, stale: true },
})

export const drawn = ({ board }: Holder): { readonly board: Board } => ({ board: { ...board, stale: false } })

export const shown = ({ board }: Holder, { message }: Shown): { readonly board: Board } => ({
  board: { message, stale: board.stale, attempts: 0, refused: null },
})

export const unshown = ({ board }: Holder, { reason, retry }: Unshown): { readonly board: Board } => ({
  board: {
    ...board,
    stale: retry || board.stale,
    attempts: board.attempts + 1,
    refused: retry ? null : reason,
  },
})

/** Nobody has ever seen it, and nobody will. */
export const isUnseen = ({ board }: Holder): boolean => board.message === null && board.refused !== null

/** Between two changes of what people see, in ms. */
export const redrawTime = 1000

/** Grows with each attempt: 2 s, 4 s, 8 s, up to a minute. */
export const backoff = ({ board }: Holder): number => Math.min(60_000, 1000 * 2 ** board.attempts)

/** Guards that every chart with a board has. */
export const guards = {
  isStale: ({ context }: { readonly context: Holder }) => context.board.stale,
  isUnseen: ({ context }: { readonly context: Holder }) => isUnseen(context),
  mayShowAgain: ({ event }: { readonly event: { readonly type: string; readonly retry?: unknown } }) =>
    event.type === "UNSHOWN" && event.retry === true,
}

/** Actions that every chart with a board has. */
export const actions = <C extends Holder, E extends Timed<Event>>() => ({
  draw: assign<C, E, undefined, E, never>(({ context }) => drawn(context) as Partial<C>),
  noteShown: assign<C, E, undefined, E, never>(({ context, event }) =>
    event.type === "SHOWN" ? (shown(context, event) as Partial<C>) : {},
  ),
  noteUnshown: assign<C, E, undefined, E, never>(({ context, event }) =>
    event.type === "UNSHOWN" ? (unshown(context, event) as Partial<C>) : {},
  ),
})

/** The region; its chart brings what it names: `isStale`, `mayShowAgain`, `draw`, `noteShown`, `noteUnshown`. */
export const region = <C extends Holder>(face: (context: C) => Params<"Show">) =>
  ({
    description: "What people see of it, and press.",
    initial: "still",
    states: {
      still: { always: { guard: "isStale", target: "showing" } },
      showing: {
        entry: [{ type: "Show", params: ({ context }: { readonly context: C }) => face(context) }, "draw"],
        on: {
          SHOWN: { target: "resting", actions: "noteShown" },
          UNSHOWN: [
            { guard: "mayShowAgain", target: "hidden", actions: "noteUnshown" },
            { target: "resting", actions: "noteUnshown" },
          ],
        },
      },
      resting: { description: "At most one change a second.", after: { redrawTime: "still" } },
      hidden: { description: "Discord is away.", after: { backoff: "showing" } },
    },
  }) as const
