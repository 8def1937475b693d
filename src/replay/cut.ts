/**
 * A consistent cut: when an event is in a log because another actor told it, what that actor did until then is in the file too
 * (Chandy and Lamport, "Distributed Snapshots", 1985). An event that was told has the id `<address>#<key>`, and its key begins
 * with the number of the sender's entry.
 */
import type { Address } from "../machines/address.ts"
import type { StoredEntry } from "../actors/store.ts"
import type { Bundle } from "./bundle.ts"

export interface Told {
  readonly by: Address
  /** The sender's entry. */
  readonly seq: number
  /** Of the effect in the sender's outbox, `<seq>.<n>`. */
  readonly key: string
}

const pattern = /^([a-z]+\/[0-9A-Za-z_-]{1,64})#((\d+)\.\d+)/

/** Who told an event, and with which entry; null: it came from elsewhere. */
export const toldIn = (id: string | null): Told | null => {
  const [, by, key, seq] = (id === null ? null : pattern.exec(id)) ?? []
  return by === undefined || key === undefined ? null : { by: by as Address, seq: Number(seq), key }
}

/** An effect without its cause. */
export interface Missing {
  /** In whose log the event is, and where. */
  readonly of: Address
  readonly seq: number
  readonly told: Told
}

export const gapInWords = ({ of, seq, told }: Missing): string =>
  `no consistent cut: entry ${seq} of ${of} was told by entry ${told.seq} of ${told.by}, which is not in it`

/** The last entry that a log holds; entries before a base are as good as there. */
export const lastSeq = (log: {
  readonly base: { readonly seq: number } | null
  readonly entries: ReadonlyArray<StoredEntry>
}): number => log.entries.at(-1)?.seq ?? log.base?.seq ?? 0

/** Events that somebody in the file told with an entry that is not in it; none: the file is a consistent cut of its actors. */
export const missing = (bundle: Pick<Bundle, number | typeof Symbol.iterator>): ReadonlyArray<Missing> => {
  const logs = [...bundle]
  const last = new Map(logs.map((log) => [log.address, lastSeq(log)]))
  return logs.flatMap(({ address: of, entries }) =>
    entries.flatMap(({ id, seq }) => {
      const told = toldIn(id)
      return told !== null && (last.get(told.by) ?? Number.POSITIVE_INFINITY) < told.seq
        ? [{ of, seq, told }]
        : []
    }),
  )
}
