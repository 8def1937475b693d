/** Recovery: an actor's ledger from what the store holds of it, the newest snapshot and the journal entries after it. */
import type { Address } from "../machines/address.ts"
import * as books from "./books.ts"
import { decodeEntry, decodeSnapshot, JournalBroken, rechained } from "./journal.ts"
import type { Ledger } from "./ledger.ts"
import type { Stepper } from "./step.ts"
import type { Claim } from "./store.ts"

/**
 * Replays the tail on the snapshot, and verifies the hash chain on the way.
 *
 * @throws JournalBroken when something does not read, the chain is broken, or today's chart does otherwise than the journal.
 */
export const recover = (address: Address, stepper: Stepper, input: unknown, claim: Claim): Ledger => {
  const broken = (seq: number, reason: string) => new JournalBroken({ address, seq, reason })
  const read = <A>(seq: number, decode: () => A): A => {
    try {
      return decode()
    } catch (error) {
      throw broken(seq, String(error))
    }
  }
  const kept = claim.record === null ? null : read(claim.seq, () => decodeSnapshot(claim.record!))
  let now = kept === null ? books.opened(stepper, input) : read(kept.seq, () => books.reopened(stepper, kept))
  let hash = kept?.hash ?? ""

  for (const { seq, body } of claim.tail) {
    if (seq !== now.seq + 1) throw broken(now.seq + 1, "the entry is missing")
    const { hash: written, ...entry } = read(seq, () => decodeEntry(body))
    now = read(seq, () => books.post(stepper, now, entry))
    hash = rechained(hash, body, JSON.stringify(stepper.keep(now.snapshot)))
    if (hash !== written) throw broken(seq, "the hash is not that of the entry and of what it leads to")
  }
  if (now.seq < claim.seq) throw broken(now.seq + 1, "the entry is missing")
  if (hash !== claim.hash) throw broken(claim.seq, "the hash is not the last that was written")
  return {
    books: now,
    epoch: claim.epoch,
    hash,
    recordSeq: kept?.seq ?? 0,
    wakeAt: undefined,
  }
}
