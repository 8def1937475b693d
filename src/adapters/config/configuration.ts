/** The configuration while Orrery runs: what may change then, and its changes. */
import { Context, Effect, Layer, Stream, SubscriptionRef } from "effect"
import { changesBetween } from "./changes.ts"
import type { Loaded } from "./load.ts"
import type { Live } from "./settings.ts"
import { asksToReload } from "./watch.ts"

/**
 * What may change without a restart: `budgets`, `catchUp`, `retention`, `channels`, `partners`, `templates`. Read `current` each time it is
 * needed, or follow `changes`, which begins with the current one.
 *
 * @example
 * const { current } = yield* Configuration
 * const { keepDays } = current().retention
 */
export class Configuration extends Context.Service<
  Configuration,
  { readonly current: () => Live; readonly changes: Stream.Stream<Live> }
>()("orrery/Configuration") {
  /** For a program that does not outlive its configuration, and for tests. */
  static readonly fixed = (live: Live): Layer.Layer<Configuration> =>
    Layer.succeed(Configuration, { current: () => live, changes: Stream.make(live) })

  /**
   * Read `again` on SIGHUP and when the file changes. A new configuration that is wrong is refused with all that is wrong
   * in the log, and the old one stays; keys that are fixed at the start are named and wait for the next one.
   */
  static readonly watched = (
    first: Loaded,
    again: Effect.Effect<Loaded, Refusal>,
  ): Layer.Layer<Configuration> =>
    Layer.effect(
      Configuration,
      Effect.gen(function* () {
        const live = yield* SubscriptionRef.make(first.live)
        // The one that was good last: what has been told is not told again.
        let last = first
        const reload = Effect.fnUntraced(
          function* (asked: boolean) {
            const next = yield* again
            if (next.file === null && last.file !== null)
              return yield* Effect.fail({ message: `${last.file.name} is gone.` })
            const { atOnce, atNextStart } = changesBetween(last, next, first)
            last = next
            if (atOnce.length > 0) yield* SubscriptionRef.set(live, next.live)
            const isRead = `${next.file?.name ?? "The environment"} is read again:`
            if (atOnce.length > 0) yield* Effect.logInfo(`${isRead} ${atOnce.join(", ")}`)
            if (atNextStart.length > 0)
              yield* Effect.logWarning(`${isRead} takes effect at the next start: ${atNextStart.join(", ")}`)
            if (asked && atOnce.length + atNextStart.length === 0)
              yield* Effect.logInfo(`${isRead} nothing has changed`)
          },
          Effect.catch(({ message }) =>
            Effect.logError(`The new configuration is refused, and the old one stays. ${message}`),
          ),
        )
        const asks = yield* asksToReload(first.file?.name ?? null)
        yield* asks.pipe(
          Stream.runForEach((why) => reload(why === "SIGHUP")),
          Effect.forkScoped,
        )
        return { current: () => SubscriptionRef.getUnsafe(live), changes: SubscriptionRef.changes(live) }
      }),
    )
}

/** Why it is not taken. */
interface Refusal {
  readonly message: string
}
