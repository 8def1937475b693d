/**
 * Retries with a budget: at most a fifth of the calls of a minute are made again, and ten of them at any rate. When many calls fail
 * at once, repeating all of them is what keeps a service down. https://sre.google/sre-book/handling-overload/ and the RetryBudget
 * of https://twitter.github.io/finagle/guide/Clients.html#retries
 */
import { Clock, Context, Effect, Layer, Metric, Schedule } from "effect"
import type { Guarded } from "./breakers.ts"
import * as metrics from "./metrics.ts"

/** Of the calls of the window. */
const share = 0.2
/** In each window, however few calls there are. */
const atLeast = 10
/** In ms; it moves on a slot at a time. */
const slot = 10_000
const slots = 6
/** Targets that have a budget at once, in this process; the one that was called longest ago begins anew. */
const most = 10_000

interface Slot {
  readonly at: number
  calls: number
  retries: number
}

/** Of one target. Times in ms. */
export class RetryBudget {
  #slots: ReadonlyArray<Slot> = []

  #now(now: number): Slot {
    const at = Math.floor(now / slot)
    const last = this.#slots.at(-1)
    if (last?.at === at) return last
    const fresh = { at, calls: 0, retries: 0 }
    this.#slots = [...this.#slots.filter((it) => at - it.at < slots), fresh]
    return fresh
  }

  called(now: number): void {
    this.#now(now).calls++
  }

  /** Takes one retry out of the budget, if there is one. */
  take(now: number): boolean {
    const current = this.#now(now)
    const sum = (of: "calls" | "retries") => this.#slots.reduce((total, it) => total + it[of], 0)
    if (sum("retries") >= Math.max(atLeast, Math.floor(sum("calls") * share))) return false
    current.retries++
    return true
  }
}

export interface Retries {
  /** A target is called for the first time in a question. */
  readonly called: (of: Guarded) => Effect.Effect<void>
  /** Whether it may be called again. */
  readonly allows: (of: Guarded) => Effect.Effect<boolean>
}

const boundless: Retries = { called: () => Effect.void, allows: () => Effect.succeed(true) }

/** Without a layer there is no bound. */
export const Retries = Context.Reference<Retries>("orrery/actors/Retries", {
  defaultValue: () => boundless,
})

export const makeRetries = (): Retries => {
  const budgets = new Map<string, RetryBudget>()
  const budgetOf = ({ what, name }: Guarded): RetryBudget => {
    const key = `${what} ${name}`
    const budget = budgets.get(key) ?? new RetryBudget()
    budgets.delete(key)
    budgets.set(key, budget)
    if (budgets.size > most) budgets.delete(budgets.keys().next().value!)
    return budget
  }
  return {
    called: (of) => Effect.map(Clock.currentTimeMillis, (now) => budgetOf(of).called(now)),
    allows: (of) =>
      Effect.gen(function* () {
        const may = budgetOf(of).take(yield* Clock.currentTimeMillis)
        yield* Metric.update(metrics.retries(of.what, may ? "made" : "refused"), 1)
        return may
      }),
  }
}

export const RetriesLayer: Layer.Layer<never> = Layer.sync(Retries, makeRetries)

/** Repeats a call as the schedule says, for as long as the target's budget lasts; `spent` says of an error that it did not. */
export const retrying =
  <E, O>(retries: Retries, of: Guarded, schedule: Schedule.Schedule<O, E>, spent: (error: E) => E) =>
  <A, R>(call: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.suspend(() => {
      let refused = false
      const allowed = Effect.tap(retries.allows(of), (may) => Effect.sync(() => void (refused = !may)))
      return Effect.andThen(
        retries.called(of),
        call.pipe(
          Effect.retry(Schedule.while(schedule, () => allowed)),
          Effect.mapError((error) => (refused ? spent(error) : error)),
        ),
      )
    })
