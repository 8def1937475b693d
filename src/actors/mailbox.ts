/** What waits for an actor, in order of arrival. Bounded for what others send; what an actor is owed by itself always fits. */
import type { EventObject } from "xstate"
import type { Timer } from "./journal.ts"
import type { Receipt, Refused } from "./mail.ts"

/** One event that waits, and who waits for it. */
export interface Letter {
  readonly id: string | null
  readonly at: number
  readonly cause: string
  /** Null: nothing for the chart, the outbox alone is to be brought up to date. */
  readonly event: EventObject | null
  /** The outbox entry that this event is the outcome of. */
  readonly settles: string | null
  /** The outbox entry under way that tells it before its outcome: the event counts as long as that is owed. */
  readonly during: string | null
  /** The timer that this event is, as it was armed. */
  readonly fires: Timer | null
  readonly accept: (receipt: Receipt) => void
  readonly refuse: (error: Refused) => void
}

/** Letters that wait in all mailboxes of a process. */
export interface Waiting {
  letters: number
}

export class Mailbox {
  readonly #letters: Array<Letter> = []
  readonly #capacity: number
  readonly #waiting: Waiting

  constructor(capacity: number, waiting: Waiting) {
    this.#capacity = capacity
    this.#waiting = waiting
  }

  get size(): number {
    return this.#letters.length
  }

  /** False when it is full. */
  offer(letter: Letter): boolean {
    if (this.#letters.length >= this.#capacity) return false
    this.put(letter)
    return true
  }

  /** Puts in what the actor's own effects and timers came to: as many as its outbox and timers, which are bounded. */
  put(letter: Letter): void {
    this.#letters.push(letter)
    this.#waiting.letters++
  }

  take(most: number): ReadonlyArray<Letter> {
    const taken = this.#letters.splice(0, most)
    this.#waiting.letters -= taken.length
    return taken
  }

  /** Back to the front, in order. */
  putBack(letters: ReadonlyArray<Letter>): void {
    this.#letters.unshift(...letters)
    this.#waiting.letters += letters.length
  }
}
