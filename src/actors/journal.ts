/**
 * The journal: every event an actor took, in order, each entry chained to the one before it by a hash over the previous
 * hash, the entry and the state after it. Whoever replays a log knows at each entry whether today's chart does the same.
 */
import { hash } from "node:crypto"
import { Schema } from "effect"
import type { EventObject } from "xstate"
import { Effect } from "../machines/effects.ts"
import type { Kept } from "./covered.ts"

/** One entry, as written. */
export interface Entry {
  readonly seq: number
  readonly at: number
  readonly event: EventObject | null
  readonly id: string | null
  readonly cause: string
  readonly epoch: number
  readonly machine: string
  readonly settles: string | null
  readonly fires: string | null
  readonly acked: ReadonlyArray<string>
  readonly hash: string
}

export const Entry = Schema.Struct({
  seq: Schema.Int,
  at: Schema.Number,
  /** Null for an entry that only takes `acked` out of the outbox. */
  event: Schema.NullOr(
    Schema.StructWithRest(Schema.Struct({ type: Schema.String }), [
      Schema.Record(Schema.String, Schema.Json),
    ]),
  ),
  id: Schema.NullOr(Schema.String),
  cause: Schema.String,
  epoch: Schema.Int,
  machine: Schema.String,
  /** The outbox entry whose outcome the event is. */
  settles: Schema.NullOr(Schema.String),
  /** The timer that the event is. */
  fires: Schema.NullOr(Schema.String),
  /** Outbox entries that were done without an event. */
  acked: Schema.Array(Schema.String),
  hash: Schema.String,
})
/** An effect that is owed. `key` is `<seq>.<n>`: the n-th effect of entry seq, whichever process performs it. */
export const Owed = Schema.Struct({ key: Schema.String, cause: Schema.String, effect: Effect })
export type Owed = typeof Owed.Type

/** What was owed in some version: what an effect holds today is in it once the actor has gone on in today's chart. */
export const OwedThen = Schema.Struct({
  ...Owed.fields,
  effect: Schema.StructWithRest(Schema.Struct({ type: Schema.String }), [
    Schema.Record(Schema.String, Schema.Json),
  ]),
})

/** A timer that is armed; `due` in ms since 1970. */
export const Timer = Schema.Struct({
  id: Schema.String,
  event: Schema.Json,
  cause: Schema.String,
  due: Schema.Number,
})
export interface Timer {
  readonly id: string
  readonly event: EventObject
  readonly cause: string
  readonly due: number
}

/** A snapshot record: the state after entry `seq`, whose hash it holds, and what is owed and armed then. A cache of the journal. */
export const Snapshot = Schema.Struct({
  seq: Schema.Int,
  hash: Schema.String,
  machine: Schema.String,
  state: Schema.Struct({ value: Schema.Json, context: Schema.Json }),
  outbox: Schema.Array(OwedThen),
  timers: Schema.Array(Timer),
})
export interface Snapshot {
  readonly seq: number
  readonly hash: string
  readonly machine: string
  readonly state: Kept
  readonly outbox: ReadonlyArray<Owed>
  readonly timers: ReadonlyArray<Timer>
}

/** The journal or the snapshot of an actor does not read. Stop: the actor cannot be woken until somebody looks. */
export class JournalBroken extends Schema.TaggedError<JournalBroken>()("JournalBroken", {
  address: Schema.String,
  seq: Schema.Int,
  reason: Schema.String,
}) {}

/** Chains an entry to the one before: its hash, and the JSON that is stored. */
export const chained = (
  previous: string,
  entry: Omit<Entry, "hash">,
  state: string,
): { hash: string; body: string } => {
  const text = JSON.stringify(entry)
  const hash = digest(previous, text, state)
  return { hash, body: `${text.slice(0, -1)}${mark}${hash}"}` }
}

/** The hash that a stored entry must carry, over its text as it is written, if it is to follow on `previous`. */
export const rechained = (previous: string, body: string, state: string): string =>
  digest(previous, `${body.slice(0, body.lastIndexOf(mark))}}`, state)

const mark = ',"hash":"'

const digest = (previous: string, text: string, state: string): string =>
  hash("sha256", `${previous}\n${text}\n${state}`, "base64url")

const decodeCarefully: (body: string) => Entry = Schema.decodeUnknownSync(Schema.fromJsonString(Entry))

/** Throws when it does not read. Replays spend their time here: what is well is seen at a glance, the rest is told why not. */
export const decodeEntry = (body: string): Entry => {
  let parsed: unknown
  try {
    parsed = JSON.parse(body)
  } catch {
    return decodeCarefully(body)
  }
  return isEntry(parsed) ? parsed : decodeCarefully(body)
}

const fields = Object.keys(Entry.fields).length
const isText = (value: unknown) => typeof value === "string"
const isTextOrNull = (value: unknown) => value === null || typeof value === "string"

const isEntry = (parsed: unknown): parsed is Entry => {
  if (typeof parsed !== "object" || parsed === null || Object.keys(parsed).length !== fields) return false
  const it = parsed as Readonly<Record<keyof Entry, unknown>>
  return (
    Number.isInteger(it.seq) &&
    typeof it.at === "number" &&
    (it.event === null ||
      (typeof it.event === "object" && isText((it.event as EventObject | undefined)?.type))) &&
    isTextOrNull(it.id) &&
    isText(it.cause) &&
    Number.isInteger(it.epoch) &&
    isText(it.machine) &&
    isTextOrNull(it.settles) &&
    isTextOrNull(it.fires) &&
    Array.isArray(it.acked) &&
    it.acked.every(isText) &&
    isText(it.hash)
  )
}

export const decodeSnapshot = Schema.decodeUnknownSync(Schema.fromJsonString(Snapshot)) as (
  record: string,
) => Snapshot
