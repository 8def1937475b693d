/** An actor's journal from any entry on, wherever it lies: in the store, or, what has left it, in the archive. */
import { Effect } from "effect"
import { Archive, type ArchiveFailed } from "../actors/keeping/archive.ts"
import { decodeEntry, type Entry } from "../actors/journal.ts"
import { LogBroken, read } from "../actors/keeping/log.ts"
import { Store, type StoreUnavailable } from "../actors/store.ts"
import type { Address } from "../machines/address.ts"

export type PagesError = StoreUnavailable | ArchiveFailed | LogBroken

export interface Pages {
  /** The first and the last entry that can be read; null: no such actor. */
  readonly ends: Effect.Effect<{ readonly first: number; readonly last: number } | null, PagesError>
  /** Entries from `from` on, at most `most`. None where they are lost. */
  readonly from: (from: number, most: number) => Effect.Effect<ReadonlyArray<Entry>, PagesError>
  /** The first entry that was taken at a time or after it, in ms since 1970; one after the last when there is none. */
  readonly firstAt: (at: number) => Effect.Effect<number, PagesError>
  /** Whether something came from the archive. */
  readonly wasArchived: () => boolean
}

export const pagesOf = (of: Address): Effect.Effect<Pages, PagesError, Store | Archive> =>
  Effect.gen(function* () {
    const store = yield* Store
    const archive = yield* Archive
    const known = yield* store.peek(of)
    const last = known?.seq ?? 0
    const hot = (yield* store.journal(of, 1, 1))[0]?.seq ?? last + 1
    const segments = hot === 1 ? [] : (yield* archive.list(of)).filter(({ from }) => from < hot)
    let opened: { readonly from: number; readonly entries: ReadonlyArray<Entry> } | null = null
    let archived = false

    /** The segment with an entry in it, read once. */
    const segmentWith = (seq: number) =>
      Effect.gen(function* () {
        const segment = segments.findLast(({ from, to }) => from <= seq && seq <= to)
        if (segment === undefined) return []
        if (opened?.from !== segment.from) {
          const text = yield* archive.get(segment)
          const log = yield* Effect.try({ try: () => read(text), catch: (error) => error as LogBroken })
          opened = { from: segment.from, entries: log.entries.map(({ body }) => decodeEntry(body)) }
        }
        archived = true
        return opened.entries
      })

    const from = (seq: number, most: number): Effect.Effect<ReadonlyArray<Entry>, PagesError> =>
      Effect.gen(function* () {
        if (seq >= hot) return (yield* store.journal(of, seq, most)).map(({ body }) => decodeEntry(body))
        const found = (yield* segmentWith(seq)).filter((entry) => entry.seq >= seq).slice(0, most)
        const next = found.at(-1)?.seq
        if (next === undefined || found.length === most) return found
        return [...found, ...(yield* from(next + 1, most - found.length))]
      })

    const first = Math.min(hot, ...segments.map((segment) => segment.from))
    return {
      ends: Effect.succeed(known === null ? null : { first, last }),
      from,
      firstAt: Effect.fnUntraced(function* (at) {
        let [low, high] = [first, last + 1]
        while (low < high) {
          const middle = Math.floor((low + high) / 2)
          const [entry] = yield* from(middle, 1)
          // What is lost in between was before.
          if (entry === undefined || entry.at < at) low = middle + 1
          else high = middle
        }
        return low
      }),
      wasArchived: () => archived,
    }
  })
