/** Until where every conversation has heard its channel, as the store has it. */
import { Effect, Option, Schema, Stream } from "effect"
import { idOf, type Address } from "../machines/address.ts"
import { Snowflake } from "../machines/values.ts"
import { ledgerOf } from "./steppers.ts"
import { Store, type Claim, type StoreUnavailable } from "./store.ts"

export interface Heard {
  readonly channel: string
  readonly guild: string | null
  /** The newest message. */
  readonly message: string
  /** What was missed there is being heard: whoever tells it has not said yet that this was all. */
  readonly catchingUp: boolean
}

const page = 500
/**
 * Conversations that are looked at, the first in the store's order: as many as a start can wait for. Which are the newest only
 * a look at each would tell.
 */
const most = 10_000
const tooMany = `There are more than ${most.toLocaleString("en")} conversations, and only so many are looked at: what was said in direct messages of the others while nobody listened is not read.`

const Newest = Schema.Struct({
  newest: Schema.Struct({ id: Snowflake, guild: Schema.NullOr(Snowflake) }),
  catchUp: Schema.optionalKey(Schema.NullOr(Schema.Struct({ heard: Schema.Unknown }))),
})
const decodeNewest = Schema.decodeUnknownOption(Newest)

/** A conversation that does not read is passed over: it says so itself when it is woken. */
const contextOf = (address: Address, claim: Claim) =>
  Option.flatMap(Option.liftThrowable(ledgerOf)(address, claim), ({ books }) =>
    decodeNewest(books.snapshot.context),
  )

export const heardUntil: Effect.Effect<ReadonlyArray<Heard>, StoreUnavailable, Store> = Effect.gen(
  function* () {
    const store = yield* Store
    const heardIn = (address: Address) =>
      Effect.map(store.peek(address), (kept): ReadonlyArray<Heard> => {
        const found = kept === null ? Option.none() : contextOf(address, kept)
        if (Option.isNone(found)) return []
        const { newest, catchUp = null } = found.value
        const catchingUp = catchUp !== null && catchUp.heard === null
        return [{ channel: idOf(address), guild: newest.guild, message: newest.id, catchingUp }]
      })
    const pages = Stream.paginate(null as Address | null, (after) =>
      Effect.map(
        store.addresses("conversation", after, page),
        (addresses) =>
          [addresses, addresses.length < page ? Option.none() : Option.some(addresses.at(-1)!)] as const,
      ),
    )
    const found = yield* pages.pipe(Stream.take(most + 1), Stream.runCollect)
    if (found.length > most) yield* Effect.logWarning(tooMany)
    const heard = yield* Effect.forEach(found.slice(0, most), heardIn, { concurrency: 16 })
    return heard.flat()
  },
)
