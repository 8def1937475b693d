/**
 * Looks at every commit of every actor: replays it on a copy of its own, and judges what was written by what it leads to.
 */
import type { Address } from "../../../src/machines/address.ts"
import { idOf, kindOf } from "../../../src/machines/address.ts"
import { charts } from "../../../src/machines/index.ts"
import * as books from "../../../src/actors/books.ts"
import { decodeEntry, rechained, type Entry } from "../../../src/actors/journal.ts"
import { owedGrace } from "../../../src/actors/ledger.ts"
import { poolOf } from "../../../src/actors/placement.ts"
import { makeStepper, type Stepper } from "../../../src/actors/step.ts"
import type { Claim, Commit, StoredEntry } from "../../../src/actors/store.ts"
import type { History } from "../history.ts"
import type { Machine } from "../machine.ts"
import { isEdge } from "./edges.ts"
import { violated } from "./violation.ts"

const steppers = Object.fromEntries(
  Object.entries(charts).map(([kind, chart]) => [kind, makeStepper(chart)]),
) as Record<ReturnType<typeof kindOf>, Stepper>

/** What must be true of an actor, by the auditor's own replay of its journal. */
export interface Copy {
  readonly address: Address
  readonly stepper: Stepper
  books: books.Books
  hash: string
  epoch: number
  /** The newest snapshot record that was judged right. */
  record: string | null
  ids: Set<string>
  readonly bodies: Array<string>
  /** The process that claimed each epoch. */
  owners: Map<number, string>
}

/** One step of an actor, as it was written and as it was before and after. */
export interface Step {
  readonly copy: Copy
  readonly entry: Entry
  readonly before: books.Books
  readonly after: books.Books
}

export class Journals {
  readonly copies = new Map<Address, Copy>()
  entries = 0
  /** Entries that were committed, and lost at a failover. */
  lost = 0
  readonly #history: History
  readonly #onStep: (step: Step) => void

  constructor(history: History, onStep: (step: Step) => void) {
    this.#history = history
    this.#onStep = onStep
  }

  copyOf(address: Address): Copy {
    const known = this.copies.get(address)
    if (known !== undefined) return known
    const stepper = steppers[kindOf(address)]
    const copy: Copy = {
      address,
      stepper,
      books: books.opened(stepper, { id: idOf(address), pool: poolOf(address) }),
      hash: "",
      epoch: 0,
      record: null,
      ids: new Set(),
      bodies: [],
      owners: new Map(),
    }
    this.copies.set(address, copy)
    return copy
  }

  claimed(by: Machine, address: Address, { epoch, seq, record, hash }: Claim): void {
    const copy = this.copyOf(address)
    this.#remember(copy)
    if (epoch !== copy.epoch + 1)
      violated(
        "one writer for an actor and epoch",
        `${address}: epoch ${epoch} is claimed after ${copy.epoch}`,
      )
    copy.epoch = epoch
    copy.owners.set(epoch, by.id)
    if (seq !== copy.books.seq || hash !== copy.hash)
      violated("no acknowledged event lost", `${address} ends at ${seq}, not at ${copy.books.seq}`)
    if (record !== copy.record)
      violated("a snapshot equals the replay of its prefix", `${address}: the record that ${by.id} gets`)
  }

  committed(by: Machine, commit: Commit, entries: ReadonlyArray<StoredEntry>, wakeAt: number | null): void {
    const copy = this.copyOf(commit.address)
    this.#remember(copy)
    for (const entry of entries) this.#take(by, copy, entry)
    const { stepper, hash } = copy
    if (commit.hash !== hash)
      violated(
        "journals contiguous and hash-valid",
        `${copy.address}: the hash of the commit at ${copy.books.seq}`,
      )
    if (commit.record !== null) {
      const record = books.record(stepper, copy.books, hash)
      if (commit.record !== record)
        violated(
          "a snapshot equals the replay of its prefix",
          `${copy.address} at ${copy.books.seq}:\n  stored  ${commit.record}\n  replays ${record}`,
        )
      copy.record = record
    }
    this.#checkWake(copy, wakeAt)
  }

