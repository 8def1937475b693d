/**
 * What an entry came to: the edges it took, how it changed the state, what it asked for. It is written beside an entry when a log
 * is exported, so that later code can be compared with the code of then in more than a hash.
 */
import { Schema } from "effect"
import type { AnyMachineSnapshot, EventObject } from "xstate"
import type { Books } from "../actors/books.ts"
import { OwedThen, Timer, type Entry, type Owed } from "../actors/journal.ts"
import type { Standing } from "../actors/replay.ts"
import { edgeIdOf } from "../machines/edges.ts"
import { patchOf, patched, type Operation } from "./patch.ts"
import { traced, type Taken } from "./trace.ts"

const Operations = Schema.Array(
  Schema.Union([
    Schema.Struct({ op: Schema.Literals(["add", "replace"]), path: Schema.String, value: Schema.Json }),
    Schema.Struct({ op: Schema.Literal("remove"), path: Schema.String }),
  ]),
)

/** What it asked of the world: `asks` and `arms` are new in outbox and timers, `cancels` and `disarms` are gone from them. */
const Wanted = Schema.Struct({
  asks: Schema.Array(OwedThen),
  arms: Schema.Array(Timer),
  cancels: Schema.Array(Schema.String),
  disarms: Schema.Array(Schema.String),
})
export type Wanted = Omit<typeof Wanted.Type, "asks"> & { readonly asks: ReadonlyArray<Owed> }

const Then = Schema.Struct({
  /** As in `data-edge` of `statecharts/<chart>.svg`, in the order in which they were taken. */
  edges: Schema.Array(Schema.String),
  /** From the state before to the state after. */
  patch: Operations,
  ...Wanted.fields,
})
export type Then = Omit<typeof Then.Type, "asks"> & Wanted

const decode = Schema.decodeUnknownSync(Schema.fromJsonString(Schema.Struct({ then: Then })))

/** @throws when the line does not read. */
export const read = (line: string): Then => decode(line).then as Then

const nothing: Wanted = { asks: [], arms: [], cancels: [], disarms: [] }

export const wanted = (
  before: Books,
  after: Books,
  { seq, settles, fires, acked }: Omit<Entry, "hash">,
): Wanted => {
  if (before.outbox === after.outbox && before.timers === after.timers) return nothing
  const prefix = `${seq}.`
  return {
    asks: [...after.outbox.values()].filter(({ key }) => key.startsWith(prefix)),
    arms: [...after.timers.values()].filter((timer) => before.timers.get(timer.id) !== timer) as never,
    cancels: [...before.outbox.keys()].filter(
      (key) => !after.outbox.has(key) && key !== settles && !acked.includes(key),
    ),
    disarms: [...before.timers.keys()].filter((id) => !after.timers.has(id) && id !== fires),
  }
}

const textOfNothing = JSON.stringify(nothing)

const textOf = (it: Wanted): string => (it === nothing ? textOfNothing : JSON.stringify(it))

export const asksTheSame = (line: string, now: Wanted): boolean => {
  const text = textOf(now)
  // Most lines end in these very words (see `written`), and need not be read.
  if (line.slice(-text.length, -1) === text.slice(1)) return true
  const { asks, arms, cancels, disarms } = read(line)
  return patchOf({ asks, arms, cancels, disarms } as never, now as never).length === 0
}

/**
 * The line that stands after an entry. A state that later code may begin with otherwise is written as a whole: the first of a
 * log, and the first of a version.
 */
export const written = (
  before: Standing,
  from: Standing,
  after: Books,
  entry: Omit<Entry, "hash">,
): string => {
  const { stepper, books } = from
  const edges = after.taken.flat().map(edgeIdOf)
  const isFirst = books.seq === 0 || before.stepper !== stepper
  const patch = exactly(isFirst ? null : stepper.keep(books.snapshot), stepper.keep(after.snapshot))
  const head = JSON.stringify({ edges, patch }).slice(0, -1)
  return `{"then":${head},${textOf(wanted(books, after, entry)).slice(1)}}`
}

export const edgesOf = (
  machine: string,
  before: AnyMachineSnapshot,
  { event, at }: Pick<Entry, "event" | "at">,
): ReadonlyArray<Taken> => (event === null ? [] : traced(machine, before, { ...event, at } as EventObject))

const json = (value: unknown) => JSON.parse(JSON.stringify(value)) as Schema.Json

/** A patch whose result has the very text that the hash is over. */
const exactly = (from: unknown, to: unknown): ReadonlyArray<Operation> => {
  const [was, is] = [json(from), json(to)]
  const patch = patchOf(was, is)
  return JSON.stringify(patched(was, patch)) === JSON.stringify(is)
    ? patch
    : [{ op: "replace", path: "", value: is }]
}
