/** What is read: nothing here takes an actor over, but for `claim`. */
import type { DatabaseSync } from "node:sqlite"
import type { Claim, StoredEntry } from "../../actors/store.ts"
import type { Address, Kind } from "../../machines/address.ts"
import { transaction } from "./transaction.ts"

interface StateRow {
  readonly number: number
  readonly epoch: number
  readonly seq: number
  readonly hash: string
}

const prepare = (db: DatabaseSync) => ({
  claim: db.prepare(
    `INSERT INTO actor (address, epoch) VALUES (?, 1) ON CONFLICT (address) DO UPDATE SET epoch = epoch + 1
     RETURNING number, epoch, seq, hash`,
  ),
  peek: db.prepare("SELECT number, epoch, seq, hash FROM actor WHERE address = ? AND seq > 0"),
  record: db.prepare("SELECT seq, body FROM record WHERE actor = ?"),
  tail: db.prepare("SELECT seq, id, body FROM journal WHERE actor = ? AND seq > ? ORDER BY seq"),
  journal: db.prepare(
    `SELECT seq, id, body FROM journal WHERE actor = (SELECT number FROM actor WHERE address = ?)
     AND seq >= ? ORDER BY seq LIMIT ?`,
  ),
  due: db.prepare("SELECT address FROM actor WHERE wake_at <= ? ORDER BY wake_at LIMIT ?"),
  addresses: db.prepare(
    "SELECT address FROM actor WHERE address > ? AND address < ? AND seq > 0 ORDER BY address LIMIT ?",
  ),
})

const addressOf = (row: unknown): Address => (row as { readonly address: Address }).address

/** Makes the functions that read on one connection; statements are prepared once. */
export const reader = (db: DatabaseSync) => {
  const sql = prepare(db)

  const claimOf = ({ number, epoch, seq, hash }: StateRow): Claim => {
    const record = sql.record.get(number) as { readonly seq: number; readonly body: string } | undefined
    const tail = sql.tail.all(number, record?.seq ?? 0) as unknown as Array<StoredEntry>
    return { epoch, seq, hash, record: record?.body ?? null, tail }
  }

  return {
    /**
     * Does not wait for the disk: the next commit does, for both. A claim that is lost can only be lost with the
     * whole machine, and its owner with it.
     */
    claim: (address: Address): Claim => {
      db.exec("PRAGMA synchronous = NORMAL")
      try {
        return transaction(db, () => claimOf(sql.claim.get(address) as unknown as StateRow))
      } finally {
        db.exec("PRAGMA synchronous = FULL")
      }
    },
    peek: (address: Address): Claim | null => {
      const row = sql.peek.get(address) as StateRow | undefined
      return row === undefined ? null : claimOf(row)
    },
    journal: (address: Address, from: number, limit: number): ReadonlyArray<StoredEntry> =>
      sql.journal.all(address, from, limit) as unknown as Array<StoredEntry>,
    due: (now: number, limit: number): ReadonlyArray<Address> => sql.due.all(now, limit).map(addressOf),
    /** In the order of their ids. `0` is the character after `/`. */
    addresses: (kind: Kind, after: Address | null, limit: number): ReadonlyArray<Address> =>
      sql.addresses.all(after ?? `${kind}/`, `${kind}0`, limit).map(addressOf),
  }
}
