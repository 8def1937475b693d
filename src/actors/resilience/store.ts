/**
 * The store with a breaker in front of it: when it does not answer, whoever asks hears so at once instead of waiting as long as a
 * connection may take. What only reads is asked once more, within a budget; a commit is repeated by the committer for as long as it
 * takes, since nothing was acknowledged yet.
 */
import { Effect, Layer, Schedule } from "effect"
import { Store, StoreUnavailable } from "../store.ts"
import { Breakers } from "./breakers.ts"
import { Retries, retrying } from "./retries.ts"

/** Soon: a connection that broke is there again in some milliseconds. */
const onceMore = Schedule.upTo(Schedule.spaced("50 millis"), { times: 1 })

const spent = ({ message }: StoreUnavailable) =>
  new StoreUnavailable({
    message: `${message} It was not asked again, as too much was asked again lately.`,
  })

export const GuardedStore: Layer.Layer<Store, never, Store> = Layer.effect(
  Store,
  Effect.gen(function* () {
    const store = yield* Store
    const { guard } = yield* Breakers
    const retries = yield* Retries
    const it = { what: "store", name: store.label } as const

    const guarded = <A>(asked: Effect.Effect<A, StoreUnavailable>) =>
      guard(it, asked, {
        blames: ({ message }) => ({ why: message }),
        refused: (why) =>
          new StoreUnavailable({ message: `${store.label} is left alone for a moment: ${why}` }),
      })
    const read = <A>(asked: Effect.Effect<A, StoreUnavailable>) =>
      retrying(retries, it, onceMore, spent)(guarded(asked))

    return {
      ...store,
      claim: (address) => guarded(store.claim(address)),
      commit: (batch) => guarded(store.commit(batch)),
      trim: (address, through, base) => guarded(store.trim(address, through, base)),
      rewrite: (rewrite) => guarded(store.rewrite(rewrite)),
      erase: (address, epoch) => guarded(store.erase(address, epoch)),
      journal: (address, from, limit) => read(store.journal(address, from, limit)),
      peek: (address) => read(store.peek(address)),
      base: (address) => read(store.base(address)),
      due: (now, limit) => read(store.due(now, limit)),
      addresses: (kind, after, limit) => read(store.addresses(kind, after, limit)),
    }
  }),
)
