/** Group commit: a batch is one transaction, in which each actor is checked in full before its first write. */
import type { DatabaseSync } from "node:sqlite"
import type { Commit, CommitResult } from "../../actors/store.ts"
import { transaction } from "./transaction.ts"

interface Stored {
  readonly number: number
  readonly epoch: number
  readonly seq: number
  readonly hash: string
}

const prepare = (db: DatabaseSync) => ({
  find: db.prepare("SELECT number, epoch, seq, hash FROM actor WHERE address = ?"),
  known: db.prepare(
    `SELECT 1 FROM journal WHERE id = ?1 AND actor = ?2
     UNION ALL SELECT 1 FROM seen WHERE id = ?1 AND actor = ?2`,
  ),
  append: db.prepare("INSERT INTO journal (actor, seq, id, body) VALUES (?, ?, ?, ?)"),
  advance: db.prepare("UPDATE actor SET seq = ?, hash = ? WHERE number = ?"),
  wake: db.prepare("UPDATE actor SET wake_at = ? WHERE number = ?"),
  record: db.prepare("INSERT OR REPLACE INTO record (actor, seq, body) VALUES (?, ?, ?)"),
  fence: db.prepare(
    `INSERT INTO fencing (address, at, epoch, expected_seq, stored_epoch, stored_seq)
     VALUES (?, unixepoch('subsec') * 1000, ?, ?, ?, ?)`,
  ),
  forgetFencings: db.prepare(
    `DELETE FROM fencing WHERE address = ?1 AND entry <=
       (SELECT entry FROM fencing WHERE address = ?1 ORDER BY entry DESC LIMIT 1 OFFSET 16)`,
  ),
})

/** Makes the function that commits a batch on one connection; statements are prepared once. */
export const committer = (db: DatabaseSync) => {
  const sql = prepare(db)

  const fence = (commit: Commit, stored: Stored | undefined): CommitResult => {
    const { epoch, seq } = stored ?? { epoch: 0, seq: 0 }
    sql.fence.run(commit.address, commit.epoch, commit.expectedSeq, epoch, seq)
    sql.forgetFencings.run(commit.address)
    return { _tag: "Fenced", epoch, seq }
  }

  const duplicatesIn = ({ entries }: Commit, actor: number): Array<string> => {
    const ids: Array<string> = []
    for (const { id } of entries) {
      if (id !== null && sql.known.get(id, actor) !== undefined) ids.push(id)
    }
    return ids
  }

  const write = (commit: Commit, actor: number, seq: number): void => {
    for (const entry of commit.entries) sql.append.run(actor, entry.seq, entry.id, entry.body)
    sql.advance.run(seq, commit.hash, actor)
    if (commit.wakeAt !== undefined) sql.wake.run(commit.wakeAt, actor)
    if (commit.record !== null) sql.record.run(actor, seq, commit.record)
  }

  const commitOne = (commit: Commit): CommitResult => {
    const stored = sql.find.get(commit.address) as Stored | undefined
    const seq = commit.expectedSeq + commit.entries.length
    const { epoch, expectedSeq, expectedHash, hash } = commit
    if (stored?.epoch !== epoch || stored.seq !== expectedSeq || stored.hash !== expectedHash) {
      const repeated = stored?.epoch === epoch && stored.seq === seq && stored.hash === hash
      return repeated ? { _tag: "Committed" } : fence(commit, stored)
    }
    const ids = duplicatesIn(commit, stored.number)
    if (ids.length > 0) return { _tag: "Duplicates", ids }
    write(commit, stored.number, seq)
    return { _tag: "Committed" }
  }

  return (batch: ReadonlyArray<Commit>): ReadonlyArray<CommitResult> =>
    transaction(db, () => batch.map(commitOne))
}
