/**
 * Wakes actors that owe something while they are not in memory: a timer that is due, an outbox whose owner died.
 * Every runner looks; waking twice does nothing, and a claim is fenced.
 */
import { Clock, Effect, Layer, Schedule } from "effect"
import { Mail } from "./mail.ts"
import { owedGrace } from "./ledger.ts"
import { Store } from "./store.ts"

const every = "1 second"
const most = 500

export const SleepersLayer = Layer.effectDiscard(
  Effect.gen(function* () {
    const store = yield* Store
    const mail = yield* Mail
    const wakeDue = (ahead: number) =>
      Effect.gen(function* () {
        const now = yield* Clock.currentTimeMillis
        const due = yield* store.due(now + ahead, most)
        yield* Effect.forEach(due, (address) => Effect.ignore(mail.wake(address)), {
          concurrency: 16,
          discard: true,
        })
      }).pipe(Effect.catchTag("StoreUnavailable", () => Effect.void))

    // Whatever a process before this one left owed is not waited for.
    yield* Effect.forkScoped(
      Effect.andThen(wakeDue(owedGrace + 1000), Effect.repeat(wakeDue(0), Schedule.spaced(every))),
    )
  }),
)
