/** Looks at an actor as the store has it, without waking it or taking it over. */
import { Effect, Result } from "effect"
import type { Address } from "../../machines/address.ts"
import type { Books } from "../../actors/books.ts"
import { JournalBroken } from "../../actors/journal.ts"
import type { Ledger } from "../../actors/ledger.ts"
import { ledgerOf, stepperOf } from "../../actors/steppers.ts"
import type { Claim, Store, StoreUnavailable } from "../../actors/store.ts"
import { activePaths } from "./active-paths.ts"
import type { ActorSummary, ActorView, Listed } from "./api.ts"
import { legible, type Words } from "./legible.ts"
import { Problem } from "./problem.ts"

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

export const lookAt = (store: Store["Service"], address: Address, words: Words) =>
  Effect.gen(function* () {
    const claim = yield* store.peek(address)
    if (claim === null) return yield* neverCommitted(address)
    const { books, hash } = yield* Effect.fromResult(recovered(address, claim)).pipe(
      Effect.mapError((message) => new Problem({ status: 500, message: sentence(message) })),
    )
    return {
      address,
      ...view(address, books, words),
      epoch: claim.epoch,
      seq: claim.seq,
      hash,
    } satisfies ActorView
  })

const sentence = (words: string): string => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`

const view = (address: Address, { snapshot, outbox, timers }: Books, words: Words) => ({
  machine: stepperOf(address).machine,
  value: snapshot.value as unknown,
  active: activePaths(snapshot.value),
  context: legible(stepperOf(address).keep(snapshot).context, words, contextBudget),
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
})
