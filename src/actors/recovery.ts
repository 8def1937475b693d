/** Recovery: an actor's ledger from what the store holds of it, the newest snapshot and the journal entries after it. */
import type { Address } from "../machines/address.ts"
import * as books from "./books.ts"
import { chained, decodeEntry, decodeSnapshot, JournalBroken } from "./journal.ts"
import type { Ledger } from "./ledger.ts"
import type { Stepper } from "./step.ts"
import type { Claim } from "./store.ts"

/**
 * Replays the tail on the snapshot, and verifies the hash chain on the way.
 *
 * @throws JournalBroken when something does not read, the chain is broken, or today's chart does otherwise than the journal.
 */
export const recover = (address: Address, stepper: Stepper, input: unknown, claim: Claim): Ledger => {
  const read = <A>(seq: number, decode: () => A): A => {
    try {
      return decode()
    } catch (error) {
      throw new JournalBroken({ address, seq, reason: String(error) })
    }
  }
  const kept = claim.record === null ? null : read(claim.seq, () => decodeSnapshot(claim.record!))
  let now = kept === null ? books.opened(stepper, input) : books.reopened(stepper, kept)
  let hash: string | null = kept === null ? "" : null

  for (const { seq, body } of claim.tail) {
    const { hash: written, ...entry } = read(seq, () => decodeEntry(body))
    now = read(seq, () => books.post(stepper, now, entry))
    if (hash !== null && chained(hash, entry, JSON.stringify(stepper.keep(now.snapshot))).hash !== written) {
      throw new JournalBroken({ address, seq, reason: "the hash differs from what was written" })
    }
    hash = written
  }
  return {
    books: now,
    epoch: claim.epoch,
    hash: claim.hash,
    recordSeq: kept?.seq ?? 0,
    wakeAt: undefined,
  }
}
