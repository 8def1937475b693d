/**
 * Wakes actors that owe something while they are not in memory: a timer that is due, an outbox whose owner died.
 * Every runner looks; waking twice does nothing, and a claim is fenced.
 */
import { Clock, Effect, Layer, Schedule } from "effect"
import type { Address } from "../machines/address.ts"
import { Mail } from "./mail.ts"
import { owedGrace } from "./ledger.ts"
import { Store } from "./store.ts"

const every = "1 second"
/** Woken in one look; the next look finds the rest. */
const most = 500
/** How long one that does not wake holds up the others. */
const patience = "5 seconds"

const named = (what: string) =>
  Effect.catchDefect((defect: unknown) => Effect.logError(`${what} broke`, defect))

export const SleepersLayer = Layer.effectDiscard(
  Effect.gen(function* () {
    const store = yield* Store
    const mail = yield* Mail
    /** Who is due and did not wake, the longest ago first. */
    const stuck = new Set<Address>()
    // Whoever cannot be woken now is due at the next look still.
    const wake = (address: Address) =>
      mail.wake(address).pipe(
        Effect.as(true),
        Effect.timeoutOrElse({ duration: patience, orElse: () => Effect.succeed(false) }),
        Effect.orElseSucceed(() => false),
        named(`waking ${address}`),
        Effect.map((woke) => {
          stuck.delete(address)
          if (woke !== true) stuck.add(address)
        }),
      )
    /** Those who did not wake come last: however many they are, they take nobody's place. */
    const inOrder = (due: ReadonlyArray<Address>): ReadonlyArray<Address> => {
      const all = new Set(due)
      for (const address of stuck) if (!all.has(address)) stuck.delete(address)
      return [...due.filter((address) => !stuck.has(address)), ...stuck].slice(0, most)
    }
    const look = (ahead: number) =>
      Effect.gen(function* () {
        const now = yield* Clock.currentTimeMillis
        const due = yield* store.due(now + ahead, most + stuck.size)
        yield* Effect.forEach(inOrder(due), wake, { concurrency: 64, discard: true })
      }).pipe(Effect.ignore, named("looking for who is due"))

    // Whatever a process before this one left owed is not waited for.
    yield* Effect.forkScoped(
      Effect.andThen(look(owedGrace + 1000), Effect.repeat(look(0), Schedule.spaced(every))),
    )
  }),
)
