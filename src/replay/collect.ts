/**
 * Logs from a store and its archive. What is archived comes first, so that a log begins with its actor where it can; the file is
 * a consistent cut, although actors go on while it is read: what an event needs that came in later is read again, and no more.
 */
import { Effect, Schema } from "effect"
import { Archive, type ArchiveFailed } from "../actors/keeping/archive.ts"
import { decodeSnapshot, type Snapshot } from "../actors/journal.ts"
import { LogBroken, read } from "../actors/keeping/log.ts"
import { Store, type StoredEntry, type StoreUnavailable } from "../actors/store.ts"
import { kindOf, kinds, type Address } from "../machines/address.ts"
import { annotated } from "./annotate.ts"
import type { Bundle, Recorded } from "./bundle.ts"
import { lastSeq, missing, toldIn } from "./cut.ts"
import { wantedOf } from "./wanted.ts"

/** No such actor was ever committed. Fix the address. */
export class NoSuchActor extends Schema.TaggedError<NoSuchActor>()("NoSuchActor", {
  message: Schema.String,
}) {}

export type CollectError = StoreUnavailable | ArchiveFailed | LogBroken | NoSuchActor

/** Entries of one reading. */
const page = 4096

/** Hot entries from `from` on, through `to` at least, as far as there are some. */
const hot = (address: Address, from: number, to: number) =>
  Effect.gen(function* () {
    const { journal } = yield* Store
    const entries: Array<StoredEntry> = []
    for (let next = from; next <= to; next = entries.at(-1)!.seq + 1) {
      const found = yield* journal(address, next, Math.min(page, to - next + 1))
      entries.push(...found)
      if (found.length === 0) break
    }
    return entries
  })

/** What the archive has of an actor, without a gap, up to the first entry that the journal has. */
const archived = (address: Address, first: number) =>
  Effect.gen(function* () {
    const archive = yield* Archive
    const segments = yield* archive.list(address)
    let base: Snapshot | null | undefined
    const entries: Array<StoredEntry> = []
    for (const segment of segments.toReversed()) {
      const next = entries[0]?.seq ?? first
      if (segment.to < next - 1 || segment.from >= next) continue
      const text = yield* archive.get(segment)
      const log = yield* Effect.try({ try: () => read(text), catch: (error) => error as LogBroken })
      entries.unshift(...log.entries.filter(({ seq }) => seq < next))
      base = log.base
    }
    return base === undefined ? null : { base, entries }
  })

/** One actor's log as it is now, or up to `to`. */
export const logOf = (address: Address, to = Number.MAX_SAFE_INTEGER) =>
  Effect.gen(function* () {
    const store = yield* Store
    const now = yield* store.peek(address)
    if (now === null)
      return yield* new NoSuchActor({
        message: `${address} is not in ${store.label}: orrery log list shows who is`,
      })
    const entries = yield* hot(address, 1, Math.min(to, now.seq))
    const first = entries[0]?.seq ?? now.seq + 1
    const before = first === 1 ? null : yield* archived(address, first)
    const stored = first === 1 || before !== null ? null : yield* store.base(address)
    const log: Recorded = {
      address,
      base: before === null ? (stored === null ? null : decodeSnapshot(stored)) : before.base,
      redacted: false,
      entries: [...(before?.entries ?? []), ...entries].map((entry) => ({ ...entry, line: 0, then: null })),
    }
    return log
  })

/** Reads on in the logs of those who told something that is in the file, until nothing is missing. */
const completed = (bundle: Bundle) =>
  Effect.gen(function* () {
    const logs = new Map(bundle.map((log) => [log.address, log]))
    for (;;) {
      const gaps = Map.groupBy(missing([...logs.values()]), ({ told }) => told.by)
      if (gaps.size === 0) return [...logs.values()]
      for (const [by, theirs] of gaps) {
        const log = logs.get(by)!
        const more = yield* hot(by, lastSeq(log) + 1, Math.max(...theirs.map(({ told }) => told.seq)))
        // What is told has been committed before: only a store that lost something has nothing here.
        if (more.length === 0)
          return yield* new LogBroken({
            line: 0,
            message: `${by} told ${theirs[0]!.of} what its own journal does not have`,
          })
        const entries = [...log.entries, ...more.map((entry) => ({ ...entry, line: 0, then: null }))]
        logs.set(by, { ...log, entries })
      }
    }
  })

const sorted = (bundle: Bundle): Bundle =>
  bundle.toSorted((a, b) => kinds.indexOf(kindOf(a.address)) - kinds.indexOf(kindOf(b.address)))

const withThen = (bundle: Bundle): Bundle => sorted(bundle).map((log) => annotated(log).log)

/** One actor. */
export const ofActor = (address: Address) => Effect.map(logOf(address), (log) => withThen([log]))

/** Every actor that the store has. */
export const ofAll = Effect.gen(function* () {
  const addresses = yield* Effect.map(Effect.forEach(kinds, everyOf), (found) => found.flat())
  const logs = yield* Effect.forEach(addresses, (address) => logOf(address))
  return withThen(yield* completed(logs))
})

/** The actors of a kind. */
export const everyOf = (kind: (typeof kinds)[number]) =>
  Effect.gen(function* () {
    const store = yield* Store
    const found: Array<Address> = []
    for (;;) {
      const next = yield* store.addresses(kind, found.at(-1) ?? null, page)
      found.push(...next)
      if (next.length < page) return found
    }
  })

/**
 * One actor with all that it touched and that touched it, for what began with it: those who told it something, those whom it
 * told something, and theirs, as long as the cause is one of its own. Their logs are whole.
 */
export const ofConversation = (address: Address) =>
  Effect.gen(function* () {
    const start = yield* logOf(address)
    const causes = new Set(wantedOf(start).causes)
    const pools = yield* Effect.forEach(yield* everyOf("pool"), (pool) => logOf(pool))
    const servedBy = (of: Address) =>
      pools
        .filter(({ entries }) => entries.some(({ id }) => toldIn(id)?.by === of))
        .map((pool) => pool.address)
    const logs = new Map<Address, Recorded>([[address, start]])
    const queue: Array<Address> = [address]
    for (let of = queue.shift(); of !== undefined; of = queue.shift()) {
      const log = logs.get(of)!
      const senders = log.entries.flatMap(({ id, body }) => {
        const told = toldIn(id)
        return told !== null && isOf(causes, body) ? [told.by] : []
      })
      const told = wantedOf(log).tells.flatMap(({ cause, to }) =>
        causes.has(cause) ? (to ?? servedBy(of)) : [],
      )
      for (const other of new Set([...senders, ...told])) {
        if (logs.has(other) || (yield* (yield* Store).peek(other)) === null) continue
        logs.set(other, yield* logOf(other))
        queue.push(other)
      }
    }
    return withThen(yield* completed([...logs.values()]))
  })

const isOf = (causes: ReadonlySet<string>, body: string): boolean =>
  causes.has((JSON.parse(body) as { readonly cause: string }).cause)
