/**
 * What a provider lets us ask in a minute: requests, and tokens of questions and answers together. A call takes what it is thought
 * to need before it is made, waits until it is its turn, and puts it right when it is known what it took. Shared over runners
 * where they share a Redis. https://platform.openai.com/docs/guides/rate-limits
 */
import { Clock, Context, Duration, Effect, Layer, Metric } from "effect"
import { RateLimiter } from "effect/persistence"
import type { Limit } from "../../actors/performing/model-terms.ts"
import type { Limited } from "../../actors/performing/model.ts"
import type { Usage } from "../../machines/values.ts"
import * as metrics from "../../actors/resilience/metrics.ts"
import { CallFailed } from "./failure.ts"

/** Whoever would wait longer fails at once: a person waits, and another model may be free. */
const longest = Duration.seconds(20)

export interface Limits {
  /** Makes the call when the model's limits let it. `estimate`: tokens that it will take; asked for only where they are counted. */
  readonly within: <A extends { readonly usage: Usage }, R>(
    on: { readonly host: string; readonly model: string; readonly limit: Limit | null },
    estimate: () => number,
    call: Effect.Effect<A, CallFailed, R>,
    waited: (ms: number) => void,
  ) => Effect.Effect<A, CallFailed, R>
  readonly limited: () => ReadonlyArray<Limited>
}

const none: Limits = { within: (_on, _estimate, call) => call, limited: () => [] }

/** Without a layer nothing is limited. */
export const Limits = Context.Reference<Limits>("orrery/adapters/model/Limits", { defaultValue: () => none })

const count = (n: number): string => n.toLocaleString("en")

const many = (n: number, of: string): string => `${count(n)} ${of}${n === 1 ? "" : "s"}`

export const inWords = ({ requests, tokens }: Limit): string =>
  [
    ...(requests === null ? [] : [many(requests, "request")]),
    ...(tokens === null ? [] : [many(tokens, "token")]),
  ].join(" and ") + " a minute"

const tooLong = (model: string, limit: Limit, wait: Duration.Duration) =>
  new CallFailed({
    kind: "limit",
    reason: `${model} would have to wait ${Duration.format(Duration.seconds(Math.ceil(Duration.toSeconds(wait))))} for its limit of ${inWords(limit)}`,
    remedy: "retry",
    again: false,
    after: Duration.zero,
    blame: "request",
  })

const neverFits = (model: string, limit: Limit, needed: number) =>
  new CallFailed({
    kind: "limit",
    reason: `${model} would need ${count(needed)} tokens for this, and its limit is ${inWords(limit)}`,
    remedy: "fix",
    again: false,
    after: Duration.zero,
    blame: "request",
  })

export const makeLimits = Effect.gen(function* () {
  const limiter = yield* RateLimiter.make
  const waiting = new Map<string, { limit: Limit; calls: number }>()

  /** How long to wait for so many of them; negative gives back. While the store is away nothing is limited. */
  const take = (key: string, limit: number, tokens: number): Effect.Effect<Duration.Duration> =>
    limiter
      .consume({ key, limit, tokens, window: "1 minute", algorithm: "token-bucket", onExceeded: "delay" })
      .pipe(
        Effect.map(({ delay }) => delay),
        Effect.catch(() => Effect.succeed(Duration.zero)),
      )

  const wait = (model: string, limit: Limit, delay: Duration.Duration) =>
    Effect.acquireUseRelease(
      Effect.sync(() => {
        const queue = waiting.get(model) ?? { limit, calls: 0 }
        queue.calls++
        waiting.set(model, queue)
        return queue
      }),
      () => Effect.sleep(delay),
      (queue) =>
        Effect.sync(() => {
          if (--queue.calls === 0) waiting.delete(model)
        }),
    )

  const limits: Limits = {
    within: ({ host, model, limit }, estimate, call, waited) =>
      Effect.gen(function* () {
        if (limit === null || (limit.requests === null && limit.tokens === null)) return yield* call
        const { requests, tokens } = limit
        // The braces keep the keys of one model in one slot of a Redis Cluster.
        const name = `{${host}/${model}}`
        const needed = tokens === null ? 0 : Math.ceil(estimate())
        if (tokens !== null && needed > tokens) return yield* neverFits(model, limit, needed)
        const takeBoth = (ofRequests: number, ofTokens: number) =>
          Effect.map(
            Effect.all(
              [
                requests === null || ofRequests === 0
                  ? Effect.succeed(Duration.zero)
                  : take(`${name}:requests`, requests, ofRequests),
                tokens === null || ofTokens === 0
                  ? Effect.succeed(Duration.zero)
                  : take(`${name}:tokens`, tokens, ofTokens),
              ],
              { concurrency: "unbounded" },
            ),
            ([forRequests, forTokens]) => Duration.max(forRequests, forTokens),
          )
        const delay = yield* takeBoth(1, needed)
        if (Duration.isGreaterThan(delay, longest)) {
          yield* takeBoth(-1, -needed)
          return yield* tooLong(model, limit, delay)
        }
        if (Duration.toMillis(delay) > 0) {
          const asked = yield* Clock.currentTimeMillis
          yield* wait(model, limit, delay).pipe(Effect.onInterrupt(() => takeBoth(-1, -needed)))
          waited((yield* Clock.currentTimeMillis) - asked)
        }
        yield* Metric.update(metrics.limitWait, Duration.toSeconds(delay))
        return yield* call.pipe(
          Effect.tap(({ usage }) => takeBoth(0, usage.input + usage.output - needed)),
          Effect.tapError(() => takeBoth(0, -needed)),
        )
      }),
    limited: () =>
      [...waiting].map(([model, { limit, calls }]) => ({ model, waiting: calls, limit: inWords(limit) })),
  }
  return limits
})

/** Needs where what was taken is kept, for several runners: in their Redis. */
export const LimitsLayer: Layer.Layer<never, never, RateLimiter.RateLimiterStore> = Layer.effect(
  Limits,
  makeLimits,
)

/** For a runner alone. */
export const LimitsMemoryLayer: Layer.Layer<never> = LimitsLayer.pipe(
  Layer.provide(RateLimiter.layerStoreMemory),
)
