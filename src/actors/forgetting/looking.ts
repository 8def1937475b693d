/** Where something of somebody is kept: in the store, in the archive. Nothing is taken over, nobody is woken. */
import { Data, Effect, Option, Schema } from "effect"
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

/** An archived log does not read, now or ever: what is in it is not known. `message` names it. */
export class LogDamaged extends Data.TaggedError("LogDamaged")<{
  readonly segment: Segment
  readonly message: string
}> {}

/** An archived log: `text` is all of it, `lines` what its lines say. */
export interface Archived {
  readonly segment: Segment
  readonly text: Effect.Effect<string, LogDamaged>
  readonly lines: Effect.Effect<ReadonlyArray<unknown>, LogDamaged>
  readonly remove: Effect.Effect<void, ArchiveFailed>
}

const parsed = (segment: Segment, text: string) =>
  Effect.try({
    try: () =>
      text
        .split("\n")
        .filter((line) => line !== "")
        .map((line): unknown => JSON.parse(line)),
    catch: () => {
      const { address, from, to } = segment
      return new LogDamaged({
        segment,
        message: `the archived entries ${from} to ${to} of ${address} are no JSON lines`,
      })
    },
  })

const archivedIn = (archive: Archive["Service"], segment: Segment): Effect.Effect<Archived> =>
  Effect.gen(function* () {
    const text = yield* Effect.cached(
      Effect.mapError(archive.get(segment), ({ message }) => new LogDamaged({ segment, message })),
    )
    const lines = Effect.flatMap(text, (all) => parsed(segment, all))
    return { segment, text, lines, remove: archive.remove(segment) }
  })

/**
 * Goes through all archived logs, one at a time; where no archive is kept there are none. One that does not read holds up nothing,
 * and is told of: `looked` is how many there were, `damaged` are those of which it is not known what is in them.
 */
export const eachArchived = <E, R>(see: (archived: Archived) => Effect.Effect<void, E | LogDamaged, R>) =>
  Effect.gen(function* () {
    const archive = Option.getOrNull(yield* Effect.serviceOption(Archive))
    const damaged: Array<LogDamaged> = []
    if (archive === null) return { looked: 0, damaged }
    const isThere = ({ address, from, to }: Segment) =>
      Effect.map(archive.list(address), (all) => all.some((one) => one.from === from && one.to === to))
    let looked = 0
    for (const address of yield* archive.addresses) {
      for (const segment of yield* archive.list(address)) {
        looked++
        const trouble = yield* archivedIn(archive, segment).pipe(
          Effect.flatMap(see),
          Effect.as(null),
          Effect.catchIf(
            (error): error is LogDamaged => error instanceof LogDamaged,
            (error) => Effect.succeed(error),
          ),
        )
        // Somebody else who leaves at the same time may have taken it out.
        if (trouble !== null && (yield* isThere(segment))) damaged.push(trouble)
      }
    }
    return { looked, damaged }
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
