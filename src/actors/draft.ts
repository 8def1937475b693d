/** A draft: what a batch of letters makes of an actor's ledger, ready to be committed. Pure. */
import type { AnyMachineSnapshot } from "xstate"
import * as books from "./books.ts"
import { chained } from "./journal.ts"
import { owedGrace, type Ledger, type Limits } from "./ledger.ts"
import type { Letter } from "./mailbox.ts"
import type { Stepper } from "./step.ts"
import type { Commit, StoredEntry } from "./store.ts"

export interface Draft {
  readonly ledger: Ledger
  readonly entries: ReadonlyArray<StoredEntry>
  /** The state after each of them. */
  readonly through: ReadonlyArray<AnyMachineSnapshot>
  /** What each of them took. */
  readonly taken: ReadonlyArray<books.Taken>
  /** When the last of them came in, in ms since 1970; 0 when there are none. */
  readonly at: number
  /** How many of the acked outbox entries it takes out. */
  readonly acked: number
  /** Null when nothing is to be written. */
  readonly commit: Omit<Commit, "address"> | null
  readonly accepted: ReadonlyArray<Letter>
  readonly duplicates: ReadonlyArray<Letter>
  readonly poisoned: ReadonlyArray<{ readonly letter: Letter; readonly reason: string }>
}

/** How much too early the store may have the actor woken, in ms. */
const tooEarly = owedGrace / 2

/** What an effect came to, or told, that was taken back, or a timer that was disarmed or armed anew meanwhile. */
const isStale = ({ settles, during, fires }: Letter, { outbox, timers }: books.Books): boolean =>
  [settles, during].some((key) => key !== null && !outbox.has(key)) ||
  (fires !== null && timers.get(fires.id) !== fires)

export const draft = (
  stepper: Stepper,
  ledger: Ledger,
  letters: ReadonlyArray<Letter>,
  acked: ReadonlyArray<string>,
  limits: Limits,
): Draft => {
  const accepted: Array<Letter> = []
  const duplicates: Array<Letter> = []
  const poisoned: Array<{ letter: Letter; reason: string }> = []
  const entries: Array<StoredEntry> = []
  const through: Array<AnyMachineSnapshot> = []
  const taken: Array<books.Taken> = []
  const ids = new Set<string>()
  let now = ledger.books
  let { hash } = ledger
  let at = 0
  let state = ""

  for (const letter of letters) {
    const isNeedless = tidies(letter) && (entries.length > 0 || !isUntidy(ledger, acked, letter.at))
    if (isNeedless || isStale(letter, now)) {
      accepted.push(letter)
      continue
    }
    if (letter.id !== null && ids.has(letter.id)) {
      duplicates.push(letter)
      continue
    }
    const { id, cause, event, settles, fires } = letter
    const posting = {
      seq: now.seq + 1,
      at: letter.at,
      cause,
      event,
      settles,
      fires: fires?.id ?? null,
      acked: entries.length === 0 ? acked : [],
    }
    try {
      const next = books.post(stepper, now, posting)
      state = stepper.text(next.snapshot)
      now = next
    } catch (error) {
      poisoned.push({ letter, reason: String(error) })
      continue
    }
    if (id !== null) ids.add(id)
    const entry = chained(
      hash,
      { ...posting, id, epoch: ledger.epoch, machine: stepper.machine } as never,
      state,
    )
    hash = entry.hash
    at = letter.at
    entries.push({ seq: now.seq, id, body: entry.body })
    through.push(now.snapshot)
    taken.push(now.taken)
    accepted.push(letter)
  }

  if (entries.length === 0)
    return { ledger, entries, through, taken, at, acked: 0, commit: null, accepted, duplicates, poisoned }

  const recorded = now.seq - ledger.recordSeq >= recordEvery(stepper, now, limits)
  const wakeAt = nextWake(ledger, now, at)
  const { epoch } = ledger
  return {
    ledger: {
      books: now,
      epoch,
      hash,
      recordSeq: recorded ? now.seq : ledger.recordSeq,
      wakeAt: wakeAt === undefined ? ledger.wakeAt : wakeAt,
    },
    entries,
    through,
    taken,
    at,
    acked: acked.length,
    commit: {
      epoch,
      expectedSeq: ledger.books.seq,
      expectedHash: ledger.hash,
      entries,
      hash,
      record: recorded ? books.record(stepper, now, hash) : null,
      wakeAt,
    },
    accepted,
    duplicates,
    poisoned,
  }
}

/** The more a snapshot holds, the rarer it is: eight records for each entry, at most, are written a second time. */
const recordEvery = (stepper: Stepper, { snapshot }: books.Books, { snapshotEvery }: Limits): number =>
  Math.max(snapshotEvery, Math.ceil(stepper.records(snapshot) / 8))

/**
 * When the store must have the actor woken. Too early costs a look, too late breaks a promise: so a time is moved when it
 * is too late or has passed, is not known, is needed no longer, or is much too early.
 */
const nextWake = ({ wakeAt }: Ledger, now: books.Books, at: number): number | null | undefined => {
  const due = books.firstDue(now)
  const owed = now.outbox.size > 0 ? at + owedGrace : null
  const needed = due === null ? owed : owed === null ? due : Math.min(due, owed)
  if (needed === null) return wakeAt === null ? undefined : null
  if (wakeAt === null || wakeAt === undefined || wakeAt <= at) return needed
  return needed < wakeAt || needed > wakeAt + tooEarly ? needed : undefined
}

/** A letter that is there to have the books tidied, and nothing else. */
const tidies = ({ event, settles, fires }: Letter): boolean =>
  event === null && settles === null && fires === null

/** Something is done that stands in the outbox, or the store has a time that is not right. */
const isUntidy = (ledger: Ledger, acked: ReadonlyArray<string>, at: number): boolean =>
  acked.length > 0 || (ledger.books.seq > 0 && nextWake(ledger, ledger.books, at) !== undefined)
