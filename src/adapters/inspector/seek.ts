/** The next entry of a kind of event, forwards or backwards. Only the types are read, so that it goes quickly through long journals. */
import { Effect } from "effect"
import type { Address } from "../../machines/address.ts"
import type { Sought } from "./api.ts"
import type { Past, PastError } from "./past.ts"

/** Entries of one reading, and of one answer. */
const page = 500
const looked = 20_000

const typeOf = (body: string): string =>
  (JSON.parse(body) as { readonly event: { readonly type: string } | null }).event?.type ?? ""

export const seek = (
  past: Past,
  address: Address,
  event: string,
  from: number,
  backwards: boolean,
): Effect.Effect<Sought, PastError> =>
  Effect.gen(function* () {
    const first = yield* past.first(address)
    let at = from
    for (let read = 0; read < looked; read += page) {
      const start = backwards ? Math.max(first, at - page + 1) : at
      const limit = backwards ? at - start + 1 : page
      if (limit < 1) return { found: null, next: null }
      const entries = yield* past.entries(address, start, limit)
      const isIt = ({ body }: { readonly body: string }) => typeOf(body) === event
      const found = backwards ? entries.findLast(isIt) : entries.find(isIt)
      if (found !== undefined) return { found: found.seq, next: null }
      const ended = backwards ? start <= first : entries.length < limit
      if (ended) return { found: null, next: null }
      at = backwards ? start - 1 : start + limit
    }
    return { found: null, next: at }
  })
