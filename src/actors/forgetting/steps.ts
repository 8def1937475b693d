/**
 * The steps by which somebody is forgotten; `machines/departure` says in which order. Each can be done again from the beginning,
 * by whoever goes on after a crash, and leaves what is done as it is.
 */
import { Effect, Schedule } from "effect"
import { address, idOf, kindOf, type Address } from "../../machines/address.ts"
import type { EffectOf } from "../../machines/effects.ts"
import type { Event } from "../../machines/events.ts"
import type { GuildContext } from "../../machines/team/guild.ts"
import type { KnowledgeContext } from "../../machines/memory/knowledge.ts"
import type { PartnersContext } from "../../machines/constellation/partners.ts"
import type { CacheUnavailable } from "../caching/cache-store.ts"
import { Caches } from "../caching/caches.ts"
import type { ArchiveFailed } from "../keeping/archive.ts"
import { Mail, type Refused } from "../mail.ts"
import { Owners } from "./owners.ts"
import { Placement } from "../placement.ts"
import { Store, type StoreUnavailable } from "../store.ts"
import { ledgerOf } from "../steppers.ts"
import { eachArchived, eachKept, lookThrough, type Archived } from "./looking.ts"
import { besides, isServing, isTheirDirect, isTheirWork, ownOf, underWayFor } from "./theirs.ts"
import { Gatherer, holds, mayConcern, redactor, type Whose } from "./traces.ts"
import { isTraced } from "./undoing.ts"

export type Wanted = EffectOf<"Forget">
export type Trouble = Refused | StoreUnavailable | ArchiveFailed | CacheUnavailable

const whoseOf = (by: Address, { by: user, known }: Wanted): Whose => ({ ...known, id: user.id, as: idOf(by) })

/** An actor as the store has it; null: it is not there, or does not read, and then says so itself when it is woken. */
const standing = (of: Address) =>
  Effect.gen(function* () {
    const claim = yield* (yield* Store).peek(of)
    return claim === null
      ? null
      : yield* Effect.orElseSucceed(
          Effect.try(() => ledgerOf(of, claim).books),
          () => null,
        )
  })

/** Gathers what they are known by, from all that bears their id. */
export const survey = (by: Address, wanted: Wanted) =>
  Effect.gen(function* () {
    const whose = whoseOf(by, wanted)
    const gatherer = new Gatherer(whose.id, wanted.known)
    const bearsId = holds({ id: whose.id, texts: [] })
    const own = new Set<string>(ownOf(whose.id))
    const { found } = yield* lookThrough(bearsId)
    yield* eachArchived(({ segment: { address: of }, text, lines }) =>
      Effect.gen(function* () {
        if (own.has(of) || bearsId(yield* text))
          for (const line of yield* lines) gatherer.see(line, own.has(of))
      }),
    )
    for (const of of found) if (of !== by) yield* eachKept(of, (kept) => gatherer.see(kept, own.has(of)))
    return { type: "SURVEYED", known: gatherer.known } as const
  })

const letter = (by: Address, to: Address, event: Event) =>
  Effect.flatMap(Mail, (mail) => mail.tell(to, { id: null, cause: by, event })).pipe(
    Effect.catchTag("Poisoned", () => Effect.succeed("committed" as const)),
  )

/** What one actor is told so that nothing is under way for them, and nothing of what is everybody's is theirs. */
const lettersTo = (of: Address, context: unknown, { by: user }: Wanted): ReadonlyArray<Event> => {
  switch (kindOf(of)) {
    case "knowledge":
      return (context as KnowledgeContext).facts
        .filter((fact) => fact.by.id === user.id)
        .map(({ label }) => ({ type: "UNLEARN", label, by: user }))
    case "guild":
      return (context as GuildContext).plans
        .filter((plan) => plan.by.id === user.id)
        .map(({ plan }) => ({ type: "FORGET", name: plan.name, by: user }))
    case "partners":
      return Object.hasOwn((context as PartnersContext).partners, user.id)
        ? [{ type: "DISMISS", user: user.id, by: user }]
        : []
    default:
      return []
  }
}

/** Stops answers to them and ends what they set up. Waits, as long as it is to, until that is so. */
export const quiet = (by: Address, wanted: Wanted) =>
  Effect.gen(function* () {
    const whose = whoseOf(by, wanted)
    const placement = yield* Placement
    const { found } = yield* lookThrough(holds({ id: whose.id, texts: [] }))
    let waits = 0
    for (const of of found) {
      const books = yield* standing(of)
      if (books === null || of === by) continue
      const { snapshot } = books
      if (kindOf(of) === "conversation") {
        const { messages, turns, waits: isWaiting } = underWayFor(snapshot, whose)
        if (messages.length > 0) yield* letter(by, of, { type: "DELETED", messages })
        for (const turn of turns) {
          const reason = `${turn.message.author.name} has left`
          yield* letter(by, of, { type: "UNANSWERED", turn: turn.id, reason, told: true })
          const pool = address("pool", placement.poolFor(turn))
          yield* letter(by, pool, { type: "WITHDRAW", turn: turn.id })
        }
        if (isWaiting) waits++
      } else if (isTheirWork(of, snapshot, whose.id)) {
        if (!snapshot.hasTag("ended")) yield* letter(by, of, { type: "STOP", by: wanted.by })
        if (!snapshot.hasTag("ended") || books.outbox.size > 0) waits++
      } else if (isServing(of, snapshot, whose.id)) waits++
      for (const event of lettersTo(of, snapshot.context, wanted)) yield* letter(by, of, event)
    }
    return waits > 0 && wanted.patient
      ? ({ type: "FAIL", reason: `${waits} actors are at work for them still`, retry: true } as const)
      : ({ type: "QUIETED" } as const)
  })

