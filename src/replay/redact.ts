/**
 * A log without what people and agents wrote. Other texts lead to other states, so the entries are chained anew by replaying
 * them; and the log is given out only when every entry takes the edges that it took before.
 */
import { Schema } from "effect"
import * as books from "../actors/books.ts"
import { chained, decodeEntry, rechained, Snapshot, type Entry } from "../actors/journal.ts"
import { begin, toVersion, type Standing } from "../actors/replay.ts"
import { inputOf, lineageOf } from "../actors/steppers.ts"
import { Address } from "../machines/address.ts"
import type { Bundle, Recorded, RecordedEntry } from "./bundle.ts"
import { Pseudonyms } from "./pseudonyms.ts"
import { replayed } from "./replay.ts"
import * as then from "./then.ts"

/** A decision hangs on a text, or the log does not replay. Export it without redaction, or report it. */
export class NotRedactable extends Schema.TaggedError<NotRedactable>()("NotRedactable", {
  message: Schema.String,
}) {}

/** @throws NotRedactable */
export const redacted = (bundle: Bundle): Bundle => {
  const names = new Pseudonyms()
  for (const { address, base, entries } of bundle) {
    names.meet(address)
    names.meet(base)
    for (const { body } of entries) names.meet(JSON.parse(body))
  }
  return bundle.map((log) => redactedLog(log, names))
}

const redactedLog = (log: Recorded, names: Pseudonyms): Recorded => {
  const address = Schema.decodeUnknownSync(Address)(names.ids(log.address))
  const lineage = lineageOf(address)
  const base = log.base === null ? null : redactedBase(log.base, names)
  let standing = begin(address, lineage, inputOf(address), base, log.entries[0])
  const entries: Array<RecordedEntry> = []
  const { trouble } = replayed(log, ({ body }, was) => {
    const entry = decodeEntry(body)
    const from = toVersion(address, lineage, standing, entry.machine)
    const { hash: _, ...shown } = { ...entry, ...anonymous(entry, names) }
    const after = books.post(from.stepper, from.books, shown)
    const edgesNow = then.edgesOf(from.stepper.machine, from.books.snapshot, shown)
    const before = toVersion(log.address, lineageOf(log.address), was, entry.machine)
    const edgesThen = then.edgesOf(before.stepper.machine, before.books.snapshot, entry)
    if (pathOf(edgesNow) !== pathOf(edgesThen))
      throw new NotRedactable({
        message: `entry ${entry.seq} of ${log.address} takes another way without its texts, so it cannot be redacted`,
      })
    const { hash, body: text } = chained(standing.hash, shown, from.stepper.text(after.snapshot))
    entries.push({
      seq: entry.seq,
      id: shown.id,
      body: text,
      line: 0,
      then: then.written(standing, from, after, shown),
    })
    standing = { stepper: from.stepper, books: after, hash } satisfies Standing
  })
  if (trouble !== null)
    throw new NotRedactable({
      message: `${log.address} does not replay at entry ${trouble.seq}, so it cannot be redacted: ${trouble.reason}`,
    })
  return { address, base, redacted: true, entries }
}

const pathOf = (taken: ReadonlyArray<{ readonly edge: string }>): string =>
  taken.map(({ edge }) => edge).join(" ")

const anonymous = ({ event, id, cause, settles, fires }: Entry, names: Pseudonyms) => ({
  event: names.value(event, "event") as Entry["event"],
  id: id === null ? null : names.ids(id),
  cause: names.ids(cause),
  settles,
  fires: fires === null ? null : names.ids(fires),
})

/** Its hash was over texts: it gets one of its own. */
const redactedBase = (base: Snapshot, names: Pseudonyms): Snapshot => {
  const { state, outbox, timers, ...rest } = base
  const shown = {
    ...rest,
    state: { value: state.value, context: names.value(state.context) },
    outbox: names.value(outbox),
    timers: names.value(timers),
  }
  return { ...shown, hash: rechained("", JSON.stringify({ ...shown, hash: "" }), "") } as Snapshot
}
