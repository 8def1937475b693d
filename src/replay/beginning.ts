/** Why a log does not even begin: with what it begins in, or with its first entry. */
import { decodeEntry, type JournalBroken } from "../actors/journal.ts"
import { lineageOf } from "../actors/steppers.ts"
import type { Recorded } from "./bundle.ts"
import { goneInWords } from "./gone.ts"
import type { Broken, Diverged, Trouble, Unknown } from "./outcome.ts"

const reads = (body: string | undefined): boolean => {
  try {
    return body === undefined || decodeEntry(body) !== null
  } catch {
    return false
  }
}

/** `error` is what beginning came to. */
export const unbegun = ({ address, base, entries }: Recorded, { seq, reason }: JournalBroken): Trouble => {
  const broken: Broken = { type: "broken", seq, line: null, reason }
  const unknown: Unknown = { ...broken, type: "unknown" }
  if (base === null) {
    const [first] = entries
    return reads(first?.body) ? unknown : { ...broken, line: first!.line }
  }
  if (lineageOf(address).named(base.machine) === undefined) return unknown
  const gone = goneInWords(address, base.machine, base.state.value)
  return gone === null ? broken : divergence(seq, gone)
}

const divergence = (seq: number, reason: string): Diverged => ({
  type: "diverged",
  seq,
  line: null,
  at: null,
  event: null,
  what: "chart",
  // The hash of a state is over an entry that is not in the log.
  certain: false,
  reason,
  edges: { then: null, now: [] },
  guards: [],
  changes: [],
})
