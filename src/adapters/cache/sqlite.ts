/**
 * The shared and the lasting layer of the caches in one file, for one process: the default when there is no Redis. What is deleted is
 * overwritten (`secure_delete`), and nothing is waited for to be on the disk: a cache that is lost is filled again.
 * https://sqlite.org/pragma.html#pragma_secure_delete
 */
import { mkdirSync, rmSync } from "node:fs"
import { dirname } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { Effect, Layer, Option, Stream, type Scope } from "effect"
import {
  CacheStore,
  CacheUnavailable,
  everything,
  type CacheStoreService,
  type Found,
  type Holding,
  type Kept,
  type Put,
} from "../../actors/caching/cache-store.ts"
import { storedLayers, type StoredLayer } from "../../actors/caching/terms.ts"
import { transaction } from "../sqlite/transaction.ts"

/** Another number, and what there is goes: nothing in it is worth a migration. */
const version = 1

const tables = `
  CREATE TABLE entry (
    number INTEGER PRIMARY KEY,
    layer TEXT NOT NULL,
    id TEXT NOT NULL,
    scope TEXT NOT NULL,
    kind TEXT NOT NULL,
    fresh_until REAL,
    until REAL,
    held_until REAL,
    used REAL NOT NULL,
    bytes INTEGER NOT NULL,
    packed INTEGER NOT NULL,
    body BLOB NOT NULL,
    UNIQUE (layer, id)
  ) STRICT;
  CREATE INDEX entry_used ON entry (layer, used);
  CREATE INDEX entry_held ON entry (layer, held_until) WHERE held_until IS NOT NULL;
  CREATE TABLE label (
    label TEXT NOT NULL,
    entry INTEGER NOT NULL REFERENCES entry (number) ON DELETE CASCADE,
    PRIMARY KEY (label, entry)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX label_entry ON label (entry);
  PRAGMA user_version = ${version};
`

/** When an entry was used last is written down so rarely, in ms: a look is no write. */
const usedWithin = 60_000
/** Of a layer's room: what is larger would drive out too much else. */
const largestShare = 0.25
/** What an entry takes besides its body, about. */
const overhead = 200
const page = 200

interface Row {
  readonly number: number
  readonly layer: StoredLayer
  readonly id: string
  readonly scope: string
  readonly kind: string
  readonly freshUntil: number | null
  readonly until: number | null
  readonly used: number
  readonly packed: number
  readonly body: Uint8Array
}

const columns = `number, layer, id, scope, kind, fresh_until AS freshUntil, until, used, packed, body`

const keptIn = ({ scope, kind, freshUntil, until, packed, body }: Row): Kept => ({
  scope,
  kind,
  freshUntil,
  until,
  packed: packed === 1,
  body,
})

const versionOf = (db: DatabaseSync): number =>
  Number((db.prepare("PRAGMA user_version").get() as { user_version: number }).user_version)

