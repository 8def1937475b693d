/**
 * The constellations of all users: whether somebody has one is known in memory, and who has none gets one.
 *
 * A partner's is made whole before anybody speaks (`boot.ts`). Everybody else's begins with their first message, beside the
 * answer and never before it: the core of its agents at once, the others when they are first needed.
 */
import { Cache, Context, Effect, Layer, Metric, Option, Schedule, Schema } from "effect"
import { address, type Address } from "../../machines/address.ts"
import { isMade } from "../../machines/constellation/constellation.ts"
import type { Part } from "../../machines/events.ts"
import type { Person } from "../../machines/values.ts"
import { Mail } from "../mail.ts"
import { lookups } from "../watching/metrics.ts"
import { Partners } from "./partners.ts"
import { standingOf } from "./standing.ts"
import { Store } from "../store.ts"

/** Its parts could not be made; `reason` says why. Retry: what is missing may be there then. */
export class NotMade extends Schema.TaggedError<NotMade>()("NotMade", { reason: Schema.String }) {}

export interface Made {
  /** It was there before. */
  readonly found: boolean
  /** How long each part took, in ms. */
  readonly took: Readonly<Partial<Record<Part, number>>>
}

export interface Wanted {
  readonly user: Person
  /** By its name; null: the standard one. */
  readonly template: string | null
}

/** Users that are known in memory, at most: about 510 bytes each (`npm run bench -- constellations`). */
const capacity = 100_000
/** How long its making may take before it counts as failed. */
const patience = "30 seconds"

export class Constellations extends Context.Service<
  Constellations,
  {
    /** Sees to it that somebody who speaks gets one. Known people cost a look into memory and no I/O. Never fails, never waits. */
    readonly greet: (user: Person) => Effect.Effect<void>
    /** Makes a whole one, unless it is there; returns when all of its parts are. */
    readonly make: (wanted: Wanted) => Effect.Effect<Made, NotMade>
    /** Somebody is not known any more. */
    readonly forget: (user: string) => Effect.Effect<void>
    readonly known: Effect.Effect<number>
  }
>()("orrery/actors/Constellations") {
  static readonly layer: Layer.Layer<Constellations, never, Mail | Store> = Layer.effect(
    Constellations,
    Effect.gen(function* () {
      const mail = yield* Mail
      const store = yield* Store
      const { named } = yield* Partners

      const ask = ({ user, template }: Wanted, whole: boolean) =>
        mail.tell(addressOf(user.id), {
          id: null,
          cause: `constellation/${user.id}`,
          event: { type: "ALLOCATE", user, ...(template !== null && { template }), ...(whole && { whole }) },
        })

      /** Nobody waits for it: what does not work now is tried again with the next message. */
      const begin = (user: Person) => {
        const partner = named(user.id)
        return ask({ user, template: partner?.template ?? null }, partner !== undefined)
      }
      const met = yield* Cache.make({
        capacity,
        lookup: (key: string) => begin(personIn(key)).pipe(Effect.as(true)),
      })

      const find = (of: Address) =>
        standingOf(of).pipe(
          Effect.provideService(Store, store),
          Effect.map((standing) => (standing !== null && isMade(standing) ? standing : null)),
        )

      const make = Effect.fnUntraced(function* (wanted: Wanted) {
        const of = addressOf(wanted.user.id)
        const before = yield* find(of)
        if (before !== null) return { found: true, took: before.took }
        yield* ask(wanted, true)
        const made = yield* untilMade(mail, of)
        return { found: false, took: made.took }
      })

      return {
        greet: (user) =>
          Effect.gen(function* () {
            const known = yield* Cache.has(met, keyOf(user))
            yield* Metric.update(known ? lookups.hits : lookups.misses, 1)
            if (!known) yield* Effect.forkDetach(Effect.ignore(Cache.get(met, keyOf(user))))
          }),
        make: (wanted) =>
          make(wanted).pipe(
            Effect.tap(() => Cache.set(met, keyOf(wanted.user), true)),
            Effect.catchTags({
              ActorUnavailable: ({ reason }) => new NotMade({ reason }),
              MailboxFull: () => new NotMade({ reason: "too much is waiting for it" }),
              Poisoned: ({ reason }) => new NotMade({ reason }),
              StoreUnavailable: ({ message }) => new NotMade({ reason: message }),
            }),
          ),
        forget: (user) =>
          Effect.flatMap(Cache.keys(met), (keys) =>
            Effect.forEach(
              [...keys].filter((key) => personIn(key).id === user),
              (key) => Cache.invalidate(met, key),
              { discard: true },
            ),
          ),
        known: Cache.size(met),
      }
    }),
  )
}

const addressOf = (user: string) => address("constellation", user)

/** Somebody under another name is greeted again, so that their constellation hears of it. */
const keyOf = ({ id, name }: Person): string => `${id} ${name}`
const personIn = (key: string): Person => {
  const space = key.indexOf(" ")
  return { id: key.slice(0, space), name: key.slice(space + 1) }
}

const Making = Schema.Struct({
  took: Schema.Record(Schema.String, Schema.Number),
  template: Schema.Unknown,
  trouble: Schema.NullOr(Schema.String),
})
const decode = Schema.decodeUnknownOption(Making)

/** Looks until all parts are there, or its chart has given up. */
const untilMade = (mail: Mail["Service"], of: Address) =>
  Effect.gen(function* () {
    const { value, context } = yield* mail.peek(of)
    const standing = Option.getOrNull(decode(context))
    if (standing !== null && isMade(standing as never)) return standing
    const given = typeof value === "object" && value !== null && "available" in value
    if (given && standing !== null && standing.trouble !== null)
      return yield* new NotMade({ reason: standing.trouble })
    return yield* new Unfinished()
  }).pipe(
    Effect.retry({
      schedule: Schedule.min([Schedule.exponential("1 millis"), Schedule.spaced("100 millis")]),
      while: (error) => error._tag === "Unfinished" || error._tag === "ActorUnavailable",
    }),
    Effect.timeout(patience),
    Effect.catchTags({
      TimeoutError: () => new NotMade({ reason: `it was not made within ${patience}` }),
      Unfinished: () => new NotMade({ reason: "it is not finished" }),
    }),
  )

class Unfinished extends Schema.TaggedError<Unfinished>()("Unfinished", {}) {}
