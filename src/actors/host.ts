/**
 * The actors of this process: woken when they are told something, put to sleep when their entity is or their chart says so,
 * dropped when fenced.
 */
import { Context, Effect, FiberSet, Layer, Option, Schema } from "effect"
import { idOf, kindOf, type Address } from "../machines/address.ts"
import { Actor } from "./actor.ts"
import { Alarms } from "./alarms.ts"
import { Committer } from "./committer.ts"
import { undo, type Undoing } from "./forgetting/undoing.ts"
import type { JournalBroken } from "./journal.ts"
import * as ledger from "./ledger.ts"
import { ActorUnavailable, Peeked, Refused, type Envelope, type Receipt } from "./mail.ts"
import { Observer } from "./watching/observer.ts"
import { Performer } from "./performing/performer.ts"
import { poolOf } from "./placement.ts"
import { ledgerOf, stepperOf } from "./steppers.ts"
import { Store, type Claim } from "./store.ts"

/** An actor whose journal does not read. It is left alone, and its neighbours go on. */
export interface Quarantined {
  readonly address: Address
  readonly reason: string
}

/** What can be seen of an actor in memory. */
export type Seen = Pick<Actor, "address" | "books" | "epoch" | "mailbox" | "owed" | "resident">

/** How long such an actor is refused before its journal is read again, in ms. */
const rereadAfter = 60_000
/** How long an end waits for commits under way. */
const patience = "5 seconds"

const stopping = (address: Address) =>
  Effect.fail(new ActorUnavailable({ address, reason: "the runtime stops" }))

export class Host extends Context.Service<
  Host,
  {
    readonly tell: (to: Address, envelope: Envelope) => Effect.Effect<Receipt, Refused>
    /** Brings an actor into memory, so that it goes on with what it owes, and tells the store when to look again. */
    readonly wake: (address: Address) => Effect.Effect<void, ActorUnavailable>
    /**
     * Takes an actor out of memory after its commit under way, however long that takes, but returns after five seconds; what
     * it owes is performed by whoever wakes it next.
     */
    readonly sleep: (address: Address) => Effect.Effect<void>
    /** The state of an actor, which is awake afterwards if it was ever told anything and its chart does not say that it sleeps. */
    readonly peek: (address: Address) => Effect.Effect<Peeked, ActorUnavailable>
    /** Has an actor out of memory while somebody is taken out of it, or it is erased; who tells it something meanwhile tells it again. */
    readonly forget: (address: Address, undoing: Undoing) => Effect.Effect<boolean, ActorUnavailable>
    /** Effects that live actors owe. */
    readonly owed: () => number
    readonly live: () => number
    /** The actors of this process, to be looked at. */
    readonly awake: ReadonlyMap<Address, Seen>
    /** Those that this process found broken and has not read since. */
    readonly quarantined: () => ReadonlyArray<Quarantined>
  }
