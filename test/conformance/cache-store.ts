/** What every store of caches promises, in the words of its port (`src/actors/caching/cache-store.ts`). Run on each adapter. */
import { readFileSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Stream, type Scope } from "effect"
import {
  everything,
  type CacheStoreService,
  type CacheUnavailable,
  type Put,
} from "../../src/actors/caching/cache-store.ts"

export interface CacheStoreUnderTest {
  /** Opens it; again it is the same. */
  readonly connect: Effect.Effect<CacheStoreService, CacheUnavailable, Scope.Scope>
  /** Where its files are. */
  readonly folder: string
}

/** Of when this was imported, which may be minutes ago: what is due in a test is due in hours. */
const now = Date.now()
const hour = 3_600_000

/** An entry that is Ada's. Ids begin alike, so that they are in one part of a store that has parts. */
export const putOf = (id: string, more: Partial<Put> = {}): Put => ({
  id: `aa${id}`,
  scope: "user:1",
  kind: "files",
  labels: ["user:1", "kind:files"],
  freshUntil: now + hour,
  until: now + 2 * hour,
  heldUntil: now + 2 * hour,
  packed: false,
  body: Buffer.from(JSON.stringify(`value of ${id}`)),
  room: 100_000_000,
  ...more,
})

const keptOf = ({ scope, kind, freshUntil, until, packed, body }: Put) => ({
  scope,
  kind,
  freshUntil,
  until,
  packed,
  body: Buffer.from(body),
})

const plain = (store: CacheStoreService, layer: "shared" | "lasting", id: string, at = now) =>
  Effect.map(store.get(layer, `aa${id}`, at), (kept) =>
    kept === null ? null : { ...kept, body: Buffer.from(kept.body) },
  )

const idsIn = (store: CacheStoreService) =>
  Effect.map(Stream.runCollect(store.all), (all) =>
    [...all].map(({ layer, id }) => `${layer} ${id}`).toSorted(),
  )

/** All files of a folder as one text. */
const bytesOf = (folder: string): string =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => readFileSync(join(file.parentPath, file.name), "latin1"))
    .join("\n")

export const cacheStoreConformance = (
  name: string,
  make: Effect.Effect<CacheStoreUnderTest, never, Scope.Scope>,
): void => {
  const promises = (
    what: string,
    body: (
      store: CacheStoreService,
      under: CacheStoreUnderTest,
    ) => Effect.Effect<void, CacheUnavailable, Scope.Scope>,
  ) =>
    it.live(what, () =>
      Effect.scoped(
        Effect.flatMap(make, (under) => Effect.flatMap(under.connect, (store) => body(store, under))),
      ),
    )

  describe(`a store of caches on ${name}`, () => {
    promises("gives what was put, byte for byte, in its layer alone", (store) =>
      Effect.gen(function* () {
        const put = putOf("1", { packed: true, body: Uint8Array.from({ length: 256 }, (_, n) => n) })
        yield* store.put("shared", put, now)
        expect(yield* plain(store, "shared", "1")).toEqual(keptOf(put))
        expect(yield* plain(store, "lasting", "1")).toBeNull()
        expect(yield* plain(store, "shared", "2")).toBeNull()
        const next = putOf("1", { scope: "guild:2", freshUntil: null, until: null, heldUntil: null })
        yield* store.put("shared", next, now)
        expect(yield* plain(store, "shared", "1")).toEqual(keptOf(next))
        expect((yield* store.holding).shared.entries).toBe(1)
      }),
    )

    promises("gives nothing whose time is over, and makes its room free", (store) =>
      Effect.gen(function* () {
        yield* store.put("shared", putOf("1", { heldUntil: now - 1 }), now - hour)
        expect(yield* plain(store, "shared", "1")).toBeNull()
        yield* store.put("shared", putOf("2"), now)
        expect((yield* store.holding).shared.entries).toBe(1)
      }),
    )

    promises("drops what has a label, in both layers, and leaves all else", (store) =>
      Effect.gen(function* () {
        for (const layer of ["shared", "lasting"] as const) {
          yield* store.put(layer, putOf("1", { labels: ["user:1", "tag:a"] }), now)
          yield* store.put(layer, putOf("2", { labels: ["user:2", "tag:a", "tag:b"] }), now)
          yield* store.put(layer, putOf("3", { labels: ["user:3"] }), now)
        }
        yield* store.drop(["tag:b", "nothing has this"])
        expect(yield* idsIn(store)).toEqual(["lasting aa1", "lasting aa3", "shared aa1", "shared aa3"])
        yield* store.drop(["tag:a"])
        expect(yield* idsIn(store)).toEqual(["lasting aa3", "shared aa3"])
        yield* store.remove("lasting", ["aa3", "aa4"])
        expect(yield* idsIn(store)).toEqual(["shared aa3"])
        yield* store.put("lasting", putOf("4"), now)
        yield* store.drop([everything])
        expect(yield* idsIn(store)).toEqual([])
        expect(yield* store.holding).toEqual({
          shared: { bytes: 0, entries: 0 },
          lasting: { bytes: 0, entries: 0 },
        })
      }),
    )

    promises("holds no more than there is room for, and lets go who was asked for longest ago", (store) =>
      Effect.gen(function* () {
        const room = 400_000
        const body = Buffer.alloc(2000, 97)
        const put = (n: number) =>
          store.put("shared", putOf(String(n), { body, room, heldUntil: null }), now + n * 2 * hour)
        yield* put(0)
        for (let n = 1; n <= 300; n++) {
          yield* put(n)
          if (n % 3 === 0) yield* plain(store, "shared", "0", now + n * 2 * hour + hour * 1.5)
        }
        const { bytes, entries } = (yield* store.holding).shared
        expect(bytes).toBeLessThanOrEqual(room)
        expect(entries).toBe((yield* idsIn(store)).length)
        expect(entries).toBeLessThan(300)
        expect(yield* plain(store, "shared", "0")).not.toBeNull()
        expect(yield* plain(store, "shared", "300")).not.toBeNull()
        expect(yield* plain(store, "shared", "1")).toBeNull()
        yield* store.put("shared", putOf("300", { body: Buffer.alloc(room), room }), now)
        expect(yield* plain(store, "shared", "300")).toBeNull()
      }),
    )

    promises(
      "has what it had when it is opened again, and its files nothing of what was dropped",
      (_, under) =>
        Effect.gen(function* () {
          const secret = "Ada's aunt grows mangoes"
          yield* Effect.scoped(
            Effect.gen(function* () {
              const store = yield* under.connect
              yield* store.put("shared", putOf("1", { body: Buffer.from(secret) }), now)
              yield* store.put("lasting", putOf("2", { scope: "user:2", labels: ["user:2"] }), now)
            }),
          )
          const store = yield* under.connect
          expect(yield* idsIn(store)).toEqual(["lasting aa2", "shared aa1"])
          expect((yield* store.holding).shared.entries).toBe(1)
          yield* store.drop(["user:1"])
          yield* store.scrub
          const clean = Effect.sync(() => !bytesOf(under.folder).includes(secret))
          yield* Effect.repeat(Effect.andThen(Effect.sleep("20 millis"), clean), { until: (is) => is })
          expect(bytesOf(under.folder)).not.toContain("user:1")
          expect(yield* idsIn(store)).toEqual(["lasting aa2"])
        }),
    )
  })
}
