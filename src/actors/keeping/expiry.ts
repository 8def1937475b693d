/** How long the archive keeps what it has: a log goes when the youngest of its entries is too old. */
import { Effect, Schema } from "effect"
import { Archive, type Segment } from "./archive.ts"
import { read } from "./log.ts"
import type { Retention } from "./retention.ts"

const day = 24 * 60 * 60_000

const Dated = Schema.Struct({ at: Schema.Number })
const decodeDate = Schema.decodeUnknownSync(Schema.fromJsonString(Dated))

/** When the youngest entry of a log was written, in ms since 1970; one that does not read is kept, and said to be new. */
const youngest = (text: string): number => {
  try {
    return decodeDate(read(text).entries.at(-1)?.body ?? "").at
  } catch {
    return Number.POSITIVE_INFINITY
  }
}

/** Removes what is too old. Of each actor the oldest logs are read, until one is young enough. How many went. */
export const expire = ({ archiveDays }: Retention, now: number) =>
  Effect.gen(function* () {
    if (archiveDays === null) return 0
    const archive = yield* Archive
    const limit = now - archiveDays * day
    const isOld = (segment: Segment) => Effect.map(archive.get(segment), (text) => youngest(text) < limit)
    let removed = 0
    for (const address of yield* archive.addresses) {
      for (const segment of yield* archive.list(address)) {
        if (!(yield* isOld(segment))) break
        yield* archive.remove(segment)
        removed++
      }
    }
    return removed
  })
