/**
 * The store in one file, for one process: the default when there is no Redis. `schema.ts` says how it looks inside.
 *
 *     import * as SqliteStore from "./adapters/sqlite/store.ts"
 *     program.pipe(Effect.provide(SqliteStore.layer({ path: "data/orrery.db" })))
 *
 * SQLite runs in the caller's thread: a batch of 1,000 keeps it for about 10 ms. An event's id is
 * refused for as long as its entry is kept, and for 65,536 entries at least.
 */
import { Effect, Layer } from "effect"
import { Store, type StoreUnavailable } from "../../actors/store.ts"
import { adviceOf } from "./advice.ts"
import { committer } from "./commit.ts"
import { connect, type Connection } from "./connection.ts"
import { explainer } from "./errors.ts"
import { reader } from "./read.ts"
import { rewriter } from "./rewrite.ts"
import { search } from "./search.ts"
import { trimmer } from "./trim.ts"

export interface SqliteStoreOptions {
  /** The file, made with its directory when there is none; `:memory:` keeps nothing. */
  readonly path: string
  /** For tools that look into the file of an Orrery that runs: opens it without the lock that keeps a second one out. */
  readonly shared?: boolean
}

const storeOn = (connection: Connection) => {
  const { label, run } = connection
  return run((db) => {
    const commit = committer(db)
    const read = reader(db)
    const { trim, base } = trimmer(db)
    const { rewrite, erase } = rewriter(db)
    return Store.of({
      label,
      // One fsync a batch, in our own thread.
      groupSize: 4096,
      sideBySide: 1,
      claim: (address) => run(() => read.claim(address)),
      commit: (batch) => run(() => commit(batch)),
      journal: (address, from, limit) => run(() => read.journal(address, from, limit)),
      peek: (address) => run(() => read.peek(address)),
      trim: (address, through, body) => run(() => trim(address, through, body)),
      rewrite: (what) => run(() => rewrite(what)),
      erase: (address, epoch) => run(() => erase(address, epoch)),
      search: (holds) => search(connection, holds),
      // What is deleted stays in free pages and in the log before: the file is written anew.
      scrub: run(() => db.exec("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)")),
      base: (address) => run(() => base(address)),
      due: (now, limit) => run(() => read.due(now, limit)),
      addresses: (kind, after, limit) => run(() => read.addresses(kind, after, limit)),
    })
  })
}

/** The store on a connection of its own, closed with the scope. Fails when the file cannot be used. */
export const layer = ({ path, shared = false }: SqliteStoreOptions): Layer.Layer<Store, StoreUnavailable> =>
  Layer.effect(
    Store,
    Effect.gen(function* () {
      const connection = yield* connect(path, shared)
      const warnings = yield* connection.run(() => adviceOf(path))
      yield* Effect.forEach(warnings, (warning) => Effect.logWarning(warning))
      return yield* storeOn(connection)
    }),
  )

/** What an operator should change so that nothing acknowledged is lost; empty when all is well. */
export const advice = ({
  path,
}: SqliteStoreOptions): Effect.Effect<ReadonlyArray<string>, StoreUnavailable> =>
  Effect.try({ try: () => adviceOf(path), catch: explainer(path) })
