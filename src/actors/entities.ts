/**
 * Actors as entities of Effect Cluster, which routes to whoever owns an entity's shard, and puts it to sleep when nobody
 * asks for it. It routes, it does not fence: two owners can live for a lease, and only the store decides between them.
 *
 * An agent is reached through the entity of its pool shard, in whose process it lives.
 */
import { Cause, Context, Effect, Layer, Schema } from "effect"
import { Entity } from "effect/cluster"
import { Rpc } from "effect/rpc"
import { Address, idOf, kindOf, type Kind } from "../machines/address.ts"
import { Owners } from "./forgetting/owners.ts"
import { Undoing } from "./forgetting/undoing.ts"
import { Host } from "./host.ts"
import { ActorUnavailable, knows, letterTo, Mail, Peeked, Poisoned, Receipt, Refused } from "./mail.ts"
import { poolOf } from "./placement.ts"
import { makePostbags } from "./postbag.ts"

/** Many letters at once (`postbag.ts`), and what became of each. */
const tell = (...kinds: ReadonlyArray<Kind>) =>
  Rpc.make("Tell", {
    payload: { letters: Schema.Array(letterTo(...kinds)) },
    success: Schema.Array(Schema.Union([Receipt, Refused])),
  })
const Peek = Rpc.make("Peek", {
  payload: { address: Address },
  success: Peeked,
  error: ActorUnavailable,
})
const Wake = Rpc.make("Wake", { payload: { address: Address }, error: ActorUnavailable })
const Forget = Rpc.make("Forget", {
  payload: { address: Address, undoing: Undoing },
  success: Schema.Boolean,
  error: ActorUnavailable,
})

/** What every entity is asked, besides being told. */
const protocol = [Peek, Wake, Forget] as const

export const entities = {
  conversation: Entity.make("Conversation", [tell("conversation"), ...protocol]),
  constellation: Entity.make("Constellation", [tell("constellation"), ...protocol]),
  pool: Entity.make("Pool", [tell("pool", "agent"), ...protocol]),
  workflow: Entity.make("Workflow", [tell("workflow"), ...protocol]),
  schedule: Entity.make("Schedule", [tell("schedule"), ...protocol]),
  guild: Entity.make("Guild", [tell("guild"), ...protocol]),
  budget: Entity.make("Budget", [tell("budget"), ...protocol]),
  assignment: Entity.make("Assignment", [tell("assignment"), ...protocol]),
  summary: Entity.make("Summary", [tell("summary"), ...protocol]),
  archive: Entity.make("Archive", [tell("archive"), ...protocol]),
  knowledge: Entity.make("Knowledge", [tell("knowledge"), ...protocol]),
  partners: Entity.make("Partners", [tell("partners"), ...protocol]),
  vote: Entity.make("Vote", [tell("vote"), ...protocol]),
  departure: Entity.make("Departure", [tell("departure"), ...protocol]),
  permit: Entity.make("Permit", [tell("permit"), ...protocol]),
  debate: Entity.make("Debate", [tell("debate"), ...protocol]),
  roster: Entity.make("Roster", [tell("roster"), ...protocol]),
  lessons: Entity.make("Lessons", [tell("lessons"), ...protocol]),
}

const entityOf = (kind: Kind): keyof typeof entities => (kind === "agent" ? "pool" : kind)
/** Of the entity at which an actor is reached: that of its pool shard for an agent, its own for all others. */
const entityIdOf = (address: Address): string =>
  kindOf(address) === "agent" ? poolOf(address) : idOf(address)

const layerOf = (kind: keyof typeof entities) => {
  const entity = entities[kind]
  return entity.toLayer(
    Effect.gen(function* () {
      const host = yield* Host
      const { entityId } = yield* Entity.CurrentAddress
      yield* Effect.addFinalizer(() => host.sleep(`${kind}/${entityId}`))
      /** An actor is woken by the owner of its entity, and by nobody who was merely asked to. */
      const here = <A, E>(address: Address, asked: Effect.Effect<A, E>) =>
        entityOf(kindOf(address)) === kind && entityIdOf(address) === entityId
          ? asked
          : Effect.fail(new ActorUnavailable({ address, reason: `it was asked for at ${kind}/${entityId}` }))
      return entity.of({
        Tell: ({ payload: { letters } }) =>
          Effect.forEach(
            letters,
            ({ to, envelope }) =>
              Effect.catch(here(to, host.tell(to, envelope)), (refused) => Effect.succeed(refused)),
            { concurrency: "unbounded" },
          ),
        Peek: ({ payload: { address } }) => here(address, host.peek(address)),
        Wake: ({ payload: { address } }) => here(address, host.wake(address)),
        Forget: ({ payload: { address, undoing } }) => here(address, host.forget(address, undoing)),
      })
    }),
    { concurrency: "unbounded", mailboxCapacity: "unbounded", maxIdleTime: "5 minutes" },
  )
}