  #remember(copy: Copy): void {
    if (!this.#history.wanted) return
    const { books, hash, epoch, record, bodies, ids, owners } = copy
    const { length } = bodies
    const was = { books, hash, epoch, record, ids: new Set(ids), owners: new Map(owners) }
    this.#history.push(() => {
      this.lost += bodies.splice(length).length
      Object.assign(copy, was)
    })
  }

  #take(by: Machine, copy: Copy, { seq, id, body }: StoredEntry): void {
    const { address, stepper } = copy
    const entry = decodeEntry(body)
    const where = `${address} at ${seq} by ${by.id}`
    if (seq !== copy.books.seq + 1 || entry.seq !== seq || entry.id !== id)
      violated("journals contiguous and hash-valid", `${where}: it follows on ${copy.books.seq}`)
    if (entry.epoch !== copy.epoch || copy.owners.get(entry.epoch) !== by.id)
      violated(
        "one writer for an actor and epoch",
        `${where}: written in epoch ${entry.epoch}, but ${copy.owners.get(copy.epoch)} owns it in ${copy.epoch}`,
      )
    if (entry.id !== null && copy.ids.has(entry.id)) violated("an event taken once", `${where}: ${entry.id}`)
    this.#checkOutbox(copy, entry, where)
    this.#checkTimer(copy, entry, where)

    const before = copy.books
    const after = books.post(stepper, before, entry)
    const hash = rechained(copy.hash, body, stepper.text(after.snapshot))
    if (hash !== entry.hash) violated("journals contiguous and hash-valid", `${where}: the hash`)
    const { value } = before.snapshot
    if (entry.event !== null && !isEdge(kindOf(address), value, entry.event.type, after.snapshot.value))
      violated(
        "only edges of the chart",
        `${where}: ${entry.event.type} from ${JSON.stringify(value)} to ${JSON.stringify(after.snapshot.value)}`,
      )
    copy.books = after
    copy.hash = hash
    copy.bodies.push(body)
    if (entry.id !== null) copy.ids.add(entry.id)
    this.entries++
    this.#onStep({ copy, entry, before, after })
  }

  #checkOutbox({ books: { outbox } }: Copy, { settles, acked }: Entry, where: string): void {
    const settled = settles === null ? acked : [...acked, settles]
    const wrong = settled.find((key, n) => !outbox.has(key) || settled.indexOf(key) !== n)
    if (wrong !== undefined) violated("an effect settled once", `${where}: ${wrong} is owed no more`)
  }

  #checkTimer({ books: { timers } }: Copy, { fires, event, at }: Entry, where: string): void {
    if (fires === null) {
      if (event?.type.startsWith("xstate.after") === true)
        violated("no timer lost or fired twice", `${where}: ${event.type} comes from no timer`)
      return
    }
    const timer = timers.get(fires)
    if (timer === undefined)
      return violated("no timer lost or fired twice", `${where}: ${fires} is not armed`)
    if (timer.due > at)
      violated("no timer lost or fired twice", `${where}: ${fires} fires ${timer.due - at} ms too early`)
  }

  /** The store must have an actor woken in time for whatever it owes or has armed. */
  #checkWake({ address, books: now, bodies }: Copy, wakeAt: number | null): void {
    const due = books.firstDue(now)
    const { at } = decodeEntry(bodies.at(-1)!)
    const owed = now.outbox.size > 0 ? at + owedGrace : null
    const needed = Math.min(due ?? Number.POSITIVE_INFINITY, owed ?? Number.POSITIVE_INFINITY)
    if (needed < (wakeAt ?? Number.POSITIVE_INFINITY))
      violated(
        "no timer lost or fired twice",
        `${address} is due at ${needed}, the store wakes it at ${wakeAt}`,
      )
  }
}
