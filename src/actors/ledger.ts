/** What is true of an actor in memory between two commits, and the bounds it is kept in. */
import type { Books } from "./books.ts"

export interface Ledger {
  readonly books: Books
  readonly epoch: number
  /** Of the last journal entry. */
  readonly hash: string
  /** The sequence number of the newest snapshot record. */
  readonly recordSeq: number
  /** When the store will have the actor woken, in ms since 1970; null: never; undefined: not known until the next commit. */
  readonly wakeAt: number | null | undefined
}

export interface Limits {
  /** Letters that may wait. */
  readonly mailbox: number
  /** Letters in one commit. */
  readonly batch: number
  /** Entries between two snapshot records; 1: each commit brings one. */
  readonly snapshotEvery: number
}

export const limits: Limits = { mailbox: 1024, batch: 256, snapshotEvery: 16 }

/** How long after a commit that left something owed the store has the actor woken by whoever is there, in ms. */
export const owedGrace = 30_000
