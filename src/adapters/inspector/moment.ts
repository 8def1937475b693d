/** An actor after one of its entries: as it was, what the entry did, and what differs from another moment. */
import { Effect } from "effect"
import type { Schema } from "effect"
import type { AnyMachineSnapshot, EventObject } from "xstate"
import type { Address } from "../../machines/address.ts"
import { decodeEntry } from "../../actors/journal.ts"
import type { Standing } from "../../actors/replay.ts"
import { toVersion } from "../../actors/replay.ts"
import { lineageOf } from "../../actors/steppers.ts"
import type { StoredEntry } from "../../actors/store.ts"
import { changesOf, type Change } from "../../replay/changes.ts"
import { traced } from "../../replay/trace.ts"
import { activePaths } from "./active-paths.ts"
import type { ChangeView, JournalEntry, Moment, PathHistory } from "./api.ts"
import { legible, type Words } from "./legible.ts"
import { booksView } from "./look.ts"
import type { Past } from "./past.ts"
import { Problem } from "./problem.ts"

/** In characters, of an event and of a value that changed. */
const eventBudget = 8 * 1024
const valueBudget = 4 * 1024
/** Changes that are told. */
const mostChanges = 200
/** Entries that are gone through to find who changed something, before somebody must ask on. */
const looked = 2000
const mostFound = 50

const keptOf = ({ stepper, books }: Standing): Schema.Json => {
  const { value, context } = stepper.keep(books.snapshot)
  // Through JSON, so that tables and what they hold are what a journal has of them.
  return JSON.parse(JSON.stringify({ state: value, context })) as Schema.Json
}

/** The last name of a path says whether what is there is somebody's words. */
const nameIn = (path: string): string => path.match(/([A-Za-z_][A-Za-z0-9_]*)(?:\[[^\]]*\])*$/)?.[1] ?? ""

export const changeView =
  (words: Words) =>
  ({ path, then, now }: Change): ChangeView => {
    const shown = (value: Schema.Json | undefined) => {
      if (value === undefined) return null
      // What is a state is nobody's words.
      const visible = path === "state" || path.startsWith("state.") ? "shown" : words
      return (legible({ [nameIn(path)]: value }, visible, valueBudget) as Record<string, never>)[
        nameIn(path)
      ]!
    }
    return { path, then: shown(then), now: shown(now), was: then !== undefined, is: now !== undefined }
  }

/** An entry, and what the chart that wrote it made of it. */
export const entryView = (
  address: Address,
  { seq, body }: StoredEntry,
  before: Standing | null,
  after: Standing | null,
  words: Words,
): JournalEntry => {
  const entry = decodeEntry(body)
  const { event, at, machine } = entry
  const view = { ...entry, seq, event: legible(event, words, eventBudget) }
  if (before === null || after === null) return { ...view, edges: null, active: null }
  const from = toVersion(address, lineageOf(address), before, machine)
  const edges =
    event === null
      ? []
      : traced(machine, from.books.snapshot, { ...event, at } as EventObject).map(({ edge }) => edge)
  return { ...view, edges, active: activePaths((after.books.snapshot as AnyMachineSnapshot).value) }
}

const tooFar = (address: Address, seq: number) =>
  new Problem({
    status: 404,
    message: `Nobody knows any more how ${address} was after entry ${seq}: neither journal nor archive goes back so far.`,
  })

export const momentOf = (past: Past, address: Address, seq: number, against: number, words: Words) =>
  Effect.gen(function* () {
    const after = yield* past.at(address, seq)
    if (after === null || after.books.seq !== seq) return yield* tooFar(address, seq)
    const before = seq === 0 ? null : yield* past.at(address, seq - 1)
    const other = against === seq - 1 ? before : against === seq ? after : yield* past.at(address, against)
    const [stored] = seq === 0 ? [] : yield* past.entries(address, seq, 1)
    const changes = other === null ? [] : changesOf(keptOf(other), keptOf(after))
    return {
      address,
      ...booksView(after, words),
      seq,
      hash: after.hash,
      entry: stored === undefined ? null : entryView(address, stored, before, after, words),
      against,
      changes: { total: changes.length, items: changes.slice(0, mostChanges).map(changeView(words)) },
    } satisfies Moment
  })

/** Whether a change at one path is a change of what is at the other. */
const touches = (changed: string, path: string): boolean =>
  changed === path || isInside(changed, path) || isInside(path, changed)

const isInside = (path: string, of: string): boolean =>
  path.startsWith(of) && (path[of.length] === "." || path[of.length] === "[")

/** Who changed what is at a path, the newest first, from before entry `before` on. */
export const pathHistory = (past: Past, address: Address, path: string, before: number, words: Words) =>
  Effect.gen(function* () {
    const first = yield* past.first(address)
    const from = Math.max(first, before - looked)
    const found: Array<PathHistory["found"][number]> = []
    let last: Standing | null = null
    let text = {} as Schema.Json
    yield* past.walk(address, from, before - 1, (stored, was, is) => {
      const then = was === last ? text : keptOf(was)
      text = keptOf(is)
      last = is
      const changes = changesOf(then, text).filter((change) => touches(change.path, path))
      if (changes.length === 0) return
      found.push({
        entry: entryView(address, stored, was, is, words),
        changes: changes.slice(0, mostChanges).map(changeView(words)),
      })
    })
    const newest = found.toReversed().slice(0, mostFound)
    const reached = found.length > mostFound ? newest.at(-1)!.entry.seq : from
    return { path, found: newest, next: reached > first ? reached : null } satisfies PathHistory
  })
