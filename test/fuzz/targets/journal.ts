/** What is read back from a store, what actors tell each other, and what the inspector makes of both. */
import { Effect, Option, Result, Schema } from "effect"
import * as fc from "fast-check"
import * as books from "../../../src/actors/books.ts"
import { chained, decodeEntry, decodeSnapshot, JournalBroken } from "../../../src/actors/journal.ts"
import { Envelope } from "../../../src/actors/mail.ts"
import { recover } from "../../../src/actors/recovery.ts"
import { makeStepper } from "../../../src/actors/step.ts"
import { inputOf, lineageOf } from "../../../src/actors/steppers.ts"
import type { Claim, Store, StoredEntry } from "../../../src/actors/store.ts"
import { history } from "../../../src/adapters/inspector/history.ts"
import { legible } from "../../../src/adapters/inspector/legible.ts"
import { lookAt, summary } from "../../../src/adapters/inspector/look.ts"
import { Past } from "../../../src/adapters/inspector/past.ts"
import { kinds, type Address, type Kind } from "../../../src/machines/address.ts"
import type { Event } from "../../../src/machines/events.ts"
import { charts } from "../../../src/machines/index.ts"
import { anyJson, garbled, must, nearly, type Json } from "../inputs.ts"
import { target } from "../target.ts"
import { lives } from "./samples.ts"

const steppers = Object.fromEntries(kinds.map((kind) => [kind, makeStepper(charts[kind])])) as Record<
  Kind,
  ReturnType<typeof makeStepper>
>
const addresses: Readonly<Record<Kind, Address>> = {
  agent: "agent/0-0001",
  constellation: "constellation/1100000000000000011",
  conversation: "conversation/1100000000000000101",
  pool: "pool/0",
  vote: "vote/1100000000000000900",
  debate: "debate/1100000000000000900",
  workflow: "workflow/1100000000000000910",
  schedule: "schedule/1100000000000000920",
  guild: "guild/1100000000000000100",
  budget: "budget/user-1100000000000000101",
  assignment: "assignment/1100000000000000930",
  summary: "summary/1100000000000000940",
  archive: "archive/1100000000000000011",
  knowledge: "knowledge/1100000000000000101",
  partners: "partners/main",
  departure: "departure/1100000000000000950",
  permit: "permit/1100000000000000950_writer-0_0",
  roster: "roster/team",
  lessons: "lessons/all",
}

const at = 1_700_000_000_000

interface Kept {
  readonly claim: Claim
  readonly books: books.Books
}

/** Takes events as an actor does, and keeps what the store would have; `recordAt`: after how many a snapshot is written. */
const journaled = (kind: Kind, events: ReadonlyArray<Event>, recordAt: number): Kept => {
  const stepper = steppers[kind]
  let now = books.opened(stepper, inputOf(addresses[kind]))
  let hash = ""
  let record: string | null = null
  let tail: Array<StoredEntry> = []
  for (const event of events) {
    const seq = now.seq + 1
    const entry = {
      seq,
      at: at + seq,
      event: event as never,
      id: `t${seq}`,
      cause: "test",
      epoch: 1,
      machine: stepper.machine,
      settles: null,
      fires: null,
      acked: [],
    }
    try {
      now = books.post(stepper, now, entry)
    } catch {
      // The chart broke on it: it is refused, and nothing is written.
      continue
    }
    const state = stepper.text(now.snapshot)
    const written = chained(hash, entry, state)
    hash = written.hash
    tail.push({ seq, id: entry.id, body: written.body })
    if (seq === recordAt) {
      record = books.record(stepper, now, hash)
      tail = []
    }
  }
  return { claim: { epoch: 1, seq: now.seq, hash, record, tail }, books: now }
}

const life = fc
  .tuple(fc.constantFrom(...kinds), fc.nat(8))
  .map(([kind, recordAt]) => ({ kind, ...journaled(kind, lives[kind], recordAt) }))

/** JSON text as it is in a store, and somebody had his hands in it. */
const tampered = (text: string): fc.Arbitrary<string> =>
  fc.oneof(
    nearly(JSON.parse(text) as Json).map((it) => JSON.stringify(it) ?? ""),
    garbled(fc.constant(text)),
  )

