/**
 * Replay: a journal, entry by entry, through the charts that wrote it. Recovery, the archive's check and a tester's replay are
 * this one walk, so that none of them can believe what another would not.
 */
import type { Address } from "../machines/address.ts"
import * as books from "./books.ts"
import { decodeEntry, JournalBroken, rechained, type Entry, type Snapshot } from "./journal.ts"
import type { Lineage } from "./lineage.ts"
import type { Stepper } from "./step.ts"
import type { StoredEntry } from "./store.ts"

/** Where a replay stands: after entry `books.seq`, whose hash is `hash`. */
export interface Standing {
  readonly stepper: Stepper
  readonly books: books.Books
  readonly hash: string
}

/** An entry, as it was read, the standing in the chart that wrote it, and where it leads. */
export interface Followed {
  readonly entry: Entry
  readonly from: Standing
  readonly standing: Standing
}

/** Reads, or says where it does not. */
export const reading =
  (address: Address) =>
  <A>(seq: number, read: () => A): A => {
    try {
      return read()
    } catch (error) {
      if (error instanceof JournalBroken) throw error
      throw new JournalBroken({ address, seq, reason: String(error) })
    }
  }

/**
 * Where a replay begins: after the snapshot, or, without one, before the first entry, in the chart that wrote it.
 *
 * @throws JournalBroken
 */
export const begin = (
  address: Address,
  lineage: Lineage,
  input: unknown,
  kept: Snapshot | null,
  first: StoredEntry | undefined,
): Standing => {
  const read = reading(address)
  if (kept === null) {
    const machine =
      first === undefined ? lineage.today.machine : read(first.seq, () => decodeEntry(first.body)).machine
    const stepper = known(address, lineage, first?.seq ?? 0, machine)
    return { stepper, books: books.opened(stepper, input), hash: "" }
  }
  const stepper = known(address, lineage, kept.seq, kept.machine)
  return { stepper, books: read(kept.seq, () => books.reopened(stepper, kept)), hash: kept.hash }
}

/**
 * One entry on.
 *
 * @throws JournalBroken when it is not the next, does not read, or does not lead to what its hash says.
 */
export const follow = (
  address: Address,
  lineage: Lineage,
  standing: Standing,
  stored: StoredEntry,
): Standing => followed(address, lineage, standing, stored).standing

/** The same, with the entry. */
export const followed = (
  address: Address,
  lineage: Lineage,
  standing: Standing,
  { seq, body }: StoredEntry,
): Followed => {
  const read = reading(address)
  const expected = standing.books.seq + 1
  if (seq !== expected) throw new JournalBroken({ address, seq: expected, reason: "the entry is missing" })
  const entry = read(seq, () => decodeEntry(body))
  const from = toVersion(address, lineage, standing, entry.machine)
  const now = read(seq, () => books.post(from.stepper, from.books, entry))
  const hash = rechained(standing.hash, body, from.stepper.text(now.snapshot))
  if (hash !== entry.hash) {
    const reason = "the hash is not that of the entry and of what it leads to"
    throw new JournalBroken({ address, seq, reason })
  }
  return { entry, from, standing: { stepper: from.stepper, books: now, hash } }
}

/**
 * As it goes on in a version.
 *
 * @throws JournalBroken when this version does not come after the one it is in.
 */
export const toVersion = (
  address: Address,
  lineage: Lineage,
  standing: Standing,
  machine: string,
): Standing => {
  let { stepper, books: now } = standing
  while (stepper.machine !== machine) {
    const next = reading(address)(now.seq, () => lineage.onward(stepper, now))
    if (next === undefined) throw unknown(address, now.seq + 1, machine, lineage)
    ;({ stepper, books: now } = next)
  }
  return { stepper, books: now, hash: standing.hash }
}

const known = (address: Address, lineage: Lineage, seq: number, machine: string): Stepper => {
  const stepper = lineage.named(machine)
  if (stepper === undefined) throw unknown(address, seq, machine, lineage)
  return stepper
}

const unknown = (address: Address, seq: number, machine: string, { today }: Lineage): JournalBroken =>
  new JournalBroken({
    address,
    seq,
    reason: `it was written by ${machine}, which this Orrery does not know (it is at ${today.machine}): run a newer one`,
  })
