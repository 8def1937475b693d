/** What the store holds when all is over: every journal, replayed from its first entry, and what everybody owes still. */
import { Effect, Option, Stream } from "effect"
import type { Address } from "../../src/machines/address.ts"
import { kindOf, kinds } from "../../src/machines/address.ts"
import { allEnded, type Floor } from "../../src/machines/conversation/floor.ts"
import * as books from "../../src/actors/books.ts"
import { decodeEntry } from "../../src/actors/journal.ts"
import { Placement } from "../../src/actors/placement.ts"
import { ledgerOf } from "../../src/actors/steppers.ts"
import { Store, type StoredEntry, type StoreUnavailable } from "../../src/actors/store.ts"
import { Fleet } from "../simulation/audit/fleet.ts"
import { Journals, type Copy } from "../simulation/audit/journals.ts"

const page = 1000
/** How late a timer may be: its actor may have to be woken first, in ms. */
const margin = 5000

/** Every actor that was ever committed. */
export const everybody = Effect.gen(function* () {
  const store = yield* Store
  const ofKind = (kind: (typeof kinds)[number]) =>
    Stream.paginate(null as Address | null, (after) =>
      Effect.map(
        store.addresses(kind, after, page),
        (found) => [found, found.length < page ? Option.none() : Option.some(found.at(-1)!)] as const,
      ),
    ).pipe(Stream.runCollect)
  return (yield* Effect.forEach(kinds, ofKind)).flat()
})

const journalOf = (of: Address): Effect.Effect<ReadonlyArray<StoredEntry>, StoreUnavailable, Store> =>
  Effect.gen(function* () {
    const store = yield* Store
    const all: Array<StoredEntry> = []
    for (;;) {
      const found = yield* store.journal(of, (all.at(-1)?.seq ?? 0) + 1, page)
      all.push(...found)
      if (found.length < page) return all
    }
  })

/** How far everybody is, and who owes something or has not ended something. */
export const unfinished = Effect.gen(function* () {
  const store = yield* Store
  const owing: Array<string> = []
  let entries = 0
  for (const of of yield* everybody) {
    const kept = yield* store.peek(of)
    if (kept === null) continue
    entries += kept.seq
    const { outbox, snapshot } = ledgerOf(of, kept).books
    for (const { effect, key } of outbox.values()) owing.push(`${of} owes ${effect.type} ${key}`)
    if (kindOf(of) === "conversation" && !allEnded(snapshot.context as Floor))
      owing.push(`${of} has messages that have not ended`)
  }
  return { entries, owing }
})

/** The simulation's auditor, which sees here in one go what it sees there commit by commit. */
const auditor = () => {
  const neverBack = { wanted: false, push: () => {} }
  return new Journals(neverBack as unknown as ConstructorParameters<typeof Journals>[0], () => {})
}

/** @throws Violation */
const replay = (
  journals: Journals,
  of: Address,
  entries: ReadonlyArray<StoredEntry>,
  record: string | null,
) => {
  const copy = journals.copyOf(of)
  const recordSeq = record === null ? -1 : (JSON.parse(record) as { seq: number }).seq
  for (const entry of entries) {
    const { epoch, hash } = decodeEntry(entry.body)
    if (epoch > copy.epoch) {
      copy.epoch = epoch
      copy.owners.set(epoch, `its owner in epoch ${epoch}`)
    }
    const by = { id: copy.owners.get(copy.epoch)! } as Parameters<Journals["committed"]>[0]
    const commit = { address: of, hash, record: entry.seq === recordSeq ? record : null }
    journals.committed(by, commit as Parameters<Journals["committed"]>[1], [entry], 0)
  }
  return copy
}

const remains = ({ address: of, books: now }: Copy, at: number): ReadonlyArray<string> => {
  const owed = [...now.outbox.values()].map(({ key, effect }) => `${of} owes ${effect.type} ${key} still`)
  const due = books.firstDue(now)
  return due !== null && due < at - margin ? [...owed, `${of} has a timer ${at - due} ms overdue`] : owed
}

/** What is wrong, a line each. `at`: until when somebody was there to look after timers, in ms since 1970. */
export const audit = (fleetSize: { readonly agents: number; readonly shards: number }, at: number) =>
  Effect.gen(function* () {
    const store = yield* Store
    const { agentsOf } = yield* Placement
    const fleet = new Fleet(agentsOf)
    const journals = auditor()
    const wrong: Array<string> = []
    const attempt = (check: () => void) => {
      try {
        check()
      } catch (error) {
        wrong.push(error instanceof Error ? error.message : String(error))
      }
    }
    for (const of of yield* everybody) {
      const kept = yield* store.peek(of)
      const entries = yield* journalOf(of)
      attempt(() => {
        const copy = replay(journals, of, entries, kept?.record ?? null)
        if (kept?.seq !== copy.books.seq || kept.hash !== copy.hash)
          wrong.push(`${of}: its state says ${kept?.seq}, and its journal ends at ${copy.books.seq}`)
        wrong.push(...remains(copy, at))
      })
    }
    attempt(() => fleet.rest(journals.copies))
    return { entries: journals.entries, wrong }
  }).pipe(Effect.provide(Placement.layer(fleetSize)))
