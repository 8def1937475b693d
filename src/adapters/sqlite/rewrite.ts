/** Forgets what an actor was, or all of it. */
import type { DatabaseSync } from "node:sqlite"
import type { CommitResult, Rewrite } from "../../actors/store.ts"
import type { Address } from "../../machines/address.ts"
import { transaction } from "./transaction.ts"

interface Stored {
  readonly number: number
  readonly epoch: number
  readonly seq: number
  readonly hash: string
}

const prepare = (db: DatabaseSync) => ({
  find: db.prepare("SELECT number, epoch, seq, hash FROM actor WHERE address = ?"),
  keepIds: db.prepare(
    `INSERT OR IGNORE INTO seen (actor, id, seq)
     SELECT actor, id, seq FROM journal WHERE actor = ? AND id IS NOT NULL`,
  ),
  forgetIds: db.prepare("DELETE FROM seen WHERE actor = ?1 AND substr(id, 1, length(?2)) = ?2"),
  advance: db.prepare("UPDATE actor SET hash = ? WHERE number = ?"),
  record: db.prepare("INSERT OR REPLACE INTO record (actor, seq, body) VALUES (?, ?, ?)"),
  base: db.prepare("INSERT OR REPLACE INTO base (actor, seq, body) VALUES (?, ?, ?)"),
  journal: db.prepare("DELETE FROM journal WHERE actor = ?"),
  noRecord: db.prepare("DELETE FROM record WHERE actor = ?"),
  noBase: db.prepare("DELETE FROM base WHERE actor = ?"),
  noIds: db.prepare("DELETE FROM seen WHERE actor = ?"),
  noActor: db.prepare("DELETE FROM actor WHERE number = ?"),
  fencings: db.prepare("DELETE FROM fencing WHERE address = ?"),
})

const committed: CommitResult = { _tag: "Committed" }

const fenced = (stored: Stored | undefined): CommitResult => ({
  _tag: "Fenced",
  epoch: stored?.epoch ?? 0,
  seq: stored?.seq ?? 0,
})

/** Makes the functions on one connection; statements are prepared once. */
export const rewriter = (db: DatabaseSync) => {
  const sql = prepare(db)
  const find = (address: Address) => sql.find.get(address) as Stored | undefined
  return {
    rewrite: ({
      address,
      epoch,
      expectedSeq,
      expectedHash,
      record,
      hash,
      forgetIds,
    }: Rewrite): CommitResult =>
      transaction(db, () => {
        const stored = find(address)
        if (stored?.epoch !== epoch || stored.seq !== expectedSeq) return fenced(stored)
        if (stored.hash === hash) return committed
        if (stored.hash !== expectedHash) return fenced(stored)
        const { number, seq } = stored
        sql.keepIds.run(number)
        for (const prefix of forgetIds) sql.forgetIds.run(number, prefix)
        sql.journal.run(number)
        sql.record.run(number, seq, record)
        sql.base.run(number, seq, record)
        sql.advance.run(hash, number)
        sql.fencings.run(address)
        return committed
      }),
    erase: (address: Address, epoch: number): CommitResult =>
      transaction(db, () => {
        sql.fencings.run(address)
        const stored = find(address)
        if (stored === undefined) return committed
        if (stored.epoch !== epoch) return fenced(stored)
        const { number } = stored
        for (const rest of [sql.journal, sql.noRecord, sql.noBase, sql.noIds]) rest.run(number)
        sql.noActor.run(number)
        return committed
      }),
  }
}
