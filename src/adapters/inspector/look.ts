/** Looks at an actor as the store has it, without waking it or taking it over. */
import { Clock, Effect, Result } from "effect"
import type { Address } from "../../machines/address.ts"
import type { Seen } from "../../actors/host.ts"
import { JournalBroken } from "../../actors/journal.ts"
import type { Ledger } from "../../actors/ledger.ts"
import type { Standing } from "../../actors/replay.ts"
import { ledgerOf, stepperOf } from "../../actors/steppers.ts"
import type { Claim, Store, StoreUnavailable } from "../../actors/store.ts"
import { activePaths } from "./active-paths.ts"
import type { ActorSummary, ActorView, BooksView, InMemory, Listed } from "./api.ts"
import { legalIn } from "./legal.ts"
import { legible, type Words } from "./legible.ts"
import { pathOf } from "../../machines/edges.ts"
import type { Past } from "./past.ts"
import { placeOf } from "./place.ts"
import { Problem } from "./problem.ts"
import { holds, longStays } from "./stuck.ts"

export const neverCommitted = (address: Address) =>
  new Problem({ status: 404, message: `There is no ${address}: nothing was ever committed for it.` })

const recovered = (address: Address, claim: Claim): Result.Result<Ledger, string> =>
  Result.try({
    try: () => ledgerOf(address, claim),
    catch: (error) =>
      error instanceof JournalBroken
        ? `the journal of ${address} is broken at ${error.seq}: ${error.reason}`
        : `${address} does not read: ${String(error)}`,
  })

export const summary = (
  store: Store["Service"],
  address: Address,
): Effect.Effect<ActorSummary, StoreUnavailable> =>
  Effect.map(store.peek(address), (claim) => {
    if (claim === null) return { address, seq: 0, active: null, trouble: "it is gone" }
    const { seq } = claim
    return Result.match(recovered(address, claim), {
      onSuccess: ({ books }) => ({ address, seq, active: activePaths(books.snapshot.value), trouble: null }),
      onFailure: (trouble) => ({ address, seq, active: null, trouble }),
    })
  })

/** Budgets in characters. */
const contextBudget = 256 * 1024
const itemBudget = 8 * 1024
const mostItems = 100

const listed = <A, B>(all: ReadonlyMap<string, A>, view: (item: A) => B): Listed<B> => ({
  total: all.size,
  items: [...all.values()].slice(0, mostItems).map(view),
})

export const inMemory = (seen: Seen, now: number): InMemory => {
  const { resident, mailbox } = seen
  const { woke, moved, trouble, standing, since } = resident
  return {
    woke,
    moved,
    trouble,
    mailbox: mailbox.size,
    since: Object.fromEntries(
      standing.states.map((state, n) => [pathOf(state), Number.isNaN(since[n]!) ? null : since[n]!]),
    ),
    holds: holds(seen, now, longStays()),
  }
}

export const lookAt = (
  { store, past, seen }: { store: Store["Service"]; past: Past; seen: Seen | undefined },
  address: Address,
  words: Words,
) =>
  Effect.gen(function* () {
    const now = yield* Clock.currentTimeMillis
    const claim = yield* store.peek(address)
    if (claim === null) return yield* neverCommitted(address)
    const { books, hash } = yield* Effect.fromResult(recovered(address, claim)).pipe(
      Effect.mapError((message) => new Problem({ status: 500, message: sentence(message) })),
    )
    return {
      address,
      ...booksView({ stepper: stepperOf(address), books }, words),
      inMemory: seen === undefined ? null : inMemory(seen, now),
      place: yield* placeOf(store, address, stepperOf(address).keep(books.snapshot).context),
      first: yield* past.first(address).pipe(Effect.orElseSucceed(() => 1)),
      epoch: claim.epoch,
      seq: claim.seq,
      hash,
    } satisfies ActorView
  })

const sentence = (words: string): string => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`

export const booksView = (
  { stepper, books: { snapshot, outbox, timers } }: Pick<Standing, "stepper" | "books">,
  words: Words,
): BooksView => ({
  machine: stepper.machine,
  value: snapshot.value as unknown,
  active: activePaths(snapshot.value),
  context: legible(stepper.keep(snapshot).context, words, contextBudget),
  outbox: listed(outbox, ({ key, cause, effect }) => ({
    key,
    cause,
    effect: legible(effect, words, itemBudget),
  })),
  timers: listed(timers, ({ id, due, cause, event }) => ({
    id,
    due,
    cause,
    event: legible(event, words, itemBudget),
  })),
  legal: legalIn(snapshot),
})
