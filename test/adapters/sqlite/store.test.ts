import { existsSync } from "node:fs"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { describe, expect, it } from "@effect/vitest"
import { Effect, type Scope } from "effect"
import * as SqliteStore from "../../../src/adapters/sqlite/store.ts"
import { Store, type StoreUnavailable } from "../../../src/actors/store.ts"
import { commitOf, commitOne, mustCommit } from "../../conformance/store-fixtures.ts"
import { storeConformance } from "../../conformance/store.ts"
import { temporaryDirectory } from "../../support/directory.ts"

const temporaryPath = Effect.map(temporaryDirectory("orrery-sqlite-"), (directory) =>
  join(directory, "data", "orrery.db"),
)

storeConformance(
  "SQLite",
  Effect.map(temporaryPath, (path) => ({
    layer: SqliteStore.layer({ path }),
    another: SqliteStore.layer({ path, shared: true }),
  })),
)

/** A connection of the test's own, to look at what the store wrote and to change what it cannot. */
const raw = (path: string) =>
  Effect.acquireRelease(
    Effect.sync(() => new DatabaseSync(path)),
    (db) => Effect.sync(() => db.close()),
  )

const onFile = (what: string, body: (path: string) => Effect.Effect<void, StoreUnavailable, Scope.Scope>) =>
  it.live(what, () => Effect.scoped(Effect.flatMap(temporaryPath, body)))

const open = (path: string) => Effect.provide(Effect.asVoid(Store), SqliteStore.layer({ path }))

describe("the file", () => {
  onFile("is made with its directory, and closed as one file", (path) =>
    Effect.gen(function* () {
      const use = Effect.gen(function* () {
        const store = yield* Store
        expect(store.label).toBe(path)
        yield* store.claim("agent/1")
        yield* mustCommit(commitOf("agent/1", 0))
        expect(existsSync(`${path}-wal`)).toBe(true)
      })
      yield* Effect.provide(use, SqliteStore.layer({ path }))
      expect(existsSync(path)).toBe(true)
      expect(existsSync(`${path}-wal`)).toBe(false)
    }),
  )

  onFile("is used by one Orrery: a second one is told, and may look when it asks for that", (path) =>
    Effect.gen(function* () {
      const use = Effect.gen(function* () {
        const store = yield* Store
        yield* store.claim("agent/1")
        yield* mustCommit(commitOf("agent/1", 0))
        const { message } = yield* Effect.orDie(Effect.flip(open(path)))
        expect(message).toContain(`${path} is used by another Orrery: stop that one`)
        const look = Effect.flatMap(Store, (other) => other.peek("agent/1"))
        const seen = yield* Effect.provide(look, SqliteStore.layer({ path, shared: true }))
        expect(seen).toMatchObject({ epoch: 1, seq: 1 })
      })
      yield* Effect.provide(use, SqliteStore.layer({ path }))
      yield* open(path)
    }),
  )

  onFile("is not made by who only wants to look", (path) =>
    Effect.gen(function* () {
      const look = Effect.provide(Store, SqliteStore.layer({ path, shared: true }))
      const { message } = yield* Effect.orDie(Effect.flip(look))
      expect(message).toBe(`${path} does not exist: correct the path.`)
      expect(existsSync(path)).toBe(false)
    }),
  )

  onFile("of a newer Orrery is left alone", (path) =>
    Effect.gen(function* () {
      yield* open(path)
      const db = yield* raw(path)
      db.exec("PRAGMA user_version = 999")
      const { message } = yield* Effect.orDie(Effect.flip(open(path)))
      expect(message).toContain("was written by a newer Orrery (schema 999")
      expect(db.prepare("PRAGMA user_version").get()).toEqual({ user_version: 999 })
    }),
  )

  onFile("of another program is left alone", (path) =>
    Effect.gen(function* () {
      yield* open(path)
      const other = `${path}.other`
      const db = yield* raw(other)
      db.exec("CREATE TABLE bookmark (url TEXT)")
      const { message } = yield* Effect.orDie(Effect.flip(open(other)))
      expect(message).toContain("is the database of another program")
      expect(db.prepare("SELECT name FROM sqlite_schema").all()).toEqual([{ name: "bookmark" }])
    }),
  )

  onFile("keeps evidence of the last 16 commits that stale owners tried", (path) =>
    Effect.gen(function* () {
      const use = Effect.gen(function* () {
        const store = yield* Store
        yield* store.claim("agent/1")
        yield* store.claim("agent/1")
        for (let seq = 0; seq < 20; seq++) yield* commitOne(commitOf("agent/1", seq))
        yield* commitOne(commitOf("agent/2", 0))
      })
      yield* Effect.provide(use, SqliteStore.layer({ path }))
      const db = yield* raw(path)
      const tried = db.prepare("SELECT * FROM fencing WHERE address = 'agent/1' ORDER BY entry").all()
      expect(tried.map(({ expected_seq }) => expected_seq)).toEqual(
        Array.from({ length: 16 }, (_, n) => n + 4),
      )
      expect(tried[0]).toMatchObject({ epoch: 1, stored_epoch: 2, stored_seq: 0 })
      expect(tried[0]!["at"]).toBeGreaterThan(1.7e12)
      expect(db.prepare("SELECT count(*) AS others FROM fencing WHERE address = 'agent/2'").get()).toEqual({
        others: 1,
      })
    }),
  )

  it.live("may be in memory, and then nothing is kept", () =>
    Effect.gen(function* () {
      expect(yield* SqliteStore.advice({ path: ":memory:" })).toEqual([
        "Nothing is kept: the store is in memory. Give it a file.",
      ])
      expect(yield* SqliteStore.advice({ path: "orrery.db" })).toEqual([])
    }),
  )
})
