/**
 * Telling an actor something by hand: which form the event has, what it would lead to, and then the event itself. What it would
 * lead to is worked out on what is committed and changes nothing; what is sent goes the way of all mail, under an id of its own,
 * and stands in the journal and in the log as what it is.
 */
import { Clock, Effect, Result, Schema } from "effect"
import type { EventObject } from "xstate"
import type { Address } from "../../machines/address.ts"
import { kindOf } from "../../machines/address.ts"
import type { Event } from "../../machines/events.ts"
import * as books from "../../actors/books.ts"
import type { Books } from "../../actors/books.ts"
import type { Seen } from "../../actors/host.ts"
import type { Owed, Timer } from "../../actors/journal.ts"
import { Mail, vocabularyOf } from "../../actors/mail.ts"
import { ledgerOf, stepperOf } from "../../actors/steppers.ts"
import type { Store } from "../../actors/store.ts"
import { changesOf } from "../../replay/changes.ts"
import { traced } from "../../replay/trace.ts"
import { activePaths } from "./active-paths.ts"
import type { DryRun, EventForm, Sent } from "./api.ts"
import { legalIn } from "./legal.ts"
import { legible, type Words } from "./legible.ts"
import { neverCommitted } from "./look.ts"
import { changeView } from "./moment.ts"
import { Problem } from "./problem.ts"

const budget = 8 * 1024
const mostChanges = 200

/** An event and what it was worked out on. */
export const SendBody = Schema.Struct({
  event: Schema.Json,
  /** The entry after which the event was looked at. */
  seq: Schema.Int,
  /** Told apart from others: the same is taken once. */
  request: Schema.String.check(Schema.isPattern(/^[0-9a-zA-Z-]{8,64}$/)),
})

type Current = { readonly store: Store["Service"]; readonly seen: Seen | undefined }

const booksOf = ({ store, seen }: Current, address: Address) =>
  seen !== undefined
    ? Effect.succeed(seen.books)
    : Effect.flatMap(store.peek(address), (claim) =>
        claim === null
          ? neverCommitted(address)
          : Effect.try({
              try: () => ledgerOf(address, claim).books,
              catch: (error) =>
                new Problem({ status: 500, message: `${address} does not read: ${String(error)}` }),
            }),
      )

const memberOf = (address: Address, type: string) =>
  vocabularyOf(kindOf(address)).members.find(({ fields }) => fields.type.literal === type)

const noSuch = (address: Address, type: string) =>
  new Problem({ status: 400, message: `No ${kindOf(address)} knows ${type}.` })

export const formOf = (
  current: Current,
  address: Address,
  type: string,
  enabled: boolean,
): Effect.Effect<EventForm, Problem | Effect.Error<ReturnType<typeof booksOf>>> =>
  Effect.gen(function* () {
    const member = memberOf(address, type)
    if (member === undefined) return yield* noSuch(address, type)
    const { seq, snapshot } = yield* booksOf(current, address)
    const { schema, definitions } = Schema.toJsonSchemaDocument(member as never)
    return {
      type,
      enabled,
      seq,
      legal: legalIn(snapshot).some((one) => one.type === type),
      schema: { ...schema, $defs: definitions },
    }
  })

/** An event that its kind knows and its states have a transition for. */
const told = (address: Address, { snapshot }: Books, written: unknown) =>
  Effect.gen(function* () {
    const type = String((written as { readonly type?: unknown } | null)?.type ?? "")
    const member = memberOf(address, type)
    if (member === undefined) return yield* noSuch(address, type)
    const event = yield* Schema.decodeUnknownEffect(member as unknown as Schema.Codec<Event>)(written)
    if (!legalIn(snapshot).some((one) => one.type === type))
      return yield* new Problem({
        status: 409,
        message: `${address} takes no ${type} in the state it is in: no active state has a transition for it.`,
      })
    return event
  })

const gone = <A>(before: ReadonlyMap<string, A>, after: ReadonlyMap<string, A>): ReadonlyArray<A> =>
  [...before].filter(([key, it]) => after.get(key) !== it).map(([, it]) => it)

export const dryRun = (current: Current, address: Address, written: unknown, words: Words) =>
  Effect.gen(function* () {
    const before = yield* booksOf(current, address)
    const event = yield* told(address, before, written)
    const at = yield* Clock.currentTimeMillis
    const stepper = stepperOf(address)
    const posting = {
      seq: before.seq + 1,
      at,
      cause: "dry run",
      event,
      settles: null,
      fires: null,
      acked: [],
    }
    const stepped = Result.try({
      try: () => books.post(stepper, before, posting as books.Posting),
      catch: (error) =>
        new Problem({ status: 409, message: `It would break the chart, and be refused: ${String(error)}` }),
    })
    const after = yield* Effect.fromResult(stepped)
    const kept = ({ snapshot }: Books) => {
      const { value, context } = stepper.keep(snapshot)
      return JSON.parse(JSON.stringify({ state: value, context })) as Schema.Json
    }
    const timed: EventObject & { readonly at: number } = { ...event, at }
    const changes = changesOf(kept(before), kept(after))
    const effect = (owed: Owed) => legible(owed.effect, words, budget)
    const timer = ({ id, due }: Timer) => ({ id, due })
    return {
      seq: before.seq,
      before: activePaths(before.snapshot.value),
      after: activePaths(after.snapshot.value),
      edges: traced(stepper.machine, before.snapshot, timed).map(({ edge }) => edge),
      changes: { total: changes.length, items: changes.slice(0, mostChanges).map(changeView(words)) },
      owes: gone(after.outbox, before.outbox).map(effect),
      cancels: gone(before.outbox, after.outbox).map(effect),
      arms: gone(after.timers, before.timers).map(timer),
      disarms: gone(before.timers, after.timers).map(timer),
    } satisfies DryRun
  })

export const send = (
  current: Current,
  address: Address,
  { event: written, seq, request }: typeof SendBody.Type,
) =>
  Effect.gen(function* () {
    const now = yield* booksOf(current, address)
    const event = yield* told(address, now, written)
    if (now.seq !== seq)
      return yield* new Problem({
        status: 409,
        message: `${address} has moved on, from entry ${seq} to ${now.seq}: look again at what the event would lead to.`,
      })
    const id = `inspector:${request}`
    yield* Effect.logWarning(
      `audit: the inspector tells ${address} ${event.type} after entry ${seq}, as ${id}`,
    )
    const mail = yield* Mail
    const receipt = yield* mail.tell(address, { id, cause: id, event }).pipe(
      Effect.tapError((error) => Effect.logWarning(`audit: ${id} was refused: ${error._tag}`)),
      Effect.mapError(
        (error) =>
          new Problem({
            status: error._tag === "Poisoned" ? 409 : 503,
            message: `${address} refused it: ${"reason" in error ? error.reason : "its mailbox is full"}.`,
          }),
      ),
    )
    return { receipt, id } satisfies Sent
  })
