/**
 * An actor as it was after any of its entries. A journal is walked from the nearest place that is known: what was walked before,
 * the newest record, the journal's base, or the base of an archived segment. So a long journal costs a walk once, and only as far
 * as somebody asks; it is read a page at a time, and everybody else has a turn in between.
 */
import { Effect, Option } from "effect"
import type { Address } from "../../machines/address.ts"
import { Archive, type ArchiveFailed, type Segment } from "../../actors/keeping/archive.ts"
import { decodeSnapshot, JournalBroken, type Snapshot } from "../../actors/journal.ts"
import { LogBroken, read, type Log } from "../../actors/keeping/log.ts"
import { begin, follow, reading, type Standing } from "../../actors/replay.ts"
import { inputOf, lineageOf } from "../../actors/steppers.ts"
import { Store, type StoredEntry, type StoreUnavailable } from "../../actors/store.ts"

export type PastError = StoreUnavailable | ArchiveFailed | LogBroken | JournalBroken

/** Entries between two states that are kept, and how many of these, and of how many actors. */
const stride = 256
const kept = 256
const actors = 16
/** Entries of one reading. */
const page = 512

interface Known {
  /** By the number of the entry, ascending. */
  readonly states: Map<number, Standing>
  /** Of an archived segment that was read last. */
  log: Log | null
}

export class Past {
  readonly #store: Store["Service"]
  readonly #archive: Archive["Service"] | null
  readonly #known = new Map<Address, Known>()

  constructor(store: Store["Service"], archive: Archive["Service"] | null) {
    this.#store = store
    this.#archive = archive
  }

  static readonly make = Effect.gen(function* () {
    const archive = yield* Effect.serviceOption(Archive)
    return new Past(yield* Store, Option.getOrNull(archive))
  })

  /** What is remembered of an actor; of those that nobody has asked about for longest, nothing is. */
  #of(address: Address): Known {
    const known = this.#known.get(address) ?? { states: new Map(), log: null }
    this.#known.delete(address)
    this.#known.set(address, known)
    for (const oldest of this.#known.keys()) if (this.#known.size > actors) this.#known.delete(oldest)
    return known
  }

