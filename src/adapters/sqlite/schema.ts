/**
 * The tables, and how an older file becomes one of this version.
 *
 * The journal is appended to, whoever writes: its rows lie in the order in which they came, and the index of ids begins
 * with the id, which rises with time. Clustered by actor, every commit would touch pages of its own, and a batch of a
 * thousand be four times as slow.
 */
import type { DatabaseSync } from "node:sqlite"
import { StoreUnavailable } from "../../actors/store.ts"
import { transaction } from "./transaction.ts"

/** "Orry" in ASCII: tells our files from other programs'. https://sqlite.org/pragma.html#pragma_application_id */
const applicationId = 0x4f727279

/** Statement n brings a file from version n to n + 1. What is released is never changed, only added to. */
const migrations: ReadonlyArray<string> = [
  `
  CREATE TABLE actor (
    number INTEGER PRIMARY KEY,
    address TEXT NOT NULL UNIQUE,
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL DEFAULT 0,
    hash TEXT NOT NULL DEFAULT '',
    wake_at REAL
  ) STRICT;
  CREATE INDEX actor_wake_at ON actor (wake_at) WHERE wake_at IS NOT NULL;

  CREATE TABLE journal (
    entry INTEGER PRIMARY KEY,
    actor INTEGER NOT NULL REFERENCES actor (number),
    seq INTEGER NOT NULL,
    id TEXT,
    body TEXT NOT NULL,
    UNIQUE (actor, seq)
  ) STRICT;
  CREATE UNIQUE INDEX journal_id ON journal (id, actor) WHERE id IS NOT NULL;

  -- Apart from the actor, so that a commit without a record does not write the last one again.
  CREATE TABLE record (
    actor INTEGER PRIMARY KEY REFERENCES actor (number),
    seq INTEGER NOT NULL,
    body TEXT NOT NULL
  ) STRICT;

  -- What stale owners tried, the last 16 of each actor.
  CREATE TABLE fencing (
    entry INTEGER PRIMARY KEY,
    address TEXT NOT NULL,
    at REAL NOT NULL,
    epoch INTEGER NOT NULL,
    expected_seq INTEGER NOT NULL,
    stored_epoch INTEGER NOT NULL,
    stored_seq INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX fencing_address ON fencing (address);
  `,
  `
  -- The record from which a journal that was trimmed can be replayed.
  CREATE TABLE base (
    actor INTEGER PRIMARY KEY REFERENCES actor (number),
    seq INTEGER NOT NULL,
    body TEXT NOT NULL
  ) STRICT;

  -- Ids of entries that were trimmed.
  CREATE TABLE seen (
    id TEXT NOT NULL,
    actor INTEGER NOT NULL REFERENCES actor (number),
    seq INTEGER NOT NULL,
    PRIMARY KEY (id, actor)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX seen_seq ON seen (actor, seq);
  `,
]

const pragma = (db: DatabaseSync, name: string): number =>
  Number(Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0])

/** Brings the file to this version, or throws `StoreUnavailable` when it is newer or not ours. */
export const migrate = (db: DatabaseSync, path: string): void =>
  transaction(db, () => {
    const version = pragma(db, "user_version")
    const isNew = db.prepare("SELECT 1 FROM sqlite_schema LIMIT 1").get() === undefined
    if (!isNew && pragma(db, "application_id") !== applicationId) {
      throw new StoreUnavailable({
        message: `${path} is the database of another program: give Orrery a file of its own.`,
      })
    }
    if (version > migrations.length) {
      throw new StoreUnavailable({
        message:
          `${path} was written by a newer Orrery (schema ${version}, this one knows ${migrations.length}): ` +
          "start the newer version again, or use another file.",
      })
    }
    for (const statements of migrations.slice(version)) db.exec(statements)
    db.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${migrations.length}`)
  })
