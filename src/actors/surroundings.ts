/** What an actor needs of the process it lives in. */
import type { Address } from "../machines/address.ts"
import type { Event } from "../machines/events.ts"
import type { Owed } from "./journal.ts"
import type { Limits } from "./ledger.ts"
import type { Stepper } from "./step.ts"
import type { Commit, CommitResult } from "./store.ts"
import type { Observer } from "./watching/observer.ts"

export interface Surroundings {
  readonly stepper: Stepper
  readonly now: () => number
  /** Rings the actor (`ring`) at this time; null: not at all. */
  readonly ringAt: (address: Address, due: number | null, ring: () => void) => void
  readonly commit: (commit: Commit) => Promise<CommitResult>
  /**
   * Begins an effect; `done` is called once with what came of it, unless the returned function is called before. What is to
   * be true before it goes on it tells with `meanwhile`, which resolves when that is durable; false: the effect is owed no more.
   */
  readonly perform: (
    address: Address,
    owed: Owed,
    again: boolean,
    done: (outcome: Event | null) => void,
    meanwhile: (event: Event) => Promise<boolean>,
  ) => () => void
  readonly observer: Observer["Service"]
  /** It has taken all letters that waited, and none is there at this moment. */
  readonly paused: (address: Address) => void
  /** The actor stopped by itself: it was fenced, or a commit was not answered. */
  readonly lost: (address: Address) => void
  /** An event broke its chart. */
  readonly broke: (address: Address, event: string, reason: string) => void
  readonly limits: Limits
}
