/** Forgets what the newest record covers, but for the ids: those are refused for as long as a Redis would. */
import type { DatabaseSync } from "node:sqlite"
import type { Address } from "../../machines/address.ts"
import { transaction } from "./transaction.ts"

/** Entries for which the id of a forgotten one is still refused, at least. */
const remembered = 65_536

interface Row {
  readonly number: number
  readonly recordSeq: number | null
  readonly baseSeq: number | null
}

const prepare = (db: DatabaseSync) => ({
  find: db.prepare(
    `SELECT number, record.seq AS recordSeq, base.seq AS baseSeq FROM actor
     LEFT JOIN record ON record.actor = number LEFT JOIN base ON base.actor = number WHERE address = ?`,
  ),
  base: db.prepare(
    "SELECT base.body FROM base JOIN actor ON base.actor = actor.number WHERE actor.address = ?",
  ),
  keepIds: db.prepare(
    `INSERT OR IGNORE INTO seen (actor, id, seq)
     SELECT actor, id, seq FROM journal WHERE actor = ? AND seq <= ? AND id IS NOT NULL`,
  ),
  forgetIds: db.prepare("DELETE FROM seen WHERE actor = ? AND seq <= ?"),
  forget: db.prepare("DELETE FROM journal WHERE actor = ? AND seq <= ?"),
  keepBase: db.prepare("INSERT OR REPLACE INTO base (actor, seq, body) VALUES (?, ?, ?)"),
})

/** Makes the functions on one connection; statements are prepared once. */
export const trimmer = (db: DatabaseSync) => {
  const sql = prepare(db)
  return {
    base: (address: Address): string | null =>
      (sql.base.get(address) as { readonly body: string } | undefined)?.body ?? null,
    trim: (address: Address, through: number, base: string): boolean =>
      transaction(db, () => {
        const row = sql.find.get(address) as Row | undefined
        if (row === undefined || (row.recordSeq ?? 0) < through || (row.baseSeq ?? 0) >= through) return false
        sql.keepIds.run(row.number, through)
        sql.forgetIds.run(row.number, through - remembered)
        sql.forget.run(row.number, through)
        sql.keepBase.run(row.number, through, base)
        return true
      }),
  }
}
