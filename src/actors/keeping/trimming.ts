/**
 * How one actor's journal is trimmed: what is too old or too much is replayed, archived, the archive is read back and replayed
 * as well, and only then is it forgotten. Whatever fails, the journal is whole.
 */
import { Effect } from "effect"
import type { Address } from "../../machines/address.ts"
import { Archive, type ArchiveFailed, type Segment } from "./archive.ts"
import * as books from "../books.ts"
import { decodeEntry, decodeSnapshot, JournalBroken } from "../journal.ts"
import { read, written, type Log } from "./log.ts"
import { begin, follow, reading, type Standing } from "../replay.ts"
import { oldest, tooMany, type Retention } from "./retention.ts"
import { inputOf, lineageOf } from "../steppers.ts"
import { Store, type StoreUnavailable } from "../store.ts"

export interface Trimmed {
  readonly entries: number
  /** Characters that were archived. */
  readonly archived: number
}

export type TrimError = StoreUnavailable | ArchiveFailed | JournalBroken

/** Entries that are replayed before others get their turn. */
const page = 256
/** Entries of one segment. */
const most = 16_384

const nothing: Trimmed = { entries: 0, archived: 0 }

const attempt = <A>(work: () => A): Effect.Effect<A, JournalBroken> =>
  Effect.try({ try: work, catch: (error) => error as JournalBroken })

const start = (address: Address, { base, entries }: Log): Standing =>
  begin(address, lineageOf(address), inputOf(address), base, entries[0])

const stateOf = ({ stepper, books: now, hash }: Standing): string => books.record(stepper, now, hash)

/** Where a log leads. */
const replayed = (log: Log): Effect.Effect<Standing, JournalBroken> =>
  Effect.gen(function* () {
    const { address, entries } = log
    let standing = yield* attempt(() => start(address, log))
    for (let at = 0; at < entries.length; at += page) {
      standing = yield* attempt(() =>
        entries
          .slice(at, at + page)
          .reduce((now, entry) => follow(address, lineageOf(address), now, entry), standing),
      )
      yield* Effect.yieldNow
    }
    return standing
  })

/** What of an actor must leave, with the state before it; null: nothing. */
const leaving = (address: Address, policy: Retention, now: number) =>
  Effect.gen(function* () {
    const store = yield* Store
    const [first] = yield* store.journal(address, 1, 1)
    if (first === undefined) return null
    const isOld = ({ body }: { readonly body: string }) => decodeEntry(body).at < oldest(policy, now)
    const tooOld = yield* attempt(() => reading(address)(first.seq, () => isOld(first)))
    const excess = yield* store.journal(address, first.seq + tooMany(policy), 1)
    if (!tooOld && excess.length === 0) return null

    const kept = yield* store.peek(address)
    if (kept === null || kept.record === null) return null
    const { record, seq } = kept
    const covered = (yield* attempt(() => reading(address)(seq, () => decodeSnapshot(record)))).seq
    const surplus = excess.length === 0 ? 0 : seq - policy.keepEntries
    const found = yield* store.journal(address, first.seq, Math.min(covered - first.seq + 1, most))
    const end = yield* attempt(() =>
      reading(address)(first.seq, () => found.findIndex((entry) => entry.seq > surplus && !isOld(entry))),
    )
    const entries = end === -1 ? found : found.slice(0, end)
    if (entries.length === 0) return null
    const stored = yield* store.base(address)
    const base =
      stored === null ? null : yield* attempt(() => reading(address)(first.seq, () => decodeSnapshot(stored)))
    return { address, base, entries } satisfies Log
  })

/** The archive is believed when what is read back leads to the same state. */
const archived = (segment: Segment, log: Log, leadsTo: string) =>
  Effect.gen(function* () {
    const archive = yield* Archive
    const text = written(log)
    yield* archive.put(segment, text)
    const { address, from } = segment
    const again = yield* Effect.flatMap(archive.get(segment), (kept) =>
      attempt(() => reading(address)(from, () => read(kept))),
    )
    if (stateOf(yield* replayed(again)) !== leadsTo) {
      return yield* new JournalBroken({ address, seq: from, reason: "what was archived leads elsewhere" })
    }
    return text.length
  })

/** Trims one actor's journal by the policy. */
export const trim = (
  address: Address,
  policy: Retention,
  now: number,
): Effect.Effect<Trimmed, TrimError, Store | Archive> =>
  Effect.gen(function* () {
    const log = yield* leaving(address, policy, now)
    if (log === null) return nothing
    const base = stateOf(yield* replayed(log))
    const segment = { address, from: log.entries[0]!.seq, to: log.entries.at(-1)!.seq }
    const characters = policy.archive ? yield* archived(segment, log, base) : 0
    const store = yield* Store
    const done = yield* store.trim(address, segment.to, base)
    return done ? { entries: log.entries.length, archived: characters } : nothing
  })
