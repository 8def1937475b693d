/** Where something of somebody is kept: in the store, in the archive. Nothing is taken over, nobody is woken. */
import { Effect, Option, Schema } from "effect"
import { Address } from "../../machines/address.ts"
import { Archive, type ArchiveFailed, type Segment } from "../keeping/archive.ts"
import { Store } from "../store.ts"

const isAddress = Schema.is(Address)
const page = 512

/** Pieces that were read, and the actors in which something was found; `elsewhere`: keys that are no actor's. */
export interface Looked {
  readonly looked: number
  readonly found: ReadonlyArray<Address>
  readonly elsewhere: ReadonlyArray<string>
}

/** Goes through all that the store holds. */
export const lookThrough = (holds: (text: string) => boolean) =>
  Effect.gen(function* () {
    const { looked, found } = yield* (yield* Store).search(holds)
    return {
      looked,
      found: found.filter(isAddress),
      elsewhere: found.filter((place) => !isAddress(place)),
    } satisfies Looked
  })

/** An archived log that is read, and its text. */
export interface Archived {
  readonly segment: Segment
  readonly text: string
  readonly remove: Effect.Effect<void, ArchiveFailed>
}

/** Goes through all archived logs, one at a time; where no archive is kept there are none. Says how many there were. */
export const eachArchived = <E, R>(see: (archived: Archived) => Effect.Effect<void, E, R>) =>
  Effect.gen(function* () {
    const archive = Option.getOrNull(yield* Effect.serviceOption(Archive))
    if (archive === null) return 0
    let looked = 0
    for (const address of yield* archive.addresses) {
      for (const segment of yield* archive.list(address)) {
        looked++
        yield* see({ segment, text: yield* archive.get(segment), remove: archive.remove(segment) })
      }
    }
    return looked
  })

/** All that is kept of an actor in the store, oldest first: the state its journal begins with, its journal, its newest state. */
export const eachKept = (address: Address, see: (kept: unknown) => void) =>
  Effect.gen(function* () {
    const store = yield* Store
    const base = yield* store.base(address)
    if (base !== null) see(JSON.parse(base))
    for (let from = 1; ;) {
      const entries = yield* store.journal(address, from, page)
      for (const { body } of entries) see(JSON.parse(body))
      if (entries.length < page) break
      from = entries.at(-1)!.seq + 1
      yield* Effect.yieldNow
    }
    const claim = yield* store.peek(address)
    if (claim !== null && claim.record !== null) see(JSON.parse(claim.record))
  })

/** The lines of an archived log. */
export const linesOf = ({ text }: Pick<Archived, "text">): ReadonlyArray<unknown> =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .map((line): unknown => JSON.parse(line))
