/** Turns of a channel that wait for an agent: the channel sees where they stand, in one line that is changed, and goes. */
import { assign } from "xstate"
import type { Params } from "../effects.ts"
import type { ConversationEvent, Timed } from "../events.ts"
import type { Change, Floor, Of } from "./floor.ts"
import type { Waiting } from "../values.ts"

/** A turn waits, stands elsewhere, or has an agent now. */
const placed = ({ queued, underWay }: Floor, { turn, place, about }: Of<"QUEUED">): Change => {
  const known = Object.entries(queued).filter(([id]) => id !== turn && Object.hasOwn(underWay, id))
  const isNews = place > 0 && Object.hasOwn(underWay, turn)
  return { queued: Object.fromEntries(isNews ? [...known, [turn, { place, about }]] : known) }
}

/** Who waits now, the next first. */
const waits = ({ queued, underWay }: Floor): ReadonlyArray<Waiting> =>
  Object.entries(queued)
    .flatMap(([id, { place, about }]) =>
      Object.hasOwn(underWay, id) ? [{ brain: underWay[id]!.brain, place, about }] : [],
    )
    .toSorted((a, b) => a.place - b.place)

const isSame = (some: ReadonlyArray<Waiting>, others: ReadonlyArray<Waiting>): boolean =>
  some.length === others.length &&
  some.every(({ brain, place, about }, n) => {
    const other = others[n]!
    return brain === other.brain && place === other.place && about === other.about
  })

/** Whether the channel shows something else than is so. */
export const owesLine = (floor: Floor): boolean => {
  const { line } = floor
  if (line?.showing) return false
  return !isSame(waits(floor), line?.shows ?? [])
}

export const line = (floor: Floor): Params<"Queue"> => ({
  channel: floor.channel,
  of: floor.line?.of ?? firstOf(floor),
  message: floor.line?.message ?? null,
  waits: [...waits(floor)],
})

const firstOf = ({ queued }: Floor): string => Object.keys(queued)[0]!

const showing = (floor: Floor): Change => ({
  line: {
    of: floor.line?.of ?? firstOf(floor),
    message: floor.line?.message ?? null,
    shows: waits(floor),
    showing: true,
  },
})

const shown = ({ line }: Floor, { message }: Of<"QUEUE_SHOWN">): Change => ({
  line: line === null || line.shows.length === 0 ? null : { ...line, message, showing: false },
})

type Heard = Timed<ConversationEvent>

/** What the chart does with it. */
export const actions = {
  notePlace: assign<Floor, Heard, undefined, Heard, never>(({ context, event }) =>
    event.type === "QUEUED" ? placed(context, event) : {},
  ),
  showQueue: assign<Floor, Heard, undefined, Heard, never>(({ context }) => showing(context)),
  noteQueueShown: assign<Floor, Heard, undefined, Heard, never>(({ context, event }) =>
    event.type === "QUEUE_SHOWN" ? shown(context, event) : {},
  ),
}