const openOnce = (path: string): DatabaseSync => {
  const db = new DatabaseSync(path, { timeout: 1000 })
  try {
    db.exec(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA secure_delete = ON; PRAGMA foreign_keys = ON; PRAGMA cache_size = -16384",
    )
    if (versionOf(db) === version) return db
    if (db.prepare("SELECT 1 FROM sqlite_schema LIMIT 1").get() !== undefined)
      throw new Error("of another version")
    db.exec(tables)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** A file that is damaged or of another version begins anew. */
const open = (path: string): DatabaseSync => {
  if (path !== ":memory:") mkdirSync(dirname(path), { recursive: true })
  try {
    return openOnce(path)
  } catch {
    for (const end of ["", "-wal", "-shm"]) rmSync(`${path}${end}`, { force: true })
    return openOnce(path)
  }
}

const prepare = (db: DatabaseSync) => ({
  get: db.prepare(
    `SELECT ${columns} FROM entry WHERE layer = ? AND id = ? AND (held_until IS NULL OR held_until > ?)`,
  ),
  touch: db.prepare("UPDATE entry SET used = ? WHERE number = ?"),
  insert: db.prepare(
    `INSERT INTO entry (layer, id, scope, kind, fresh_until, until, held_until, used, bytes, packed, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ),
  label: db.prepare("INSERT OR IGNORE INTO label (label, entry) VALUES (?, ?)"),
  removeId: db.prepare("DELETE FROM entry WHERE layer = ? AND id = ? RETURNING bytes"),
  removeOld: db.prepare("DELETE FROM entry WHERE layer = ? AND held_until <= ? RETURNING bytes"),
  removeOldest: db.prepare(
    "DELETE FROM entry WHERE number = (SELECT number FROM entry WHERE layer = ? ORDER BY used LIMIT 1) RETURNING bytes",
  ),
  removeLabelled: db.prepare(
    "DELETE FROM entry WHERE number IN (SELECT entry FROM label WHERE label = ?) RETURNING bytes, layer",
  ),
  page: db.prepare(`SELECT ${columns} FROM entry WHERE number > ? ORDER BY number LIMIT ${page}`),
  holding: db.prepare("SELECT layer, sum(bytes) AS bytes, count(*) AS entries FROM entry GROUP BY layer"),
})

const storeOn = (db: DatabaseSync, path: string): CacheStoreService => {
  const sql = prepare(db)
  const held: Record<StoredLayer, { bytes: number; entries: number }> = {
    shared: { bytes: 0, entries: 0 },
    lasting: { bytes: 0, entries: 0 },
  }
  const none = (): void => {
    for (const layer of storedLayers) held[layer] = { bytes: 0, entries: 0 }
  }
  const weigh = (): void => {
    none()
    for (const row of sql.holding.all() as unknown as ReadonlyArray<Holding & { layer: StoredLayer }>)
      held[row.layer] = { bytes: row.bytes, entries: row.entries }
  }
  weigh()

  const attempt = <A>(work: () => A): Effect.Effect<A, CacheUnavailable> =>
    Effect.try({
      try: work,
      catch: (error) => new CacheUnavailable({ message: `${path} cannot be used: ${String(error)}` }),
    })
  /** What is not written is not counted. */
  const atOnce = <A>(work: () => A): Effect.Effect<A, CacheUnavailable> =>
    Effect.tapError(
      attempt(() => transaction(db, work)),
      () => Effect.ignore(attempt(weigh)),
    )

  const gone = (layer: StoredLayer, rows: ReadonlyArray<unknown>): void => {
    for (const { bytes } of rows as ReadonlyArray<{ bytes: number }>) {
      held[layer].bytes -= bytes
      held[layer].entries--
    }
  }

  const putOne = (layer: StoredLayer, put: Put, now: number): void => {
    const { id, scope, kind, freshUntil, until, heldUntil, packed, body, labels, room } = put
    const bytes = body.byteLength + overhead
    gone(layer, sql.removeId.all(layer, id))
    if (bytes > room * largestShare) return
    gone(layer, sql.removeOld.all(layer, now))
    while (held[layer].bytes + bytes > room && held[layer].entries > 0)
      gone(layer, sql.removeOldest.all(layer))
    const { lastInsertRowid } = sql.insert.run(
      layer,
      id,
      scope,
      kind,
      freshUntil,
      until,
      heldUntil,
      now,
      bytes,
      packed ? 1 : 0,
      body,
    )
    for (const label of labels) sql.label.run(label, lastInsertRowid)
    held[layer].bytes += bytes
    held[layer].entries++
  }

  const dropAll = (): void => {
    db.exec("DELETE FROM entry")
    none()
  }

  const next = (after: number): ReadonlyArray<Row> => sql.page.all(after) as unknown as ReadonlyArray<Row>

  return {
    label: path,
    get: (layer, id, now) =>
      attempt(() => {
        const row = sql.get.get(layer, id, now) as unknown as Row | undefined
        if (row === undefined) return null
        if (now - row.used > usedWithin) sql.touch.run(now, row.number)
        return keptIn(row)
      }),
    put: (layer, put, now) => atOnce(() => putOne(layer, put, now)),
    drop: (labels) =>
      atOnce(() => {
        if (labels.includes(everything)) return dropAll()
        for (const label of labels)
          for (const row of sql.removeLabelled.all(label) as unknown as ReadonlyArray<{ layer: StoredLayer }>)
            gone(row.layer, [row])
      }),
    remove: (layer, ids) => atOnce(() => ids.forEach((id) => gone(layer, sql.removeId.all(layer, id)))),
    all: Stream.paginate(-1, (after) =>
      Effect.map(
        Effect.andThen(
          Effect.yieldNow,
          attempt(() => next(after)),
        ),
        (rows) => {
          const found = rows.map((row): Found => ({ layer: row.layer, id: row.id, kept: keptIn(row) }))
          return [found, rows.length < page ? Option.none() : Option.some(rows.at(-1)!.number)] as const
        },
      ),
    ),
    holding: Effect.sync(() => ({ shared: { ...held.shared }, lasting: { ...held.lasting } })),
    // Deleted rows are overwritten in the file; what stood in them stands in the log before it until that is cut off.
    scrub: attempt(() => db.exec("PRAGMA wal_checkpoint(TRUNCATE)")),
    listen: () => Effect.void,
  }
}

/** Opens it; it closes with the scope. */
export const connect = (path: string): Effect.Effect<CacheStoreService, CacheUnavailable, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.try({
      try: () => open(path),
      catch: (error) => new CacheUnavailable({ message: `${path} cannot be opened: ${String(error)}` }),
    }),
    (db) => Effect.sync(() => db.close()),
  ).pipe(Effect.map((db) => storeOn(db, path)))

/** The layers in a file; `:memory:` keeps nothing. One that cannot be opened is told of, and gone on without. */
export const layer = (path: string): Layer.Layer<never> =>
  Layer.effect(
    CacheStore,
    connect(path).pipe(
      Effect.catch(({ message }) =>
        Effect.as(Effect.logWarning(`Caches are in memory alone: ${message}`), null),
      ),
    ),
  )