>()("orrery/actors/Host") {
  static readonly layer = (limits: ledger.Limits = ledger.limits) =>
    Layer.effect(
      Host,
      Effect.gen(function* () {
        const store = yield* Store
        const committer = yield* Committer
        const alarms = yield* Alarms
        const observer = yield* Observer
        const performer = yield* Performer
        const services = yield* Effect.context<never>()
        const run = Effect.runPromiseWith(services)
        const fork = yield* FiberSet.makeRuntime()
        const actors = new Map<Address, Promise<Actor>>()
        const awake = new Map<Address, Actor>()
        /** Until when each is not read again. */
        const quarantine = new Map<Address, { readonly error: ActorUnavailable; readonly until: number }>()
        let closing = false

        const drop = (address: Address) => {
          actors.delete(address)
          awake.delete(address)
        }

        /** Its chart says that it sleeps, and nothing hangs on it: it is in the store, and the next event brings it back. */
        const rest = (address: Address) => {
          const actor = awake.get(address)
          if (actor === undefined || !isAsleep(actor.books) || actor.mailbox.size > 0) return
          drop(address)
          void actor.stop()
        }

        const begin = (address: Address, claimed: ledger.Ledger): Actor => {
          const actor: Actor = new Actor(
            address,
            {
              stepper: stepperOf(address),
              now: alarms.now,
              ringAt: alarms.set,
              commit: committer.commit,
              perform: performer.perform,
              observer,
              limits,
              paused: rest,
              lost: () => {
                if (awake.get(address) === actor) drop(address)
              },
              broke: (of, event, reason) => {
                observer.broke(actor.resident, event, reason)
                fork(performer.broke(of, event, reason))
              },
            },
            claimed,
          )
          awake.set(address, actor)
          return actor
        }

        const claim = (address: Address) =>
          Effect.gen(function* () {
            if (closing) return yield* stopping(address)
            const known = quarantine.get(address)
            if (known !== undefined && alarms.now() < known.until) return yield* known.error
            const claimed = yield* store.claim(address)
            if (closing) return yield* stopping(address)
            const recovered = yield* Effect.try({
              try: () => ledgerOf(address, claimed),
              catch: (error) => error as JournalBroken,
            })
            quarantine.delete(address)
            return begin(address, recovered)
          }).pipe(
            Effect.catchTags({
              StoreUnavailable: ({ message }) => new ActorUnavailable({ address, reason: message }),
              JournalBroken: ({ seq, reason }) => {
                const error = new ActorUnavailable({
                  address,
                  reason: `its journal is broken at ${seq}: ${reason}`,
                })
                quarantine.set(address, { error, until: alarms.now() + rereadAfter })
                return Effect.andThen(
                  Effect.logError(`${address} is quarantined: ${error.reason}`),
                  Effect.fail(error),
                )
              },
            }),
          )

        /** Single flight: all who want a sleeping actor wait for one claim. */
        const actorOf = (address: Address): Promise<Actor> => {
          const there = actors.get(address)
          if (there !== undefined) return there
          const waking = run(claim(address))
          actors.set(address, waking)
          waking.catch(() => drop(address))
          return waking
        }

        /** One that fell asleep before its turn to be used came is woken again. */
        const present = async (address: Address): Promise<Actor> => {
          for (;;) {
            const actor = awake.get(address)
            if (actor !== undefined) return actor
            await actorOf(address)
          }
        }

        const use = <A, E extends Refused>(address: Address, f: (actor: Actor) => Promise<A> | A) =>
          Effect.tryPromise({
            try: async () => await f(awake.get(address) ?? (await present(address))),
            catch: (error) =>
              (isRefused(error) ? error : new ActorUnavailable({ address, reason: String(error) })) as
                | E
                | ActorUnavailable,
          })

        /** Nobody is woken, and nothing written, to see that there is nothing yet, or somebody who sleeps; null: somebody else. */
        const atRest = (address: Address) =>
          actors.has(address)
            ? Effect.succeed(null)
            : store.peek(address).pipe(
                Effect.map((claim) => asleepIn(address, claim ?? nothing)),
                Effect.mapError(({ message }) => new ActorUnavailable({ address, reason: message })),
              )

        const stop = async (address: Address): Promise<void> => {
          const actor = await actors.get(address)?.catch(() => undefined)
          await actor?.stop()
          if (actor !== undefined && awake.get(address) === actor) drop(address)
        }

        /** Who stops in a finalizer cannot be interrupted, unless it says so. */
        const stopAll = (addresses: ReadonlyArray<Address>) =>
          Effect.promise(() => Promise.all(addresses.map(stop))).pipe(
            Effect.interruptible,
            Effect.timeoutOption(patience),
            Effect.asVoid,
          )

        /** A pool shard goes with the agents that it holds. */
        const sleep = (address: Address) =>
          Effect.suspend(() => {
            const isHeld = (of: Address) => kindOf(of) === "agent" && poolOf(of) === idOf(address)
            const held = kindOf(address) === "pool" ? [...actors.keys()].filter(isHeld) : []
            return stopAll([address, ...held])
          })

        const undone = (address: Address, undoing: Undoing) =>
          undo(address, undoing).pipe(
            Effect.provideService(Store, store),
            Effect.mapError((error) => new ActorUnavailable({ address, reason: error.message })),
          )

        const forget = (address: Address, undoing: Undoing): Promise<boolean> => {
          const before = actors.get(address)?.catch(() => undefined)
          const was = awake.has(address)
          const done = (async () => {
            await (await before)?.stop()
            awake.delete(address)
            return await run(undone(address, undoing))
          })()
          const gate = done.then(() => {
            throw new ActorUnavailable({ address, reason: "what it was has just been forgotten" })
          })
          actors.set(address, gate)
          gate.catch(() => {
            if (actors.get(address) !== gate) return
            drop(address)
            if (was && !undoing.erase && !closing) actorOf(address).catch(() => undefined)
          })
          return done
        }

        yield* Effect.addFinalizer(() =>
          Effect.suspend(() => {
            closing = true
            return stopAll([...actors.keys()])
          }),
        )

        return {
          tell: (to, envelope) => use<Receipt, Refused>(to, (actor) => actor.tell(envelope)),
          wake: (address) => use(address, (actor) => actor.wake()),
          sleep,
          peek: (address) =>
            Effect.flatMap(atRest(address), (asleep) =>
              asleep === null
                ? use(address, ({ books, epoch }) => peeked(address, books, epoch))
                : Effect.succeed(peeked(address, asleep.books, asleep.epoch)),
            ),
          forget: (address, undoing) =>
            closing
              ? stopping(address)
              : Effect.tryPromise({
                  try: () => forget(address, undoing),
                  catch: (error) =>
                    error instanceof ActorUnavailable
                      ? error
                      : new ActorUnavailable({ address, reason: String(error) }),
                }),
          owed: () => {
            let owed = 0
            for (const actor of awake.values()) owed += actor.owed
            return owed
          },
          live: () => awake.size,
          awake,
          quarantined: () =>
            [...quarantine].map(([address, { error }]) => ({ address, reason: error.reason })),
        }
      }),
    )
}

/** Whether its chart says so, and it owes nothing. A timer brings it back. */
const isAsleep = ({ snapshot, outbox }: ledger.Ledger["books"]): boolean =>
  outbox.size === 0 && snapshot.hasTag("asleep")

/** Null: it is to be woken, also to say itself that it does not read. */
const asleepIn = (address: Address, claim: Claim): ledger.Ledger | null =>
  Option.getOrNull(
    Option.filter(
      Option.liftThrowable(ledgerOf)(address, claim),
      ({ books }) => books.seq === 0 || isAsleep(books),
    ),
  )

const nothing: Claim = { epoch: 0, seq: 0, hash: "", record: null, tail: [] }

const peeked = (address: Address, { snapshot, seq }: ledger.Ledger["books"], epoch: number): Peeked => {
  const { value, context } = stepperOf(address).keep(snapshot) as Pick<Peeked, "value" | "context">
  return { value, context, seq, epoch }
}

const isRefused = Schema.is(Refused)
