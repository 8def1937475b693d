/**
 * Circuit breakers: what fails too often is left alone for a while, asked once, and then asked by all again. Each model, tool
 * server, server's webhooks and store has its own. https://martinfowler.com/bliki/CircuitBreaker.html
 */
import { Clock, Context, Duration, Effect, Layer, Metric, Schedule } from "effect"
import { CircuitBreaker as Library } from "effect/persistence"
import * as metrics from "./metrics.ts"
import type { Target } from "./target.ts"

/** What a breaker is for. `name` tells it from others of its sort, and is shown to operators: no secret. */
export interface Guarded {
  readonly what: Target
  readonly name: string
}

/** Something that is left alone. Times in ms since 1970. */
export interface OpenBreaker extends Guarded {
  readonly since: number
  /** It is asked again then. */
  readonly until: number
  /** What it failed with last. */
  readonly why: string
}

/** A failure that counts. `after`: the target asked not to be asked before that. */
export interface Blame {
  readonly why: string
  readonly after?: Duration.Duration
}

export interface Breakers {
  /**
   * Makes the call, unless the target is left alone: then it fails at once with what `refused` makes of why. `blames` tells which
   * failures are the target's, null for those that others would not have.
   */
  readonly guard: <A, E, R>(
    of: Guarded,
    call: Effect.Effect<A, E, R>,
    terms: { readonly blames: (error: E) => Blame | null; readonly refused: (why: string) => E },
  ) => Effect.Effect<A, E, R>
  /** What is left alone; `now` in ms since 1970. The longest first. */
  readonly open: (now: number) => ReadonlyArray<OpenBreaker>
}

const none: Breakers = { guard: (_, call) => call, open: () => [] }

/** Without a layer there are none. */
export const Breakers = Context.Reference<Breakers>("orrery/actors/Breakers", { defaultValue: () => none })

interface Policy {
  readonly tripPolicy: Library.TripPolicy
  readonly openDuration: Schedule.Schedule<unknown, number>
}

/** The first pause, then twice as long each time that it still fails. */
const pauses = (first: Duration.Input, longest: Duration.Input) =>
  Schedule.min([Schedule.exponential(first), Schedule.spaced(longest)])

/** Calls are repeated, so that a few failures in a row are one question; a store's are of all actors together. */
const policies: Readonly<Record<Target, Policy>> = {
  model: {
    tripPolicy: Library.rate({ threshold: 0.5, size: 20, minimumCalls: 6 }),
    openDuration: pauses("5 seconds", "2 minutes"),
  },
  tool: {
    tripPolicy: Library.rate({ threshold: 0.5, size: 10, minimumCalls: 4 }),
    openDuration: pauses("5 seconds", "2 minutes"),
  },
  webhook: {
    tripPolicy: Library.rate({ threshold: 0.5, size: 10, minimumCalls: 5 }),
    openDuration: pauses("5 seconds", "1 minute"),
  },
  store: { tripPolicy: Library.consecutive(5), openDuration: pauses("500 millis", "2 seconds") },
}

/** Targets that are watched at once, in this process: what is new then is called without a breaker. */
const most = 10_000
/** Who was not called for so long is not watched any more, and what of it was open is not known to be, in ms. */
const idle = 10 * 60_000

const keyOf = ({ what, name }: Guarded): string => `${what} ${name}`

export const makeBreakers = Effect.gen(function* () {
  const sorts = yield* Effect.all({
    model: Library.make({ ...policies.model, maxOpenDuration: "10 minutes" }),
    tool: Library.make({ ...policies.tool, maxOpenDuration: "10 minutes" }),
    webhook: Library.make({ ...policies.webhook, maxOpenDuration: "10 minutes" }),
    store: Library.make({ ...policies.store, maxOpenDuration: "10 seconds" }),
  })
  const open = new Map<string, OpenBreaker>()
  /** What each failed with last, or null, and when it was called; whoever was called last stands last. */
  const watched = new Map<string, { readonly at: number; readonly why: string | null }>()

  const watch = (key: string, at: number): boolean => {
    for (const [other, { at: before }] of watched) {
      if (at - before < idle) break
      watched.delete(other)
    }
    const known = watched.get(key)
    if (known === undefined && watched.size >= most) return false
    watched.delete(key)
    watched.set(key, { at, why: known?.why ?? null })
    return true
  }

  const whyOf = (key: string): string => watched.get(key)?.why ?? "it failed too often"

  /** What people may know of it, after each call. */
  const note = (of: Guarded) =>
    Effect.flatMap(Clock.currentTimeMillis, (now) =>
      sorts[of.what].state(keyOf(of)).pipe(
        Effect.map((state) => {
          const key = keyOf(of)
          if (state._tag === "Closed") return void open.delete(key)
          if (state._tag !== "Open") return
          const since = open.get(key)?.since ?? now
          open.set(key, { ...of, since, until: now + Duration.toMillis(state.retryAfter), why: whyOf(key) })
        }),
        Effect.ignore,
      ),
    )

  const breakers: Breakers = {
    guard: (of, call, { blames, refused }) =>
      Effect.flatMap(Clock.currentTimeMillis, (now) => {
        const key = keyOf(of)
        if (!watch(key, now)) return call
        return sorts[of.what]
          .execute(
            Effect.tapError(call, (error) =>
              Effect.sync(() => {
                const blame = blames(error)
                if (blame !== null) watched.set(key, { at: now, why: blame.why })
              }),
            ),
            {
              key,
              classify: (exit) => {
                if (exit._tag === "Success") return Library.success
                const failed = exit.cause.reasons.find((reason) => reason._tag === "Fail")
                const blame = failed === undefined ? null : blames(failed.error)
                return blame === null ? Library.ignored : Library.failure({ retryAfter: blame.after })
              },
            },
          )
          .pipe(
            Effect.ensuring(note(of)),
            Effect.catchIf(
              (error): error is Library.CircuitBreakerError => error instanceof Library.CircuitBreakerError,
              () =>
                Effect.andThen(Metric.update(metrics.refusals(of.what), 1), Effect.fail(refused(whyOf(key)))),
            ),
          ) as typeof call
      }),
    open: (now) => {
      for (const [key, { until }] of open) if (now - until > idle) open.delete(key)
      return [...open.values()].toSorted((a, b) => a.since - b.since)
    },
  }
  return breakers
})

/** Breakers of this process. */
export const BreakersLayer: Layer.Layer<never> = Layer.effect(Breakers, makeBreakers).pipe(
  Layer.provide(Library.layerStoreMemory({ idleTimeToLive: idle })),
)