const stores = life.chain(({ kind, claim }) =>
  fc
    .record({
      which: fc.nat(),
      record:
        claim.record === null
          ? fc.constant(null)
          : fc.oneof(fc.constant(claim.record), tampered(claim.record)),
      body:
        claim.tail.length === 0
          ? fc.constant("")
          : fc.nat(claim.tail.length - 1).chain((n) => tampered(claim.tail[n]!.body)),
      seq: fc.oneof({ weight: 5, arbitrary: fc.constant(claim.seq) }, { weight: 1, arbitrary: fc.nat(20) }),
      gone: fc.nat(9),
    })
    .map(({ which, record, body, seq, gone }): { readonly kind: Kind; readonly claim: Claim } => ({
      kind,
      claim: {
        ...claim,
        seq,
        record,
        tail: claim.tail
          .map((entry, index) => (index === which % claim.tail.length ? { ...entry, body } : entry))
          .filter((_, index) => index !== gone),
      },
    })),
)

const broken = (error: unknown): void => {
  if (!(error instanceof JournalBroken)) throw error
}

const recovery = target("journal: recovery", 14, stores, ({ kind, claim }) => {
  try {
    recover(addresses[kind], lineageOf(addresses[kind]), inputOf(addresses[kind]), claim)
  } catch (error) {
    broken(error)
  }
})

const decoders = target(
  "journal: entries and records",
  6,
  fc.oneof(
    stores.map(({ claim }) => claim.record ?? claim.tail[0]?.body ?? ""),
    anyJson.map((it) => JSON.stringify(it) ?? ""),
  ),
  (text) => {
    for (const decode of [decodeEntry, decodeSnapshot]) {
      try {
        decode(text)
      } catch (error) {
        // Deeper than the stack: recovery calls it broken like all else that does not read.
        if (!Schema.isSchemaError(error) && !(error instanceof RangeError)) throw error
      }
    }
  },
)

const storeOf = ({ claim }: { readonly claim: Claim }) =>
  ({
    peek: () => Effect.succeed(claim),
    journal: () => Effect.succeed(claim.tail),
    base: () => Effect.succeed(null),
  }) as unknown as Store["Service"]

const inspected = target("inspector: broken journals", 8, stores, async (kept) => {
  const address = addresses[kept.kind]
  const store = storeOf(kept)
  const past = new Past(store, null)
  const seen = await Effect.runPromise(
    Effect.result(lookAt({ store, past, seen: undefined }, address, "shown")),
  )
  if (Result.isSuccess(seen)) JSON.stringify(seen.success)
  else must(seen.failure._tag === "Problem", "no Problem")
  await Effect.runPromise(summary(store, address))
  const { entries } = await Effect.runPromise(history(past, address, 1, 100, "hidden"))
  must(JSON.stringify(entries).length < 1_000_000, "too much to look at")
})

const looks = target("inspector: legible", 4, anyJson, (json) => {
  for (const words of ["shown", "hidden"] as const) {
    must(JSON.stringify(legible(json, words, 8192)).length < 200_000, "too much to look at")
  }
})

const decodeEnvelope = Schema.decodeUnknownOption(Envelope)
const samples = kinds
  .flatMap((kind) => lives[kind])
  .map((event): Json => ({ id: "discord:1", cause: "1", event: event as unknown as Json }))
const envelopes = fc.array(
  fc.oneof({ weight: 5, arbitrary: nearly(...samples) }, { weight: 1, arbitrary: anyJson }),
  { minLength: 1, maxLength: 8 },
)

/** What an actor took, whatever it was, reads back to the same state. */
const mail = target(
  "envelopes",
  12,
  fc.tuple(fc.constantFrom(...kinds), fc.nat(8), envelopes),
  ([kind, recordAt, sent]) => {
    const events = sent.flatMap((json) =>
      Option.match(decodeEnvelope(json), { onNone: () => [], onSome: ({ event }) => [event] }),
    )
    const { claim, books } = journaled(kind, events, recordAt)
    const again = recover(addresses[kind], lineageOf(addresses[kind]), inputOf(addresses[kind]), claim)
    const shown = ({ outbox, timers, snapshot }: typeof books) =>
      JSON.stringify([[...outbox], [...timers], steppers[kind].keep(snapshot)])
    must(shown(again.books) === shown(books), "it reads back to another state")
  },
)

export const journals = [recovery, decoders, inspected, looks, mail]
