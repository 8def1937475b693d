/** An actor's journal, entry by entry, with what each made the chart do. */
import { Effect } from "effect"
import type { AnyMachineSnapshot, EventObject } from "xstate"
import type { Address } from "../../machines/address.ts"
import { decodeEntry } from "../../actors/journal.ts"
import { follow, type Standing } from "../../actors/replay.ts"
import { lineageOf, stepperOf } from "../../actors/steppers.ts"
import type { StoredEntry } from "../../actors/store.ts"
import { activePaths } from "./active-paths.ts"
import type { BrokenEntry, JournalEntry, JournalPage } from "./api.ts"
import { traced } from "../../replay/trace.ts"
import { legible, type Words } from "./legible.ts"
import { entryView } from "./moment.ts"
import type { Past, PastError } from "./past.ts"

/** What an entry did can be told by replaying what came before; of a page that is further from anything known, it is not. */
const farthest = 20_000
/** Of one event, in characters. */
const eventBudget = 8 * 1024

/** Reads entries just committed, stepping today's chart along. */
export class Reader {
  readonly #machine: string
  readonly #words: Words
  readonly #next: (before: AnyMachineSnapshot, event: EventObject) => AnyMachineSnapshot
  #state: AnyMachineSnapshot

  constructor(address: Address, state: AnyMachineSnapshot, words: Words) {
    const { machine, next } = stepperOf(address)
    this.#machine = machine
    this.#words = words
    this.#next = (before, event) => next(before, event).snapshot
    this.#state = state
  }

  read({ body }: StoredEntry): JournalEntry {
    const entry = decodeEntry(body)
    const { event, at } = entry
    const view = { ...entry, event: legible(event, this.#words, eventBudget) }
    if (event === null) return { ...view, edges: [], active: activePaths(this.#state.value) }
    const timed = { ...event, at } as EventObject
    const edges = traced(this.#machine, this.#state, timed).map(({ edge }) => edge)
    this.#state = this.#next(this.#state, timed)
    return { ...view, edges, active: activePaths(this.#state.value) }
  }
}

/** Entries from `from` on, at most `limit`, oldest first, wherever they lie. One that does not read is told, and those after it. */
export const history = (
  past: Past,
  address: Address,
  from: number,
  limit: number,
  words: Words,
): Effect.Effect<JournalPage, PastError> =>
  Effect.gen(function* () {
    const stored = yield* past.entries(address, from, limit)
    let before: Standing | null = yield* past
      .at(address, (stored[0]?.seq ?? from) - 1, farthest)
      .pipe(Effect.catchTag("JournalBroken", () => Effect.succeed(null)))
    const entries = stored.map((entry): JournalEntry | BrokenEntry => {
      const after = before === null ? null : followed(address, before, entry)
      try {
        return entryView(address, entry, before, after, words)
      } catch (error) {
        return { seq: entry.seq, trouble: String(error) }
      } finally {
        before = after
      }
    })
    return { entries }
  })

/** Null: it does not lead on. */
const followed = (address: Address, before: Standing, entry: StoredEntry): Standing | null => {
  try {
    return follow(address, lineageOf(address), before, entry)
  } catch {
    return null
  }
}
