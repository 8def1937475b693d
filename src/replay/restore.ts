/**
 * Recorded logs into a store that does not have their actors: to be looked at, travelled in and gone on from. Nobody is woken by
 * it: what an actor owed when it was recorded is not done again until something is told to it.
 */
import { Effect, Schema } from "effect"
import * as books from "../actors/books.ts"
import { decodeEntry } from "../actors/journal.ts"
import { Store, type Commit } from "../actors/store.ts"
import type { Bundle, Recorded } from "./bundle.ts"
import { gapInWords, missing } from "./cut.ts"
import { replayed } from "./replay.ts"

/** It cannot be taken in as it is, and nothing was. Fix the input, or choose another store. */
export class NotRestorable extends Schema.TaggedError<NotRestorable>()("NotRestorable", {
  message: Schema.String,
}) {}

/** Entries of one commit. */
const page = 1000

/** Why a log is not taken in; null: it is. */
const faultOf = (log: Recorded): string | null => {
  const { address, base, entries } = log
  if (base !== null || entries[0]?.seq !== 1)
    return `the log of ${address} does not begin with the actor: export it where its beginning is still there`
  const { trouble } = replayed(log)
  return trouble === null ? null : `${address} does not replay at entry ${trouble.seq}: ${trouble.reason}`
}

const commitsOf = (log: Recorded, epoch: number): ReadonlyArray<Commit> => {
  const { address, entries } = log
  const { stepper, books: now, hash } = replayed(log).standing!
  const record = books.record(stepper, now, hash)
  return Array.from({ length: Math.ceil(entries.length / page) }, (_, n) => {
    const some = entries.slice(n * page, (n + 1) * page)
    const isLast = (n + 1) * page >= entries.length
    return {
      address,
      epoch,
      expectedSeq: n * page,
      expectedHash: n === 0 ? "" : decodeEntry(entries[n * page - 1]!.body).hash,
      entries: some.map(({ seq, id, body }) => ({ seq, id, body })),
      hash: decodeEntry(some.at(-1)!.body).hash,
      record: isLast ? record : null,
      wakeAt: null,
    }
  })
}

/** Takes all logs in, or says why none. */
export const restored = (bundle: Bundle) =>
  Effect.gen(function* () {
    const store = yield* Store
    const fail = (message: string) => new NotRestorable({ message })
    const [gap] = missing(bundle)
    if (gap !== undefined) return yield* fail(`it is ${gapInWords(gap)}`)
    for (const log of bundle) {
      const fault = faultOf(log)
      if (fault !== null) return yield* fail(fault)
      if ((yield* store.peek(log.address)) !== null)
        return yield* fail(`${store.label} has ${log.address} already: take an empty store`)
    }
    for (const log of bundle) {
      const { epoch } = yield* store.claim(log.address)
      for (const commit of commitsOf(log, epoch)) {
        const [result] = yield* store.commit([commit])
        if (result?._tag !== "Committed")
          return yield* fail(
            `${log.address} was taken over meanwhile: stop the Orrery that runs on ${store.label}`,
          )
      }
    }
  })
