/** An actor's journal, entry by entry, with what each made the chart do. */
import { Effect } from "effect"
import type { AnyMachineSnapshot, EventObject } from "xstate"
import type { Address } from "../../machines/address.ts"
import { decodeEntry, decodeSnapshot, type Entry } from "../../actors/journal.ts"
import { inputOf, stepperOf } from "../../actors/steppers.ts"
import type { Store, StoredEntry, StoreUnavailable } from "../../actors/store.ts"
import { activePaths } from "./active-paths.ts"
import type { BrokenEntry, JournalEntry, JournalPage } from "./api.ts"
import { legible, type Words } from "./legible.ts"
import { tracerOf, type Tracer } from "./tracer.ts"

/** What an entry did can be told by replaying the journal up to it; beyond this many entries it is not. */
const replayed = 1000
/** Of one event, in characters. */
const eventBudget = 8 * 1024

/** Reads entries one after another, stepping the chart along as long as its state is known. */
export class Reader {
  readonly #tracer: Tracer
  readonly #machine: string
  readonly #words: Words
  #state: AnyMachineSnapshot | null

  constructor(address: Address, state: AnyMachineSnapshot | null, words: Words) {
    this.#tracer = tracerOf(address)
    this.#machine = stepperOf(address).machine
    this.#words = words
    this.#state = state
  }

  read({ seq, body }: StoredEntry): JournalEntry | BrokenEntry {
    try {
      const entry = decodeEntry(body)
      return { ...entry, event: legible(entry.event, this.#words, eventBudget), ...this.#step(entry) }
    } catch (error) {
      this.#state = null
      return { seq, trouble: String(error) }
    }
  }

  #step({ event, at, machine }: Entry): Pick<JournalEntry, "edges" | "active"> {
    if (machine !== this.#machine) this.#state = null
    if (this.#state === null) return { edges: null, active: null }
    if (event === null) return { edges: [], active: activePaths(this.#state.value) }
    try {
      const { after, edges } = this.#tracer(this.#state, { ...event, at } as EventObject)
      this.#state = after
      return { edges, active: activePaths(after.value) }
    } catch {
      this.#state = null
      return { edges: null, active: null }
    }
  }
}

/** The state before the first entry that the journal has; null when today's chart did not write it. */
const beginning = (address: Address, base: string | null, first: number): AnyMachineSnapshot | null => {
  const stepper = stepperOf(address)
  if (base === null) return first === 1 ? stepper.initial(inputOf(address)).snapshot : null
  const kept = decodeSnapshot(base)
  return kept.seq === first - 1 && kept.machine === stepper.machine ? stepper.restore(kept.state) : null
}

/** Entries from `from` on, at most `limit`, oldest first. */
export const history = (
  store: Store["Service"],
  address: Address,
  from: number,
  limit: number,
  words: Words,
): Effect.Effect<JournalPage, StoreUnavailable> =>
  Effect.gen(function* () {
    const replays = from + limit - 1 <= replayed
    const stored = yield* store.journal(address, replays ? 1 : from, replays ? from + limit - 1 : limit)
    const base = replays ? yield* store.base(address) : null
    const reader = new Reader(address, beginning(address, base, stored[0]?.seq ?? 0), words)
    return { entries: stored.map((entry) => reader.read(entry)).filter(({ seq }) => seq >= from) }
  })
