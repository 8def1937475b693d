/** Writes beside each entry what it comes to. Only what today's code replays can be told, so a log that diverges stays as it is. */
import { decodeEntry } from "../actors/journal.ts"
import { toVersion } from "../actors/replay.ts"
import { lineageOf } from "../actors/steppers.ts"
import type { Recorded, RecordedEntry } from "./bundle.ts"
import { replayed, type Replayed } from "./replay.ts"
import * as then from "./then.ts"

export interface Annotated {
  readonly log: Recorded
  readonly replay: Replayed
}

export const annotated = (log: Recorded): Annotated => {
  const entries: Array<RecordedEntry> = []
  const replay = replayed(log, (entry, before, after) => {
    const decoded = decodeEntry(entry.body)
    const from = toVersion(log.address, lineageOf(log.address), before, decoded.machine)
    entries.push({ ...entry, then: then.written(before, from, after.books, decoded) })
  })
  return { log: { ...log, entries: [...entries, ...log.entries.slice(entries.length)] }, replay }
}
