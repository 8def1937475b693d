/**
 * Replays a recorded log in today's code: entry by entry, state and hash compared at each. It ends at the first that goes
 * another way, and says how; or at the first that cannot be believed, because the file was changed.
 */
import { JournalBroken } from "../actors/journal.ts"
import { begin, followed, type Followed, type Standing } from "../actors/replay.ts"
import { inputOf, lineageOf } from "../actors/steppers.ts"
import type { Address } from "../machines/address.ts"
import { unbegun } from "./beginning.ts"
import type { Recorded, RecordedEntry } from "./bundle.ts"
import { asksOtherwise, diagnosed } from "./diagnosis.ts"
import type { Trouble } from "./outcome.ts"

export interface Replayed {
  readonly address: Address
  /** How many were equal. */
  readonly entries: number
  readonly of: number
  /** Null: all were equal. */
  readonly trouble: Trouble | null
  /** Where the last equal entry leads; null when not even the beginning reads. */
  readonly standing: Standing | null
}

/** Called with each entry that was equal, and the standing before it. */
export type Visit = (entry: RecordedEntry, before: Standing, after: Standing) => void

export const replayed = (log: Recorded, visit: Visit = () => {}): Replayed => {
  const { address, base, entries } = log
  const lineage = lineageOf(address)
  const ended = (count: number, standing: Standing | null, trouble: Trouble | null): Replayed => ({
    address,
    entries: count,
    of: entries.length,
    trouble,
    standing,
  })
  let standing: Standing
  try {
    standing = begin(address, lineage, inputOf(address), base, entries[0])
  } catch (error) {
    if (!(error instanceof JournalBroken)) throw error
    return ended(0, null, unbegun(log, error))
  }
  for (const [n, entry] of entries.entries()) {
    let next: Followed
    try {
      next = followed(address, lineage, standing, entry)
    } catch (error) {
      if (!(error instanceof JournalBroken)) throw error
      return ended(n, standing, diagnosed(address, standing, entry, error))
    }
    const otherwise = asksOtherwise(entry, next)
    if (otherwise !== null) return ended(n, standing, otherwise)
    visit(entry, standing, next.standing)
    standing = next.standing
  }
  return ended(entries.length, standing, null)
}