  #segments(address: Address): Effect.Effect<ReadonlyArray<Segment>, ArchiveFailed> {
    return this.#archive === null ? Effect.succeed([]) : this.#archive.list(address)
  }

  #log(address: Address, segment: Segment): Effect.Effect<Log, ArchiveFailed | LogBroken> {
    const known = this.#of(address)
    const { log } = known
    if (log?.entries[0]?.seq === segment.from && log.entries.at(-1)!.seq === segment.to)
      return Effect.succeed(log)
    return this.#archive!.get(segment).pipe(
      Effect.flatMap((text) => Effect.try({ try: () => read(text), catch: (error) => error as LogBroken })),
      Effect.tap((found) => Effect.sync(() => void (known.log = found))),
    )
  }

  /** The first entry that the journal or the archive has. */
  first(address: Address): Effect.Effect<number, PastError> {
    const { store, segments } = { store: this.#store, segments: this.#segments(address) }
    return Effect.gen(function* () {
      const [hot] = yield* store.journal(address, 1, 1)
      const [oldest] = yield* segments
      return Math.min(hot?.seq ?? 1, oldest?.from ?? Number.POSITIVE_INFINITY)
    })
  }

  /** Entries from `from` on, at most `limit`, wherever they lie. */
  entries(
    address: Address,
    from: number,
    limit: number,
  ): Effect.Effect<ReadonlyArray<StoredEntry>, PastError> {
    return Effect.gen({ self: this }, function* () {
      const hot = yield* this.#store.journal(address, from, limit)
      if (hot[0]?.seq === from) return hot
      const segment = (yield* this.#segments(address)).find((one) => one.from <= from && from <= one.to)
      if (segment === undefined) return hot
      const { entries } = yield* this.#log(address, segment)
      const archived = entries.filter(({ seq }) => seq >= from && seq < from + limit)
      const more = limit - archived.length
      const next = (archived.at(-1)?.seq ?? from) + 1
      return more > 0 ? [...archived, ...(yield* this.entries(address, next, more))] : archived
    })
  }

  /** The last state that is known at `seq` or before, however it is known; null: none is. */
  #nearest(address: Address, seq: number) {
    return Effect.gen({ self: this }, function* () {
      const lineage = lineageOf(address)
      const reopened = (base: Snapshot | null, first?: StoredEntry) =>
        broken(() => begin(address, lineage, inputOf(address), base, first))
      const inMemory = [...this.#of(address).states].findLast(([at]) => at <= seq)?.[1] ?? null
      if (inMemory !== null && seq - inMemory.books.seq <= stride) return inMemory
      const record = (yield* this.#store.peek(address))?.record ?? null
      if (record !== null) {
        const newest = yield* broken(() => reading(address)(seq, () => decodeSnapshot(record)))
        if (newest.seq <= seq) return yield* reopened(newest)
      }
      const [hot] = yield* this.#store.journal(address, 1, 1)
      if (hot !== undefined && hot.seq <= seq + 1) {
        const base = yield* this.#store.base(address)
        const start = base === null ? null : yield* broken(() => decodeSnapshot(base))
        if ((start?.seq ?? 0) === hot.seq - 1) return later(inMemory, yield* reopened(start, hot))
      }
      const segment = (yield* this.#segments(address)).find((one) => one.from - 1 <= seq && seq <= one.to)
      if (segment === undefined) return inMemory
      const { base, entries } = yield* this.#log(address, segment)
      return later(inMemory, yield* reopened(base, entries[0]))
    })
  }

  /** After entry `seq`; 0: before the first. Null: neither journal nor archive goes back so far, or it is more than `most` entries away. */
  at(
    address: Address,
    seq: number,
    most = Number.POSITIVE_INFINITY,
  ): Effect.Effect<Standing | null, PastError> {
    return Effect.gen({ self: this }, function* () {
      let standing: Standing | null = yield* this.#nearest(address, seq)
      if (standing === null || seq - standing.books.seq > most) return null
      while (standing.books.seq < seq) {
        const wanted = Math.min(page, seq - standing.books.seq)
        const entries: ReadonlyArray<StoredEntry> = yield* this.entries(
          address,
          standing.books.seq + 1,
          wanted,
        )
        if (entries.length === 0) return null
        for (const entry of entries) standing = yield* this.#follow(address, standing, entry)
        yield* others
      }
      return standing
    })
  }

  #follow(address: Address, standing: Standing, entry: StoredEntry): Effect.Effect<Standing, JournalBroken> {
    return broken(() => {
      const next = follow(address, lineageOf(address), standing, entry)
      if (next.books.seq % stride === 0) this.#keep(address, next)
      return next
    })
  }

  #keep(address: Address, standing: Standing): void {
    const known = this.#of(address)
    if (known.states.has(standing.books.seq)) return
    known.states.set(standing.books.seq, standing)
    const inOrder = [...known.states].toSorted(([a], [b]) => a - b)
    known.states.clear()
    // Of too many, every other goes.
    const thin = inOrder.length > kept
    inOrder.forEach(([seq, state], n) => {
      if (!thin || n % 2 === 0) known.states.set(seq, state)
    })
  }

  /** Visits entries `from` to `to` with the states around each. */
  walk(
    address: Address,
    from: number,
    to: number,
    visit: (entry: StoredEntry, before: Standing, after: Standing) => void,
  ): Effect.Effect<void, PastError> {
    return Effect.gen({ self: this }, function* () {
      let standing = yield* this.at(address, from - 1)
      if (standing === null) return
      for (const entry of yield* this.entries(address, from, to - from + 1)) {
        const next: Standing = yield* this.#follow(address, standing, entry)
        visit(entry, standing, next)
        standing = next
      }
    })
  }
}

const later = (a: Standing | null, b: Standing): Standing => (a !== null && a.books.seq > b.books.seq ? a : b)

const others = Effect.promise(() => new Promise<void>((resolve) => setImmediate(resolve)))

const broken = <A>(work: () => A): Effect.Effect<A, JournalBroken> =>
  Effect.try({
    try: work,
    catch: (error) =>
      error instanceof JournalBroken
        ? error
        : new JournalBroken({ address: "", seq: 0, reason: String(error) }),
  })
