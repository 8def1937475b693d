/**
 * The file: opened, locked against a second Orrery, brought to this version, and closed with the scope.
 *
 * WAL and `synchronous=FULL`: a transaction is on the disk when it is answered, and readers do not wait for it.
 * https://sqlite.org/wal.html, https://sqlite.org/pragma.html#pragma_synchronous
 *
 * One Orrery a file. A second one would be safe, because epochs fence its writes as they do between machines, but
 * the two would take every actor from each other for ever. So the first holds a lock, on the empty database
 * `<path>-lock`, that the operating system takes back however the process ends, and the second is told.
 */
import { existsSync, mkdirSync } from "node:fs"
import { dirname } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { Effect, type Scope } from "effect"
import { StoreUnavailable } from "../../actors/store.ts"
import { explainer } from "./errors.ts"
import { migrate } from "./schema.ts"

export const inMemory = ":memory:"

export interface Connection {
  readonly label: string
  /** Runs synchronous work; whatever it throws becomes `StoreUnavailable`. */
  readonly run: <A>(work: (db: DatabaseSync) => A) => Effect.Effect<A, StoreUnavailable>
}

const isBusy = (error: unknown): boolean =>
  error instanceof Error && "errcode" in error && ((error.errcode as number) & 0xff) === 5

const lock = (path: string): DatabaseSync => {
  const db = new DatabaseSync(`${path}-lock`)
  try {
    db.exec("BEGIN EXCLUSIVE")
    return db
  } catch (error) {
    db.close()
    if (!isBusy(error)) throw error
    throw new StoreUnavailable({
      message:
        `${path} is used by another Orrery: stop that one, or give this one another file. ` +
        "Several processes share a store on Redis (REDIS_URL).",
    })
  }
}

const open = (path: string): DatabaseSync => {
  const db = new DatabaseSync(path, { timeout: 5_000 })
  try {
    db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -32768")
    migrate(db, path)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** Opens the file. Makes it and its directory when there are none, unless it is shared: then somebody else did. */
export const connect = (
  path: string,
  shared: boolean,
): Effect.Effect<Connection, StoreUnavailable, Scope.Scope> =>
  Effect.gen(function* () {
    const explain = explainer(path)
    const attempt = <A>(work: () => A) => Effect.try({ try: work, catch: explain })
    // The last connection to close writes the write-ahead log into the file, which alone can then be copied.
    const hold = (make: () => DatabaseSync) =>
      Effect.acquireRelease(attempt(make), (db) => Effect.sync(() => db.close()))

    if (path !== inMemory && !shared) {
      yield* attempt(() => mkdirSync(dirname(path), { recursive: true }))
      yield* hold(() => lock(path))
    }
    if (path !== inMemory && shared && !existsSync(path)) {
      return yield* new StoreUnavailable({ message: `${path} does not exist: correct the path.` })
    }
    const db = yield* hold(() => open(path))
    return { label: path, run: (work) => attempt(() => work(db)) }
  })
