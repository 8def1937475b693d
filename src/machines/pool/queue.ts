/** Turns that wait, and do so no more: given up by their conversation, or after too long. */
import type { Change, Roll } from "./state.ts"
import { ticketsOf, type Ticket } from "./tickets.ts"

const day = 24 * 60 * 60_000

/** How long until the first ticket is given up, in ms. */
export const untilEnd = (roll: Roll, at: number): number =>
  Math.min(day, Math.max(0, (ticketsOf(roll.queue).firstToEnd?.until ?? Number.POSITIVE_INFINITY) - at))

/** Tickets that have waited too long. */
export const ended = (roll: Roll, at: number): ReadonlyArray<Ticket> => ticketsOf(roll.queue).endedBy(at)

export const giveUp = (roll: Roll, at: number): Change => {
  const over = ended(roll, at)
  return {
    queue: over.reduce((queue, { turn }) => queue.delete(turn.id), roll.queue),
    counts: { ...roll.counts, timedOut: roll.counts.timedOut + over.length },
  }
}

export const withdraw = (roll: Roll, turn: string): Change => ({ queue: roll.queue.delete(turn) })
