/**
 * Keeps journals from growing for ever: now and then each runner goes through its actors and trims what the retention says.
 * It works one actor at a time, and never keeps a message waiting for long.
 */
import { Clock, Effect, Layer, Option, Schedule, Stream } from "effect"
import { kinds, type Address } from "../../machines/address.ts"
import { Archive } from "./archive.ts"
import { expire } from "./expiry.ts"
import { makeOwnership } from "../ownership.ts"
import type { Retention } from "./retention.ts"
import { Store } from "../store.ts"
import { trim, type TrimError } from "./trimming.ts"

const page = 500

const addresses = (store: Store["Service"]) =>
  Stream.fromIterable(kinds).pipe(
    Stream.flatMap((kind) =>
      Stream.paginate(null as Address | null, (after) =>
        Effect.map(
          store.addresses(kind, after, page),
          (found) => [found, found.length < page ? Option.none() : Option.some(found.at(-1)!)] as const,
        ),
      ),
    ),
  )

const told = (address: Address, error: TrimError) =>
  error._tag === "JournalBroken"
    ? Effect.logError(
        `${address} is not trimmed: its journal does not replay at ${error.seq}: ${error.reason}`,
      )
    : Effect.fail(error)

/** Trims all that is this runner's, and says what it did. A store or an archive that fails ends it until the next time. */
export const sweep = (policy: Retention, isOurs: (address: Address) => boolean) =>
  Effect.gen(function* () {
    const store = yield* Store
    const sum = { actors: 0, entries: 0, archived: 0 }
    yield* addresses(store).pipe(
      Stream.filter(isOurs),
      Stream.runForEach((address) =>
        Effect.gen(function* () {
          for (let isFirst = true; ; isFirst = false) {
            const now = yield* Clock.currentTimeMillis
            const done = yield* trim(address, policy, now).pipe(
              Effect.catch((error) => Effect.as(told(address, error), { entries: 0, archived: 0 })),
            )
            if (done.entries === 0) return
            if (isFirst) sum.actors++
            sum.entries += done.entries
            sum.archived += done.archived
          }
        }),
      ),
    )
    return sum
  })

/** The archive is read for it, so it is looked once a day. */
const expiring = () => {
  let next = Number.NEGATIVE_INFINITY
  return (policy: Retention) =>
    Effect.gen(function* () {
      const now = yield* Clock.currentTimeMillis
      if (now < next) return 0
      next = now + 24 * 60 * 60_000
      return yield* expire(policy, now)
    })
}

/** Sweeps now and then, for ever. The policy is asked for each time: it may have changed. */
export const archivist = (
  retention: Effect.Effect<Retention>,
  isOurs: (address: Address) => boolean,
  expireDaily = expiring(),
) =>
  Effect.gen(function* () {
    const policy = yield* retention
    yield* Effect.sleep(policy.sweepEvery)
    const { actors, entries } = yield* sweep(policy, isOurs)
    const gone = yield* expireDaily(policy)
    if (gone > 0)
      yield* Effect.logInfo(
        `${gone} archived logs that were older than ${policy.archiveDays} days are deleted`,
      )
    if (entries === 0) return
    const where = policy.archive ? `archived in ${(yield* Archive).label}` : "deleted"
    yield* Effect.logInfo(`${entries} journal entries of ${actors} actors ${where}`)
  }).pipe(
    Effect.catch(({ message }) => Effect.logWarning(`Journals are not trimmed now: ${message}`)),
    Effect.catchDefect((defect) => Effect.logError("trimming broke", defect)),
    Effect.repeat(Schedule.forever),
  )

export const ArchivistLayer = (retention: Effect.Effect<Retention>) =>
  Layer.effectDiscard(
    Effect.flatMap(makeOwnership, ({ isOurs }) => Effect.forkScoped(archivist(retention, isOurs))),
  )