/** What is theirs alone of what was found, what is shared last. */
const alone = (found: ReadonlyArray<Address>, whose: Whose) =>
  Effect.gen(function* () {
    const own = new Set<Address>(ownOf(whose.id))
    for (const of of found) {
      const books = yield* standing(of)
      if (books === null) continue
      if (isTheirWork(of, books.snapshot, whose.id)) own.add(of)
      if (!isTheirDirect(of, books.snapshot, whose)) continue
      for (const one of besides(of)) own.add(one)
      own.add(of)
    }
    return own
  })

/** Takes out of the archive what is theirs, and what holds something of theirs. How many logs that were. */
const unarchive = (own: ReadonlySet<Address>, whose: Whose) =>
  Effect.gen(function* () {
    const bearsId = holds({ id: whose.id, texts: [] })
    const mayBe = mayConcern(whose)
    const redact = redactor(whose)
    let removed = 0
    /** What is all theirs need not be read. */
    const concerns = ({ segment, text, lines }: Archived) =>
      Effect.gen(function* () {
        if (own.has(segment.address)) return true
        const all = yield* text
        return bearsId(all) || (mayBe(all) && (yield* lines).some((line) => redact(line) !== line))
      })
    yield* eachArchived((archived) =>
      Effect.gen(function* () {
        if (!(yield* concerns(archived))) return
        removed++
        yield* archived.remove
      }),
    )
    return removed
  })

/** Erases what is theirs alone, and has the owners of everything else rewrite what holds something of theirs. */
export const erase = (by: Address, wanted: Wanted) =>
  Effect.gen(function* () {
    const whose = whoseOf(by, wanted)
    const owners = yield* Owners
    const certain = new Set((yield* lookThrough(holds({ id: whose.id, texts: [] }))).found)
    const possible = (yield* lookThrough(mayConcern(whose))).found.filter((of) => of !== by)
    const own = yield* alone(possible, whose)
    const gone = [...own]
    const archived = yield* unarchive(own, whose)
    const redact = redactor(whose)
    let erased = 0
    let rewritten = 0
    for (const of of possible) {
      if (own.has(of) || !(certain.has(of) || (yield* isTraced(of, redact)))) continue
      if (yield* owners.forget(of, { ...whose, erase: false, gone })) rewritten++
    }
    // What comes late from those that were rewritten until now goes with these.
    for (const of of own) {
      const isKept = certain.has(of) || (yield* (yield* Store).peek(of)) !== null
      if (isKept && (yield* owners.forget(of, { ...whose, erase: true, gone }))) erased++
    }
    yield* (yield* Store).scrub
    // Answers that are under way are stopped by now: nothing of theirs is kept any more after this.
    yield* (yield* Caches).forget(whose.id, mayConcern(whose))
    return { type: "ERASED", erased, rewritten, archived } as const
  })

/**
 * Reads all that is stored, and says where something of theirs is: their id, wherever it stands; their words, where words stand,
 * for what they wrote may be an address, or what somebody else calls something. This departure knows whose it is until it is over.
 */
export const prove = (by: Address, wanted: Wanted) =>
  Effect.gen(function* () {
    const whose = whoseOf(by, wanted)
    const bearsId = holds({ id: whose.id, texts: [] })
    const isTheirs = holds(whose)
    const redact = redactor(whose)
    const inStore = yield* lookThrough(isTheirs)
    const suspects = inStore.found.filter((of) => of !== by)
    const bearing = suspects.length === 0 ? [] : (yield* lookThrough(bearsId)).found
    const found: Array<string> = inStore.elsewhere.slice()
    for (const of of suspects) if (bearing.includes(of) || (yield* isTraced(of, redact))) found.push(of)
    const logs = yield* eachArchived(({ segment, text, lines }) =>
      Effect.gen(function* () {
        const all = yield* text
        const isFound =
          bearsId(all) || (isTheirs(all) && (yield* lines).some((line) => redact(line) !== line))
        if (isFound) found.push(`the archive of ${segment.address}`)
      }),
    )
    for (const { message } of logs.damaged)
      yield* Effect.logWarning(
        `Whether anything of who leaves with ${by} is in an archived log is not known, for it does not read; put back or delete it, and have them leave once more: ${message}`,
      )
    const cached = yield* (yield* Caches).search(whose.id, isTheirs)
    if (cached.theirs > 0) found.push(`${cached.theirs} cached values`)
    return {
      type: "PROVEN",
      looked: inStore.looked + logs.looked - logs.damaged.length + cached.looked,
      found: [...new Set(found)].slice(0, 20),
      unread: logs.damaged
        .map(({ segment: { address: of, from, to } }) => `${of} ${from}-${to}`)
        .slice(0, 20),
    } as const
  })

/**
 * The departure itself is rewritten, or, when nobody left, erased. It is out of memory while that is done, and what it wanted is
 * stopped with it: so this goes on by itself, and the effect is owed until it is done.
 */
export const close = (by: Address, wanted: Wanted): Effect.Effect<never, never, Owners | Store> =>
  Effect.gen(function* () {
    const owners = yield* Owners
    const store = yield* Store
    const undoing = {
      ...whoseOf(by, wanted),
      names: [wanted.by.name],
      erase: wanted.step === "withdraw",
      gone: [],
    }
    const once = Effect.gen(function* () {
      if (!(yield* owners.forget(by, undoing))) return yield* Effect.fail("it has moved")
      return yield* store.scrub
    })
    yield* Effect.forkDetach(
      once.pipe(
        Effect.retry(Schedule.min([Schedule.exponential("1 second"), Schedule.spaced("1 minute")])),
        Effect.ignore,
      ),
    )
    return yield* Effect.never
  })
