/** The actors of this process: woken when they are told something, put to sleep when their entity is, dropped when fenced. */
import { Context, Effect, Layer, Schema } from "effect"
import { idOf, kindOf, type Address, type Kind } from "../machines/address.ts"
import { charts } from "../machines/index.ts"
import { Actor } from "./actor.ts"
import { Alarms } from "./alarms.ts"
import { Committer } from "./committer.ts"
import { JournalBroken } from "./journal.ts"
import * as ledger from "./ledger.ts"
import { ActorUnavailable, Peeked, Refused, type Envelope, type Receipt } from "./mail.ts"
import { Observer } from "./observer.ts"
import { Performer } from "./performer.ts"
import { poolOf } from "./placement.ts"
import { recover } from "./recovery.ts"
import { makeStepper, type Stepper } from "./step.ts"
import { Store } from "./store.ts"

const steppers = Object.fromEntries(
  Object.entries(charts).map(([kind, chart]) => [kind, makeStepper(chart)]),
) as Record<Kind, Stepper>

const inputFor = (address: Address) => ({ id: idOf(address), pool: poolOf(address) })

export class Host extends Context.Service<
  Host,
  {
    readonly tell: (to: Address, envelope: Envelope) => Effect.Effect<Receipt, Refused>
    /** Brings an actor into memory, so that it goes on with what it owes, and tells the store when to look again. */
    readonly wake: (address: Address) => Effect.Effect<void, ActorUnavailable>
    /** Takes an actor out of memory after its commit under way; what it owes is performed by whoever wakes it next. */
    readonly sleep: (address: Address) => Effect.Effect<void>
    readonly peek: (address: Address) => Effect.Effect<Peeked, ActorUnavailable>
    /** Effects that live actors owe. */
    readonly owed: () => number
    readonly live: () => number
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
        const runFork = Effect.runForkWith(yield* Effect.context<never>())
        const actors = new Map<Address, Promise<Actor>>()
        const awake = new Map<Address, Actor>()

        const drop = (address: Address) => {
          actors.delete(address)
          awake.delete(address)
        }

        const begin = (address: Address, claimed: ledger.Ledger): Actor => {
          const actor = new Actor(
            address,
            {
              stepper: steppers[kindOf(address)],
              now: alarms.now,
              ringAt: alarms.set,
              commit: committer.commit,
              perform: performer.perform,
              observer,
              limits,
              lost: drop,
              broke: (broken, event, reason) => runFork(performer.broke(broken, event, reason)),
            },
            claimed,
          )
          awake.set(address, actor)
          return actor
        }

        const claim = (address: Address) =>
          store.claim(address).pipe(
            Effect.mapError((error) => new ActorUnavailable({ address, reason: error.message })),
            Effect.flatMap((claimed) =>
              Effect.try({
                try: () =>
                  begin(address, recover(address, steppers[kindOf(address)], inputFor(address), claimed)),
                catch: (error) =>
                  new ActorUnavailable({
                    address,
                    reason:
                      error instanceof JournalBroken
                        ? `its journal is broken at ${error.seq}: ${error.reason}`
                        : String(error),
                  }),
              }),
            ),
          )

        /** Single flight: all who want a sleeping actor wait for one claim. */
        const actorOf = (address: Address): Promise<Actor> => {
          const there = actors.get(address)
          if (there !== undefined) return there
          const waking = Effect.runPromise(claim(address))
          actors.set(address, waking)
          waking.catch(() => drop(address))
          return waking
        }

        const use = <A, E extends Refused>(address: Address, f: (actor: Actor) => Promise<A> | A) =>
          Effect.tryPromise({
            try: async () => {
              const actor = awake.get(address) ?? (await actorOf(address))
              return await f(actor)
            },
            catch: (error) =>
              (isRefused(error) ? error : new ActorUnavailable({ address, reason: String(error) })) as
                E | ActorUnavailable,
          })

        const sleep = (address: Address) =>
          Effect.promise(async () => {
            const actor = awake.get(address)
            if (actor === undefined) return
            await actor.stop()
            if (awake.get(address) === actor) drop(address)
          })

        yield* Effect.addFinalizer(() =>
          Effect.forEach([...awake.keys()], sleep, { concurrency: "unbounded", discard: true }),
        )

        return {
          tell: (to, envelope) => use<Receipt, Refused>(to, (actor) => actor.tell(envelope)),
          wake: (address) => use(address, (actor) => actor.wake()),
          sleep,
          peek: (address) =>
            use(address, ({ books, epoch }): Peeked => {
              const { value, context } = steppers[kindOf(address)].keep(books.snapshot) as Pick<
                Peeked,
                "value" | "context"
              >
              return { value, context, seq: books.seq, epoch }
            }),
          owed: () => {
            let owed = 0
            for (const actor of awake.values()) owed += actor.owed
            return owed
          },
          live: () => awake.size,
        }
      }),
    )
}

const isRefused = Schema.is(Refused)
