/** Why an entry does not replay: what it came to when it was recorded, and what it comes to today. */
import type { Schema } from "effect"
import type { EventObject, StateValue } from "xstate"
import * as books from "../actors/books.ts"
import type { Kept } from "../actors/covered.ts"
import { decodeEntry, rechained, type Entry, type JournalBroken } from "../actors/journal.ts"
import { toVersion, type Followed, type Standing } from "../actors/replay.ts"
import { lineageOf } from "../actors/steppers.ts"
import type { Address } from "../machines/address.ts"
import { Table } from "../machines/table.ts"
import type { RecordedEntry } from "./bundle.ts"
import { changesOf, type Change } from "./changes.ts"
import { goneOnward } from "./gone.ts"
import { flips, type Flip } from "./guards.ts"
import { patched } from "./patch.ts"
import type { Broken, Diverged, Trouble } from "./outcome.ts"
import { asksTheSame, edgesOf, read, wanted, type Then } from "./then.ts"
import { chartNamed, type Taken } from "./trace.ts"

type Json = Schema.Json

const json = (value: unknown) => JSON.parse(JSON.stringify(value)) as Json

/** What an entry came to, where the log says it and the hash confirms it. */
interface Past {
  readonly then: Then
  readonly state: Json
}

/** What a hash covers of a state that an entry came to. It is not restored: the chart of today may not have it any more. */
const covered = ({ stepper, books: { snapshot } }: Standing, { value, context }: Kept): string => {
  const fields = Object.entries(context as object).map(([name, field]) => [
    name,
    snapshot.context[name] instanceof Table ? Table.of(field) : field,
  ])
  return stepper.text({ ...snapshot, value: value as StateValue, context: Object.fromEntries(fields) })
}

/** Null: the log does not say. `"changed"`: what it says is not what the hash is over, or the entry is not. */
const pastOf = (from: Standing, entry: RecordedEntry, hash: string): Past | null | "changed" => {
  if (entry.then === null) return null
  try {
    const past = read(entry.then)
    const state = patched(json(from.stepper.keep(from.books.snapshot)), past.patch)
    return rechained(from.hash, entry.body, covered(from, state as never)) === hash
      ? { then: past, state }
      : "changed"
  } catch {
    return "changed"
  }
}

/** What today's chart does with it. */
interface Present {
  readonly after: books.Books | null
  readonly taken: ReadonlyArray<Taken>
  readonly broke: string | null
}

/** What a chart threw, and where. */
const thrown = (error: unknown): string => {
  const [, place] = /(src\/machines\/[^\s:]+:\d+)/.exec((error as Error).stack ?? "") ?? []
  return place === undefined ? String(error) : `${String(error)}, at ${place}`
}

const presentOf = (from: Standing, entry: Entry): Present => {
  try {
    const after = books.post(from.stepper, from.books, entry)
    return { after, taken: edgesOf(from.stepper.machine, from.books.snapshot, entry), broke: null }
  } catch (error) {
    return { after: null, taken: [], broke: thrown(error) }
  }
}

/** Why an actor cannot go on in a version that is known; null: it is not known. */
const strandedOf = (address: Address, standing: Standing, machine: string): string | null => {
  try {
    return goneOnward(address, standing, machine)
  } catch (error) {
    return thrown(error)
  }
}

/** `from` stands before the entry, where all was equal; `error` is what following it came to. */
export const diagnosed = (
  address: Address,
  standing: Standing,
  recorded: RecordedEntry,
  error: JournalBroken,
): Trouble => {
  const { line } = recorded
  const seq = standing.books.seq + 1
  const broken = (reason: string, at: number | null = line): Broken => ({
    type: "broken",
    seq,
    line: at,
    reason,
  })
  if (recorded.seq !== seq)
    return broken(
      `entry ${seq} is missing: after entry ${seq - 1} comes entry ${recorded.seq}, in line ${line}`,
      null,
    )
  let entry: Entry
  try {
    entry = decodeEntry(recorded.body)
  } catch (error) {
    return broken(`the entry does not read: ${String(error)}`)
  }
  let from: Standing
  try {
    from = toVersion(address, lineageOf(address), standing, entry.machine)
  } catch {
    const stranded = strandedOf(address, standing, entry.machine)
    return stranded === null
      ? { type: "unknown", seq, line, reason: error.reason }
      : divergence(
          standing,
          recorded,
          entry,
          null,
          { after: null, taken: [], broke: null },
          "chart",
          stranded,
        )
  }
  const past = pastOf(from, recorded, entry.hash)
  if (past === "changed")
    return broken("its hash is not that of what stands there: the file was changed after it was written")
  const present = presentOf(from, entry)
  const what = present.after === null ? "chart" : "state"
  const reason = present.broke ?? (past === null ? unsaid : "it leads elsewhere")
  return divergence(from, recorded, entry, past, present, what, reason)
}

const unsaid =
  "it leads elsewhere, or the file was changed: this log does not say what its entries came to. One that is exported today does"

/** What is wrong with an entry that leads to the same state: it asks for something else; null: nothing. */
export const asksOtherwise = (
  recorded: RecordedEntry,
  { entry, from, standing: after }: Followed,
): Trouble | null => {
  const { seq, line, then: past } = recorded
  if (past === null) return null
  let then: Then
  try {
    if (asksTheSame(past, wanted(from.books, after.books, entry))) return null
    then = read(past)
  } catch (error) {
    return { type: "broken", seq, line: line + 1, reason: `what it came to does not read: ${String(error)}` }
  }
  const state = json(from.stepper.keep(after.books.snapshot))
  const reason = "it leads to the same state, and asks for something else"
  return divergence(from, recorded, entry, { then, state }, presentOf(from, entry), "effects", reason)
}

const divergence = (
  from: Standing,
  { seq, line }: RecordedEntry,
  entry: Entry,
  past: Past | null,
  { after, taken }: Present,
  what: Diverged["what"],
  reason: string,
): Diverged => ({
  type: "diverged",
  seq,
  line,
  at: entry.at,
  event: entry.event as EventObject | null,
  what,
  certain: past !== null,
  reason,
  edges: { then: past?.then.edges ?? null, now: taken.map(({ edge }) => edge) },
  guards: past === null || after === null ? [] : flipsOf(from, past.then.edges, taken, after, entry),
  changes: after === null ? [] : changes(from, past, after, entry),
})

const flipsOf = (
  { stepper }: Standing,
  edges: ReadonlyArray<string>,
  taken: ReadonlyArray<Taken>,
  { snapshot }: books.Books,
  { event, at }: Entry,
): ReadonlyArray<Flip> => {
  const chart = chartNamed(stepper.machine)
  if (chart === undefined || event === null) return []
  try {
    return flips(chart, edges, taken, { snapshot, event: { ...event, at } as EventObject })
  } catch {
    // A guard that breaks on a state in which it was never asked says nothing.
    return []
  }
}

const changes = (
  from: Standing,
  past: Past | null,
  after: books.Books,
  entry: Entry,
): ReadonlyArray<Change> => {
  const before = json(from.stepper.keep(from.books.snapshot))
  const states = changesOf(past === null ? before : past.state, json(from.stepper.keep(after.snapshot)))
  if (past === null) return states
  const { asks, arms, cancels, disarms } = past.then
  return [
    ...states,
    ...changesOf(json({ asks, arms, cancels, disarms }), json(wanted(from.books, after, entry))),
  ]
}
