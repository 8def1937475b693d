/**
 * How an operator has somebody forgotten who asked for it in writing, as `/forget-me` does it.
 *
 * | path | answer |
 * |---|---|
 * | `POST /api/people/forget`, `{ user, request }` | `{ departure }`, its id; 403 unless events may be sent |
 * | `GET /api/people/forgotten?departure=` | `Departing`; 404 for one that there is not |
 */
import { randomInt } from "node:crypto"
import { Clock, Effect, Option, Schedule, Schema } from "effect"
import { HttpServerRequest } from "effect/http"
import { Constellations } from "../../actors/constellations/constellations.ts"
import { Mail } from "../../actors/mail.ts"
import { ledgerOf } from "../../actors/steppers.ts"
import { Store } from "../../actors/store.ts"
import { address, type Address } from "../../machines/address.ts"
import type { ConstellationContext } from "../../machines/constellation/constellation.ts"
import { confirm, Progress } from "../../machines/departure/events.ts"
import type { Event } from "../../machines/events.ts"
import { Snowflake } from "../../machines/values.ts"
import { bodyOf, get, post } from "./answer.ts"
import { Problem } from "./problem.ts"

/** How far a departure is, and why it did not go on the last time; null: it did. */
const Standing = Schema.Struct({
  value: Schema.Json,
  context: Schema.Struct({ ...Progress.fields, trouble: Schema.NullOr(Schema.String) }),
})
export type Departing = (typeof Standing.Type)["context"] & { readonly gone: boolean }

const ForgetBody = Schema.Struct({
  user: Snowflake,
  request: Schema.String.check(Schema.isPattern(/^[0-9a-zA-Z-]{8,64}$/)),
})
const DepartureQuery = Schema.Struct({ departure: Snowflake })

/** A departure takes the id of an interaction, and others know who left by it: here there is none, so it is made as Discord makes them. */
const discordEpoch = 1_420_070_400_000
const snowflakeAt = (at: number): string =>
  String((BigInt(at - discordEpoch) << 22n) | BigInt(randomInt(2 ** 22)))

/** As they were called last, so that their name goes as well; who is not known by one has their id alone. */
const nameOf = (user: string) =>
  Effect.gen(function* () {
    const of = address("constellation", user)
    const claim = yield* (yield* Store).peek(of)
    if (claim === null) return user
    const context = yield* Effect.try(
      () => ledgerOf(of, claim).books.snapshot.context as ConstellationContext,
    )
    return context.user.name
  }).pipe(Effect.orElseSucceed(() => user))

const standingOf = (of: Address) =>
  Effect.gen(function* () {
    const { value, context } = yield* Schema.decodeUnknownEffect(Standing)(yield* (yield* Mail).peek(of))
    return { gone: value === "gone", isThere: value !== "available", ...context }
  })

/** Once they are gone, who writes under the id is new. */
const notKnownOnceGone = (of: Address, user: string) =>
  Effect.gen(function* () {
    const known = Option.getOrNull(yield* Effect.serviceOption(Constellations))
    if (known === null) return
    yield* Effect.repeat(
      Effect.orElseSucceed(standingOf(of), () => ({ gone: false })),
      { schedule: Schedule.spaced("1 second"), until: ({ gone }) => gone },
    )
    yield* known.forget(user)
  })

export const peopleRoutes = Effect.fnUntraced(function* (sends: boolean) {
  const ports = yield* Effect.context<Mail | Store>()

  const forget = Effect.gen(function* () {
    if (!sends)
      return yield* new Problem({
        status: 403,
        message:
          "Nobody is forgotten from here: an operator switches it on with send = true in [inspector], or ORRERY_INSPECTOR_SEND=true.",
      })
    const { user, request } = yield* bodyOf(ForgetBody)
    const id = snowflakeAt(yield* Clock.currentTimeMillis)
    const departure = address("departure", id)
    const by = { id: user, name: yield* nameOf(user) }
    const mail = yield* Mail
    const tell = (name: string, event: Event) =>
      Effect.mapError(
        mail.tell(departure, { id: `operator:${request}:${name}`, cause: id, event }),
        ({ _tag }) =>
          new Problem({ status: 503, message: `This was not taken (${_tag}): try again in a minute.` }),
      )
    yield* tell("ask", { type: "ASK", by })
    yield* tell("forget", { type: "PRESSED", button: confirm, by, channel: id, manages: false })
    yield* Effect.logInfo(`An operator has somebody forgotten: ${departure}`)
    yield* Effect.forkDetach(notKnownOnceGone(departure, user))
    return { departure: id }
  })

  const forgotten = Effect.gen(function* () {
    const { departure } = yield* HttpServerRequest.schemaSearchParams(DepartureQuery)
    const { isThere, ...found } = yield* Effect.mapError(
      standingOf(address("departure", departure)),
      () => new Problem({ status: 503, message: "It cannot be looked up at the moment." }),
    )
    return isThere
      ? found
      : yield* new Problem({ status: 404, message: `There is no departure ${departure}.` })
  })

  return [
    post("/api/people/forget", Effect.provide(forget, ports)),
    get("/api/people/forgotten", Effect.provide(forgotten, ports)),
  ]
})
