/**
 * Where a world keeps what it holds: a SQLite database, in a file or in memory. Every change is written before
 * the request that made it is answered. WAL with synchronous=NORMAL survives a killed process; a power cut may
 * cost the newest changes. One process has the file for itself, since it holds what it read in memory.
 */
import { mkdirSync } from "node:fs"
import { dirname } from "node:path"
import { Data, Effect } from "effect"
import { DatabaseSync } from "node:sqlite"

const SCHEMA = `
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS document (
    kind TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, id)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS message (
    id INTEGER PRIMARY KEY, channel INTEGER NOT NULL, nonce TEXT, body TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS message_by_channel ON message (channel, id);
  CREATE INDEX IF NOT EXISTS message_by_nonce ON message (nonce, id) WHERE nonce IS NOT NULL;
  CREATE TABLE IF NOT EXISTS file (name TEXT PRIMARY KEY, type TEXT NOT NULL, bytes BLOB NOT NULL);
`

/** The file cannot be opened: another playground uses it, or it cannot be written there. Stop that one or choose another. */
export class WorldUnavailable extends Data.TaggedError("WorldUnavailable")<{
  readonly file: string
  readonly cause: unknown
}> {
  override readonly message = `Cannot open the playground's world in ${this.file}: another playground may be using it, or it cannot be written there (${this.cause instanceof Error ? this.cause.message : String(this.cause)}).`
}

/** Opens the database until the scope ends; without a file it is in memory. */
export const openStore = (file: string | undefined) =>
  Effect.acquireRelease(
    Effect.try({
      try: () => {
        if (file !== undefined) mkdirSync(dirname(file), { recursive: true })
        return prepared(new DatabaseSync(file ?? ":memory:"))
      },
      catch: (cause) => new WorldUnavailable({ file: file ?? ":memory:", cause }),
    }),
    (database) => Effect.sync(() => database.close()),
  )

function prepared(database: DatabaseSync): DatabaseSync {
  try {
    database.exec(SCHEMA)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}
