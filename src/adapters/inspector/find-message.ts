/**
 * A message by its Discord id alone: which conversation heard it, or has it as an answer, and under which correlation id. Its id says
 * when it was written, so that of each journal only what was taken around then is read. Conversations in memory are looked at first.
 */
import { Effect } from "effect"
import { address, kindOf, type Address } from "../../machines/address.ts"
import { saidAt } from "../../machines/values.ts"
import { decodeEntry, type Entry } from "../../actors/journal.ts"
import type { Store } from "../../actors/store.ts"
import type { Past, PastError } from "./past.ts"
import { Problem } from "./problem.ts"
import { entryAt } from "./way.ts"

/** Conversations that are looked at, at most, and at once. */
const mostConversations = 5000
const page = 500
const sideBySide = 16
/** Entries around the time of a message that are read of each. */
const mostEntries = 2000
const entriesAtOnce = 500
/** Clocks differ, and a message that was missed is heard later: so much before and after it is looked for it, in ms. */
const [before, after] = [60_000, 20 * 60_000]

interface Found {
  readonly cause: string
  readonly from: Address
}

interface Sources {
  readonly past: Past
  readonly store: Store["Service"]
  readonly awake: Iterable<Address>
  readonly lastOf: (address: Address) => Effect.Effect<number, PastError>
}

/** Whether an entry is the hearing of a message, or an answer that became it. */
const isOf = ({ event }: Entry, id: string): boolean => {
  if (event === null) return false
  const { message, messages } = event as { readonly message?: unknown; readonly messages?: unknown }
  if (event.type === "MESSAGE") return (message as { readonly id?: unknown } | undefined)?.id === id
  return event.type === "ANSWERED" && Array.isArray(messages) && messages.includes(id)
}

const lookIn = ({ past, lastOf }: Sources, of: Address, id: string): Effect.Effect<Found | null, PastError> =>
  Effect.gen(function* () {
    const [time, mark] = [saidAt(id), `"${id}"`]
    const last = yield* lastOf(of)
    if (last === 0) return null
    let next = yield* entryAt(past, of, time - before, last)
    for (let read = 0; read < mostEntries && next <= last; read += entriesAtOnce) {
      const entries = yield* past.entries(of, next, entriesAtOnce)
      for (const { body } of entries) {
        if (!body.includes(mark)) continue
        const entry = decodeEntry(body)
        if (isOf(entry, id)) return { cause: entry.cause, from: of }
      }
      const final = entries.at(-1)
      if (final === undefined || decodeEntry(final.body).at > time + after) return null
      next = final.seq + 1
    }
    return null
  })

/** A journal that does not read holds up no other. */
const lookInAll = (sources: Sources, all: ReadonlyArray<Address>, id: string) =>
  Effect.map(
    Effect.forEach(all, (of) => Effect.orElseSucceed(lookIn(sources, of, id), () => null), {
      concurrency: sideBySide,
    }),
    (found) => found.find((one) => one !== null),
  )

/** `channel`: where it stands, if that is known. */
export const findMessage = (
  sources: Sources,
  id: string,
  channel: string | undefined,
): Effect.Effect<Found, PastError | Problem> =>
  Effect.gen(function* () {
    const nowhere = (where: string) =>
      new Problem({ status: 404, message: `No message ${id} was heard or said ${where}.` })
    if (channel !== undefined) {
      const there = yield* lookInAll(sources, [address("conversation", channel)], id)
      return there ?? (yield* nowhere(`in channel ${channel}, as far as its log goes`))
    }
    const awake = [...sources.awake].filter((of) => kindOf(of) === "conversation")
    const near = yield* lookInAll(sources, awake, id)
    if (near !== undefined) return near
    const known = new Set<Address>(awake)
    let last: Address | null = null
    for (let looked = 0; looked < mostConversations; looked += page) {
      const listed: ReadonlyArray<Address> = yield* sources.store.addresses("conversation", last, page)
      const found = yield* lookInAll(
        sources,
        listed.filter((of) => !known.has(of)),
        id,
      )
      if (found !== undefined) return found
      if (listed.length < page) return yield* nowhere("in any conversation")
      last = listed.at(-1)!
    }
    return yield* nowhere(
      `in the ${mostConversations} conversations that were looked at: paste the message's link, which names its channel`,
    )
  })
