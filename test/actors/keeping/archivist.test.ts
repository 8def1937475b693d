/** Journals that live long: what is old or too much is archived, the archive is verified, and only then it is forgotten. */
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { gunzipSync } from "node:zlib"
import { it } from "@effect/vitest"
import { Clock, Effect, Layer } from "effect"
import { describe, expect } from "vitest"
import { expire } from "../../../src/actors/keeping/expiry.ts"
import { sweep } from "../../../src/actors/keeping/archivist.ts"
import { Archive, ArchiveFailed } from "../../../src/actors/keeping/archive.ts"
import { Host } from "../../../src/actors/host.ts"
import * as log from "../../../src/actors/keeping/log.ts"
import { begin, follow } from "../../../src/actors/replay.ts"
import { retention, type Retention } from "../../../src/actors/keeping/retention.ts"
import { inputOf, ledgerOf, lineageOf } from "../../../src/actors/steppers.ts"
import { trim } from "../../../src/actors/keeping/trimming.ts"
import { Store, type StoredEntry } from "../../../src/actors/store.ts"
import * as Files from "../../../src/adapters/archive/files.ts"
import { address } from "../../../src/machines/address.ts"
import { temporaryDirectory } from "../../support/directory.ts"
import { MemoryStore } from "../../support/memory-store.ts"
import { channel, eventually, hears, message, World } from "../../support/world.ts"

const one = address("conversation", channel)
const few: Retention = { ...retention, keepEntries: 20 }

const rested = Effect.flatMap(Host, (host) => eventually(() => host.owed() === 0))
const talk = (messages: number) =>
  Effect.gen(function* () {
    yield* Effect.yieldNow
    for (let n = 0; n < messages; n++) {
      yield* hears(message(`@Writer number ${n}`, { called: ["writer"] }))
      yield* rested
    }
  })

const swept = (policy: Retention) => sweep(policy, () => true)
const journalOf = (memory: MemoryStore) => memory.actors.get(one)!
const peeked = Effect.gen(function* () {
  const { books, hash } = ledgerOf(one, (yield* (yield* Store).peek(one))!)
  return { seq: books.seq, hash, context: books.snapshot.context, outbox: books.outbox, timers: books.timers }
})

/** From the first entry on, through what was archived and what is hot, to the last hash. */
const wholeHash = (entries: ReadonlyArray<StoredEntry>) =>
  entries.reduce(
    (standing, entry) => follow(one, lineageOf(one), standing, entry),
    begin(one, lineageOf(one), inputOf(one), null, entries[0]),
  ).hash

const archivedLogs = Effect.gen(function* () {
  const archive = yield* Archive
  const segments = yield* archive.list(one)
  return yield* Effect.forEach(segments, (segment) => Effect.map(archive.get(segment), log.read))
})

const withArchive = <A, E>(
  memory: MemoryStore,
  body: (
    folder: string,
  ) => Effect.Effect<A, E, Archive | Host | Store | Layer.Success<ReturnType<World["runtime"]>>>,
) =>
  Effect.gen(function* () {
    const folder = yield* temporaryDirectory("orrery-archive-")
    return yield* body(folder).pipe(
      Effect.provide(
        Layer.mergeAll(new World().runtime(memory.layer), memory.layer, Files.layer({ folder })),
      ),
    )
  }).pipe(Effect.scoped)

describe("the archive", () => {
  it.effect("keeps nothing that a crash left half written, but what is being written", () =>
    withArchive(new MemoryStore(), (folder) =>
      Effect.gen(function* () {
        const its = join(folder, "conversation", channel)
        const [left, begun] = ["7", "8"].map((pid) =>
          join(its, `000000000001-000000000009.jsonl.gz.${pid}.tmp`),
        )
        mkdirSync(its, { recursive: true })
        for (const file of [left!, begun!]) writeFileSync(file, "words")
        utimesSync(left!, 0, 0)
        expect(yield* (yield* Archive).list(one)).toEqual([])
        expect([existsSync(left!), existsSync(begun!)]).toEqual([false, true])
      }),
    ),
  )
})

