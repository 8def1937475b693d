/** Who there is, page by page. */
import { Effect } from "effect"
import { idOf, type Address, type Kind } from "../../machines/address.ts"
import type { Store, StoreUnavailable } from "../../actors/store.ts"
import type { ActorPage, ActorSummary } from "./api.ts"
import { summary } from "./look.ts"

/** Addresses a search reads at most before it lets the reader decide whether to go on. */
const searched = 5000
const atOnce = 500
/** Actors that are read at most to find those in a state. */
const read = 200

interface Found {
  readonly addresses: ReadonlyArray<Address>
  readonly next: Address | null
}

/** Stores list in an order of their own, so a search reads every address of the kind. */
const search = (
  store: Store["Service"],
  kind: Kind,
  find: string,
  after: Address | null,
  limit: number,
): Effect.Effect<Found, StoreUnavailable> =>
  Effect.gen(function* () {
    const addresses: Array<Address> = []
    let last = after
    for (let read = 0; read < searched; read += atOnce) {
      const page = yield* store.addresses(kind, last, atOnce)
      for (const address of page) {
        last = address
        if (idOf(address).includes(find)) addresses.push(address)
        if (addresses.length === limit) return { addresses, next: last }
      }
      if (page.length < atOnce) return { addresses, next: null }
    }
    return { addresses, next: last }
  })

const page = (
  store: Store["Service"],
  kind: Kind,
  after: Address | null,
  limit: number,
): Effect.Effect<Found, StoreUnavailable> =>
  Effect.map(store.addresses(kind, after, limit + 1), (found) => {
    const addresses = found.slice(0, limit)
    return { addresses, next: found.length > limit ? addresses.at(-1)! : null }
  })

export const listing = (
  store: Store["Service"],
  kind: Kind,
  {
    find = "",
    state = "",
    after = null,
    limit = 50,
  }: { find?: string; state?: string; after?: Address | null; limit?: number },
): Effect.Effect<ActorPage, StoreUnavailable> =>
  Effect.gen(function* () {
    const found = yield* find === "" || state !== ""
      ? page(store, kind, after, state === "" ? limit : read)
      : search(store, kind, find, after, limit)
    const actors = yield* Effect.forEach(found.addresses, (address) => summary(store, address), {
      concurrency: 8,
    })
    const isAsked = ({ address, active }: ActorSummary) =>
      state === "" || (idOf(address).includes(find) && (active?.includes(state) ?? false))
    return { actors: actors.filter(isAsked), next: found.next }
  })
