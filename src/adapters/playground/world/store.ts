/**
 * Where a world keeps what it holds: a SQLite database, in a file or in memory. Every change is written before
 * the request that made it is answered. WAL with synchronous=NORMAL survives a killed process; a power cut may
 * cost the newest changes.
 */
import { DatabaseSync } from "node:sqlite"

const SCHEMA = `
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

/** Opens the database; `path` undefined keeps it in memory. Close it when the world ends. */
export function openStore(path: string | undefined): DatabaseSync {
  const database = new DatabaseSync(path ?? ":memory:")
  database.exec(SCHEMA)
  return database
}
