import { mkdir, truncate, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { describe, expect, it } from "@effect/vitest"
import { Effect, type Scope } from "effect"
import { explainer } from "../../../src/adapters/sqlite/errors.ts"
import * as SqliteStore from "../../../src/adapters/sqlite/store.ts"
import { Store } from "../../../src/actors/store.ts"
import { commitOf } from "../../conformance/store-fixtures.ts"
import { temporaryDirectory } from "../../support/directory.ts"

/** What the store says when it is opened on what `prepare` left there. */
const complaint = (prepare: (path: string) => Promise<unknown>): Effect.Effect<string, never, Scope.Scope> =>
  Effect.gen(function* () {
    const path = join(yield* temporaryDirectory("orrery-sqlite-"), "orrery.db")
    yield* Effect.promise(() => prepare(path))
    const use = Effect.gen(function* () {
      const store = yield* Store
      yield* store.claim("agent/1")
      yield* store.commit([commitOf("agent/1", 0)])
    })
    const { message } = yield* Effect.orDie(Effect.flip(Effect.provide(use, SqliteStore.layer({ path }))))
    return message.replaceAll(path, "FILE")
  })

/** What SQLite itself throws in a database made so that it cannot work, and what the store makes of it. */
const explained = (
  work: (db: DatabaseSync) => void,
  options: { readonly readOnly: boolean },
  path: string,
) => {
  const db = new DatabaseSync(path, options)
  try {
    work(db)
    return "nothing was thrown"
  } catch (error) {
    return explainer("FILE")(error).message
  } finally {
    db.close()
  }
}

const fill = (db: DatabaseSync) => {
  db.exec("PRAGMA max_page_count = 2; CREATE TABLE filled (text TEXT)")
  db.prepare("INSERT INTO filled VALUES (?)").run("x".repeat(100_000))
}

const write = (db: DatabaseSync) => db.exec("CREATE TABLE written (text TEXT)")

describe("what SQLite refuses is told as what to do", () => {
  it.live("a file that is no database", () =>
    Effect.gen(function* () {
      const message = yield* complaint((path) => writeFile(path, "Dear diary, ".repeat(1_000)))
      expect(message).toContain("FILE is not an SQLite database: correct the path, or move that file away.")
    }).pipe(Effect.scoped),
  )

  it.live("a damaged file", () =>
    Effect.gen(function* () {
      const message = yield* complaint(async (path) => {
        await Effect.runPromise(Effect.provide(Effect.asVoid(Store), SqliteStore.layer({ path })))
        await truncate(path, 8_192)
      })
      expect(message).toContain("FILE is damaged: restore it from a backup")
    }).pipe(Effect.scoped),
  )

  it.live("a directory in the file's place", () =>
    Effect.gen(function* () {
      expect(yield* complaint((path) => mkdir(path))).toContain("FILE cannot be opened: look whether")
    }).pipe(Effect.scoped),
  )

  it.live("a file in the directory's place", () =>
    Effect.gen(function* () {
      const directory = yield* temporaryDirectory("orrery-sqlite-")
      yield* Effect.promise(() => writeFile(join(directory, "data"), ""))
      const layer = SqliteStore.layer({ path: join(directory, "data", "orrery.db") })
      const { message } = yield* Effect.orDie(Effect.flip(Effect.provide(Store, layer)))
      expect(message).toContain("lies below something that is not a directory: correct the path.")
    }).pipe(Effect.scoped),
  )

  it.live("a full disk", () =>
    Effect.gen(function* () {
      const path = join(yield* temporaryDirectory("orrery-sqlite-"), "full.db")
      expect(explained(fill, { readOnly: false }, path)).toContain(
        "FILE could not grow: free space on its disk. Nothing that was acknowledged is lost.",
      )
    }).pipe(Effect.scoped),
  )

  it.live("a file that may only be read", () =>
    Effect.gen(function* () {
      const path = join(yield* temporaryDirectory("orrery-sqlite-"), "read-only.db")
      new DatabaseSync(path).close()
      expect(explained(write, { readOnly: true }, path)).toContain("FILE may not be written: give this user")
    }).pipe(Effect.scoped),
  )
})
