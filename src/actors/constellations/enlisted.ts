/** The partners that administrators named by command, as the store has them. */
import { Effect, Option, Schema } from "effect"
import { Person } from "../../machines/values.ts"
import { ledgerOf } from "../steppers.ts"
import { Store } from "../store.ts"

export const listOfPartners = "partners/main"

const Enlisted = Schema.Struct({
  user: Person,
  template: Schema.NullOr(Schema.String),
  by: Person,
  guild: Schema.String,
  at: Schema.Number,
})
/** A partner of a server, and since when: `at`, in ms since 1970. */
export type Enlisted = typeof Enlisted.Type

const decode = Schema.decodeUnknownOption(Schema.Struct({ partners: Schema.Record(Schema.String, Enlisted) }))

/** In the order in which they came; empty when nobody was ever named. */
export const enlisted = Effect.gen(function* () {
  const claim = yield* (yield* Store).peek(listOfPartners)
  if (claim === null) return []
  const list = Option.flatMap(Option.liftThrowable(ledgerOf)(listOfPartners, claim), ({ books }) =>
    decode(books.snapshot.context),
  )
  return Option.match(list, {
    onNone: (): ReadonlyArray<Enlisted> => [],
    onSome: ({ partners }) => Object.values(partners).toSorted((a, b) => a.at - b.at),
  })
})
