/**
 * Group commit: what many actors commit in one tick shares a round trip to the store, and while that is under way the
 * next group gathers (DeWitt et al., "Implementation techniques for main memory database systems", 1984).
 *
 * While the store is unavailable the group is tried again for as long as the runtime lives: nothing was acknowledged yet.
 */
import { Cause, Context, Effect, Fiber, Layer, Schedule, type Scope } from "effect"
import { Store, type Commit, type CommitResult, type StoreUnavailable } from "./store.ts"

export class Committer extends Context.Service<
  Committer,
  {
    /** Rejects when the runtime stops, or the store breaks: nobody knows then what was written. */
    readonly commit: (commit: Commit) => Promise<CommitResult>
    /** When the store went away, in ms since 1970; null while it answers. */
    readonly awaySince: () => number | null
  }
>()("orrery/actors/Committer") {
  static readonly layer: Layer.Layer<Committer, never, Store> = Layer.effect(
    Committer,
    Effect.gen(function* () {
      return yield* make(yield* Store)
    }),
  )
}

interface Waiting {
  readonly commit: Commit
  readonly resolve: (result: CommitResult) => void
  readonly reject: (reason: unknown) => void
}

const runtimeStopped = () => new Error("the runtime stopped")

const make = (store: Store["Service"]): Effect.Effect<Committer["Service"], never, Scope.Scope> =>
  Effect.gen(function* () {
    const services = yield* Effect.context<never>()
    const run = Effect.runForkWith(services)
    const gathering: Array<Waiting> = []
    const underWay = new Set<Fiber.Fiber<ReadonlyArray<CommitResult>, StoreUnavailable>>()
    /** The group goes when this tick ends, or when it is full. */
    let ending = false
    let stopped = false
    let away: number | null = null

    const patiently = (batch: ReadonlyArray<Commit>) =>
      store.commit(batch).pipe(
        Effect.tapError((error) => {
          if (away !== null) return Effect.void
          return Effect.clockWith((clock) => {
            away = clock.currentTimeMillisUnsafe()
            return Effect.logWarning(
              `${error.message} Nothing is acknowledged until it is back; trying again.`,
            )
          })
        }),
        Effect.retry(Schedule.min([Schedule.exponential("50 millis"), Schedule.spaced("1 second")])),
        Effect.tap(() => {
          if (away === null) return Effect.void
          away = null
          return Effect.logInfo(`the store is back: ${store.label}`)
        }),
        Effect.tapDefect((defect) => Effect.logError("the store broke on a commit", defect)),
      )

    /** Sends a group. An actor has one commit under way at the most, so groups side by side have none in common. */
    const send = (group: ReadonlyArray<Waiting>) => {
      const flight = run(patiently(group.map(({ commit }) => commit)))
      underWay.add(flight)
      flight.addObserver((exit) => {
        underWay.delete(flight)
        if (exit._tag === "Success") group.forEach(({ resolve }, n) => resolve(exit.value[n]!))
        else group.forEach(({ reject }) => reject(stopped ? runtimeStopped() : Cause.squash(exit.cause)))
        if (!stopped) flush()
      })
    }

    const flush = () => {
      ending = false
      while (gathering.length > 0 && underWay.size < store.sideBySide)
        send(gathering.splice(0, store.groupSize))
    }

    yield* Effect.addFinalizer(() =>
      Effect.suspend(() => {
        stopped = true
        for (const { reject } of gathering.splice(0)) reject(runtimeStopped())
        return Fiber.interruptAll(underWay)
      }),
    )

    return {
      awaySince: () => away,
      commit: (commit) =>
        new Promise((resolve, reject) => {
          if (stopped) return reject(runtimeStopped())
          gathering.push({ commit, resolve, reject })
          if (gathering.length >= store.groupSize) return flush()
          if (ending) return
          ending = true
          setImmediate(flush)
        }),
    }
  })