/** Registers the entities with this runner. */
export const EntitiesLayer = Layer.mergeAll(
  layerOf("conversation"),
  layerOf("constellation"),
  layerOf("pool"),
  layerOf("vote"),
  layerOf("debate"),
  layerOf("workflow"),
  layerOf("schedule"),
  layerOf("guild"),
  layerOf("budget"),
  layerOf("assignment"),
  layerOf("summary"),
  layerOf("archive"),
  layerOf("knowledge"),
  layerOf("partners"),
  layerOf("departure"),
  layerOf("permit"),
  layerOf("roster"),
  layerOf("lessons"),
)

const isUnavailable = Schema.is(ActorUnavailable)

/** Mail through the cluster: to this process or another, the same. */
export const MailLayer = Layer.effectContext(
  Effect.gen(function* () {
    const clients = {
      conversation: yield* entities.conversation.client,
      constellation: yield* entities.constellation.client,
      pool: yield* entities.pool.client,
      workflow: yield* entities.workflow.client,
      schedule: yield* entities.schedule.client,
      guild: yield* entities.guild.client,
      budget: yield* entities.budget.client,
      assignment: yield* entities.assignment.client,
      summary: yield* entities.summary.client,
      archive: yield* entities.archive.client,
      knowledge: yield* entities.knowledge.client,
      partners: yield* entities.partners.client,
      vote: yield* entities.vote.client,
      debate: yield* entities.debate.client,
      departure: yield* entities.departure.client,
      permit: yield* entities.permit.client,
      roster: yield* entities.roster.client,
      lessons: yield* entities.lessons.client,
    }
    const clientFor = (address: Address) => clients[entityOf(kindOf(address))](entityIdOf(address))
    /** A runner that gives an entity over interrupts what it was asked: whoever asked is not interrupted, and asks again. */
    const elsewhere =
      (of: Address) =>
      <A, E>(asked: Effect.Effect<A, E>): Effect.Effect<A, E | ActorUnavailable> =>
        Effect.catchCause(asked, (cause) =>
          Effect.failCause<E | ActorUnavailable>(
            Cause.hasInterrupts(cause)
              ? Cause.fail(
                  new ActorUnavailable({ address: of, reason: "it has just moved to another runner" }),
                )
              : cause,
          ),
        )
    /** What an actor's own runner says stands as it is; the rest is the cluster's. */
    const reach = (to: Address) =>
      Effect.mapError((error: ActorUnavailable | { readonly _tag: string }) =>
        isUnavailable(error)
          ? error
          : new ActorUnavailable({ address: to, reason: `the cluster says ${error._tag}` }),
      )
    const post = yield* makePostbags(
      (to) => `${entityOf(kindOf(to))}/${entityIdOf(to)}`,
      (letters) => {
        const { to } = letters[0]!
        return elsewhere(to)(reach(to)(clientFor(to).Tell({ letters })))
      },
    )
    const mail = Mail.of({
      tell: (to, envelope) =>
        knows(kindOf(to), envelope.event)
          ? post(to, envelope)
          : new Poisoned({ address: to, reason: `no ${kindOf(to)} knows ${envelope.event.type}` }),
      peek: (of) => elsewhere(of)(reach(of)(clientFor(of).Peek({ address: of }))),
      wake: (of) => elsewhere(of)(reach(of)(clientFor(of).Wake({ address: of }))),
    })
    return Context.make(Mail, mail).pipe(
      Context.add(Owners, {
        forget: (of, undoing) => elsewhere(of)(reach(of)(clientFor(of).Forget({ address: of, undoing }))),
      }),
    )
  }),
)