describe("the archivist", () => {
  it.effect("archives what is too much, and what it archived and what is left are the whole journal", () => {
    const memory = new MemoryStore()
    return withArchive(memory, (folder) =>
      Effect.gen(function* () {
        yield* talk(15)
        const before = yield* peeked
        const all = [...journalOf(memory).journal]
        const done = yield* swept(few)
        expect(done.entries).toBeGreaterThan(10)
        expect(journalOf(memory).journal[0]!.seq).toBeGreaterThan(10)
        expect(journalOf(memory).journal.length).toBeGreaterThanOrEqual(20)
        expect(yield* peeked).toEqual(before)
        const logs = yield* archivedLogs
        const entries = [...logs.flatMap((it) => it.entries), ...journalOf(memory).journal]
        expect(entries).toEqual(all)
        expect(wholeHash(entries)).toBe(before.hash)
        const [file] = readdirSync(join(folder, "conversation", channel))
        expect(file).toMatch(/^000000000001-\d{12}\.jsonl\.gz$/)
        const text = gunzipSync(readFileSync(join(folder, "conversation", channel, file!))).toString()
        expect(text.split("\n")[0]).toBe(`{"log":1,"address":"${one}","base":null}`)
      }),
    )
  })

  it.effect("goes on from where it trimmed: the next segment begins with the state of before", () => {
    const memory = new MemoryStore()
    return withArchive(memory, () =>
      Effect.gen(function* () {
        yield* talk(24)
        expect((yield* swept(few)).entries).toBeGreaterThan(0)
        yield* talk(24)
        yield* swept(few)
        const logs = yield* archivedLogs
        expect(logs.length).toBe(2)
        expect(logs[1]!.base?.seq).toBe(logs[0]!.entries.at(-1)!.seq)
        const entries = [...logs.flatMap((it) => it.entries), ...journalOf(memory).journal]
        expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, n) => n + 1))
        expect(wholeHash(entries)).toBe(journalOf(memory).hash)
      }),
    )
  })

  it.effect("deletes what was archived when it is too old, and nothing when nobody says so", () => {
    const memory = new MemoryStore()
    return withArchive(memory, () =>
      Effect.gen(function* () {
        yield* talk(24)
        yield* swept(few)
        yield* talk(24)
        yield* swept(few)
        const now = yield* Clock.currentTimeMillis
        const after = (n: number, archiveDays: number | null) =>
          expire({ ...few, archiveDays }, now + n * 24 * 60 * 60_000)
        expect(yield* after(1000, null)).toBe(0)
        expect(yield* after(9, 10)).toBe(0)
        expect((yield* archivedLogs).length).toBe(2)
        expect(yield* after(11, 10)).toBeGreaterThan(1)
        expect(yield* archivedLogs).toEqual([])
        expect(yield* (yield* Archive).addresses).toEqual([])
        yield* peeked
      }),
    )
  })

  it.effect("archives what is too old, counted in whole days, and only what a snapshot covers", () => {
    const memory = new MemoryStore()
    return withArchive(memory, () =>
      Effect.gen(function* () {
        yield* talk(15)
        const now = yield* Clock.currentTimeMillis
        const days = (n: number) => now + n * 24 * 60 * 60_000
        expect((yield* trim(one, retention, days(30))).entries).toBe(0)
        const { recordSeq } = journalOf(memory)
        expect((yield* trim(one, retention, days(31.01))).entries).toBe(recordSeq)
        expect((yield* trim(one, retention, days(90))).entries).toBe(0)
        expect(journalOf(memory).journal[0]?.seq ?? recordSeq + 1).toBe(recordSeq + 1)
      }),
    )
  })

  it.effect("deletes without an archive when the policy says so", () => {
    const memory = new MemoryStore()
    return withArchive(memory, (folder) =>
      Effect.gen(function* () {
        yield* talk(15)
        const before = yield* peeked
        expect((yield* swept({ ...few, archive: false })).entries).toBeGreaterThan(10)
        expect(yield* peeked).toEqual(before)
        expect(readdirSync(folder)).toEqual([])
      }),
    )
  })

  it.effect("forgets nothing when the archive cannot be written, or does not lead to the same state", () => {
    const memory = new MemoryStore()
    return withArchive(memory, () =>
      Effect.gen(function* () {
        yield* talk(15)
        const before = [...journalOf(memory).journal]
        const archive = yield* Archive
        const full = {
          ...archive,
          put: () => Effect.fail(new ArchiveFailed({ message: "the disk is full" })),
        }
        const now = yield* Clock.currentTimeMillis
        const refused = yield* Effect.flip(Effect.provideService(trim(one, few, now), Archive, full))
        expect(refused._tag).toBe("ArchiveFailed")
        const garbled = (text: string) => text.replace(/number 3/g, "number 4")
        const lying = { ...archive, get: (of: never) => Effect.map(archive.get(of), garbled) }
        const caught = yield* Effect.flip(Effect.provideService(trim(one, few, now), Archive, lying))
        expect(caught._tag).toBe("JournalBroken")
        expect(journalOf(memory).journal).toEqual(before)
      }),
    )
  })

  it.effect("leaves a journal that does not replay as it is, and goes on with its neighbours", () => {
    const memory = new MemoryStore()
    return withArchive(memory, () =>
      Effect.gen(function* () {
        yield* talk(15)
        const broken = journalOf(memory)
        broken.journal = broken.journal.map((entry) =>
          entry.seq === 5 ? { ...entry, body: entry.body.replace(/"at":\d+/, '"at":1') } : entry,
        )
        const length = broken.journal.length
        const done = yield* swept(few)
        expect(journalOf(memory).journal.length).toBe(length)
        expect(done.actors).toBeGreaterThan(0)
      }),
    )
  })

  it.effect("replaces what a crash left between the archive and the trimming", () => {
    const memory = new MemoryStore()
    return withArchive(memory, (folder) =>
      Effect.gen(function* () {
        yield* talk(20)
        const name = join(folder, "conversation", channel)
        const store = yield* Store
        const crashed = { ...store, trim: () => Effect.succeed(false) }
        const now = yield* Clock.currentTimeMillis
        yield* Effect.provideService(trim(one, few, now), Store, crashed)
        yield* talk(20)
        yield* swept(few)
        expect(readdirSync(name).length).toBe(1)
        writeFileSync(join(name, "notes.txt"), "not ours")
        expect((yield* archivedLogs)[0]!.entries[0]!.seq).toBe(1)
      }),
    )
  })
})
