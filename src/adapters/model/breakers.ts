/**
 * A circuit breaker for each model: one of which half the calls fail is left alone for a while, and asked once before it is
 * asked by all again. https://martinfowler.com/bliki/CircuitBreaker.html
 */
import { Clock, Context, Duration, Effect, Layer, Schedule } from "effect"
import { CircuitBreaker as Library } from "effect/persistence"
import type { OpenBreaker } from "../../actors/performing/model.ts"
import { CallFailed } from "./failure.ts"

/** Of the last 20 calls half failed, and there were at least 6: an answer is asked for up to 4 times. */
const tripPolicy = Library.rate({ threshold: 0.5, size: 20, minimumCalls: 6 })

/** 5 s, then twice as long each time that it still fails, up to 2 min. */
const openDuration = Schedule.min([Schedule.exponential("5 seconds"), Schedule.spaced("2 minutes")])

export interface Breakers {
  /** Makes the call, unless the model's breaker is open: then it fails at once, and need not be asked again. */
  readonly guard: <A, R>(
    model: string,
    call: Effect.Effect<A, CallFailed, R>,
  ) => Effect.Effect<A, CallFailed, R>
  /** Models that are left alone now. */
  readonly open: () => ReadonlyArray<OpenBreaker>
}

const none: Breakers = { guard: (_, call) => call, open: () => [] }

/** Without a layer there are none. */
export const Breakers = Context.Reference<Breakers>("orrery/adapters/model/Breakers", {
  defaultValue: () => none,
})

export const makeBreakers = Effect.gen(function* () {
  const breaker = yield* Library.make({ tripPolicy, openDuration, maxOpenDuration: "10 minutes" })
  const open = new Map<string, OpenBreaker>()
  const lately = new Map<string, string>()

  /** What people may know of it, after each call. */
  const note = (model: string) =>
    breaker.state(model).pipe(
      Effect.flatMap((state) =>
        Effect.map(Clock.currentTimeMillis, (now) => {
          if (state._tag !== "Open") return void open.delete(model)
          const since = open.get(model)?.since ?? now
          const until = now + Duration.toMillis(state.retryAfter)
          open.set(model, { model, since, until, why: lately.get(model) ?? "it failed too often" })
        }),
      ),
      Effect.ignore,
    )

  const breakers: Breakers = {
    guard: (model, call) =>
      call.pipe(
        Effect.tapError((failed) => Effect.sync(() => void lately.set(model, failed.reason))),
        (tried) =>
          breaker.execute(tried, {
            key: model,
            classify: (exit) => {
              if (exit._tag === "Success") return Library.success
              const failed = exit.cause.reasons.find((reason) => reason._tag === "Fail")?.error
              return failed === undefined || failed.blame === "request"
                ? Library.ignored
                : Library.failure({ retryAfter: failed.after })
            },
          }),
        Effect.ensuring(note(model)),
        Effect.catchTag("CircuitBreakerError", () =>
          Effect.fail(
            new CallFailed({
              reason: `${model} is left alone for a while: ${lately.get(model) ?? "it failed too often"}`,
              remedy: "retry",
              again: false,
              after: Duration.zero,
              blame: "service",
            }),
          ),
        ),
      ),
    open: () => [...open.values()],
  }
  return breakers
})

/** Breakers of this process. */
export const BreakersLayer = Layer.effect(Breakers, makeBreakers).pipe(
  Layer.provide(Library.layerStoreMemory()),
)
