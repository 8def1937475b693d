import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { CacheStore } from "../../../src/actors/caching/cache-store.ts"
import { connect, layer } from "../../../src/adapters/cache/sqlite.ts"
import { cacheStoreConformance, putOf } from "../../conformance/cache-store.ts"
import { temporaryDirectory } from "../../support/directory.ts"

const place = temporaryDirectory("orrery-cache-")

cacheStoreConformance(
  "SQLite",
  Effect.map(place, (folder) => ({ folder, connect: connect(join(folder, "orrery.db-cache")) })),
)

it.live("begins anew where the file is damaged", () =>
  Effect.gen(function* () {
    const path = join(yield* place, "cache")
    writeFileSync(path, "this is no database at all, whatever its name says".repeat(100))
    const store = yield* connect(path)
    yield* store.put("shared", putOf("1"), 0)
    expect((yield* store.holding).shared.entries).toBe(1)
  }).pipe(Effect.scoped),
)

it.live("is gone on without where there can be no file", () =>
  Effect.gen(function* () {
    const path = join(yield* place, "file")
    writeFileSync(path, "")
    expect(yield* CacheStore.pipe(Effect.provide(layer(join(path, "below", "cache"))))).toBeNull()
  }).pipe(Effect.scoped),
)

it.live("counts what is there, whatever could not be written", () =>
  Effect.gen(function* () {
    const path = join(yield* place, "cache")
    const store = yield* connect(path)
    yield* store.put("lasting", putOf("1"), 0)
    const before = yield* store.holding
    const other = new DatabaseSync(path)
    other.exec(
      "CREATE TRIGGER full BEFORE INSERT ON label BEGIN SELECT RAISE(ABORT, 'the disk is full'); END",
    )
    other.close()
    expect((yield* Effect.flip(store.put("lasting", putOf("1"), 0))).message).toContain("the disk is full")
    expect(yield* store.holding).toEqual(before)
    expect(yield* store.get("lasting", putOf("1").id, 0)).not.toBeNull()
  }).pipe(Effect.scoped),
)
