/** Recovery: an actor's ledger from what the store holds of it, the newest snapshot and the journal entries after it. */
import type { Address } from "../machines/address.ts"
import { decodeSnapshot, JournalBroken } from "./journal.ts"
import type { Ledger } from "./ledger.ts"
import type { Lineage } from "./lineage.ts"
import { begin, follow, reading, toVersion } from "./replay.ts"
import type { Claim } from "./store.ts"

/**
 * Replays the tail on the snapshot, verifies the hash chain on the way, and goes on in today's chart.
 *
 * @throws JournalBroken when something does not read, the chain is broken, or the chart does otherwise than the journal.
 */
export const recover = (address: Address, lineage: Lineage, input: unknown, claim: Claim): Ledger => {
  const { record, tail } = claim
  const kept = record === null ? null : reading(address)(claim.seq, () => decodeSnapshot(record))
  let standing = begin(address, lineage, input, kept, tail[0])
  for (const entry of tail) standing = follow(address, lineage, standing, entry)
  const { seq } = standing.books
  if (seq < claim.seq) throw new JournalBroken({ address, seq: seq + 1, reason: "the entry is missing" })
  if (seq > claim.seq)
    throw new JournalBroken({ address, seq, reason: "the snapshot is ahead of the journal" })
  if (standing.hash !== claim.hash) {
    throw new JournalBroken({ address, seq: claim.seq, reason: "the hash is not the last that was written" })
  }
  const { books, hash } = toVersion(address, lineage, standing, lineage.today.machine)
  return { books, epoch: claim.epoch, hash, recordSeq: kept?.seq ?? 0, wakeAt: undefined }
}
