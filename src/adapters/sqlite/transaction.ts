import type { DatabaseSync } from "node:sqlite"

/** Runs `work` as one step: all of what it writes is kept, or, when it throws, nothing. */
export const transaction = <A>(db: DatabaseSync, work: () => A): A => {
  db.exec("BEGIN IMMEDIATE")
  try {
    const result = work()
    db.exec("COMMIT")
    return result
  } catch (error) {
    if (db.isTransaction) db.exec("ROLLBACK")
    throw error
  }
}
