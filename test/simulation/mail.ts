/** Mail between processes, as Effect Cluster's RPC brings it: encoded, to who is believed to own the actor, and back. */
import { Cause, Effect, Exit, Option, Schema } from "effect"
import type { Host } from "../../src/actors/host.ts"
import {
  ActorUnavailable,
  Envelope,
  MailboxFull,
  Poisoned,
  type Mail,
  type Peeked,
  type Receipt,
  type Refused,
} from "../../src/actors/mail.ts"
import type { Address } from "../../src/machines/address.ts"
import type { Cluster } from "./cluster.ts"
import type { Machine } from "./machine.ts"
import type { Network } from "./network.ts"

/** How long an answer of another process is waited for, in ms. */
const patience = 5000

/** What of a process its mail needs. */
export interface Station {
  readonly machine: Machine
  /** Null until it is up. */
  readonly at: () => { readonly host: Host["Service"]; readonly cluster: Cluster } | null
  readonly run: <A, E>(effect: Effect.Effect<A, E>, done: (exit: Exit.Exit<A, E>) => void) => void
}

export interface Post {
  readonly network: Network
  /** The station of a process that is there. */
  readonly station: (id: string) => Station | undefined
  /** An actor acknowledged an event. */
  readonly acknowledged: (to: Address, id: string) => void
}

const wire = Schema.fromJsonString(Envelope)
const encode = Schema.encodeSync(wire)
const decode = Schema.decodeSync(wire)

/** Something that a host does with an actor, in the process that asks or in another. */
type Deed<A, E> = (host: Host["Service"], remote: boolean) => Effect.Effect<A, E>

export const makeMail = (here: Station, post: Post): Mail["Service"] => {
  const absent = (of: Address, reason: string) => Effect.fail(new ActorUnavailable({ address: of, reason }))

  const deliver = <A, E>(
    at: Station,
    of: Address,
    deed: Deed<A, E>,
  ): Effect.Effect<A, E | ActorUnavailable> =>
    Effect.suspend((): Effect.Effect<A, E | ActorUnavailable> => {
      const there = at.at()
      if (there === null || !there.cluster.owns(of)) return absent(of, "it is not here")
      there.cluster.entered(of)
      return deed(there.host, at !== here)
    })

  const reach = <A, E>(of: Address, deed: Deed<A, E>): Effect.Effect<A, E | ActorUnavailable> =>
    Effect.suspend((): Effect.Effect<A, E | ActorUnavailable> => {
      const cluster = here.at()?.cluster
      if (cluster === undefined) return absent(of, "the cluster is not there")
      if (cluster.owns(of)) return deliver(here, of, deed)
      const owner = cluster.ownerOf(of)
      const place = owner?.slice(0, owner.indexOf("."))
      if (owner === undefined || place === undefined || owner === here.machine.id)
        return absent(of, "nobody owns it")
      return post.network.ask<A, E | ActorUnavailable>({
        from: here.machine,
        to: place,
        patience,
        late: () => absent(of, "no answer in time"),
        serve: (answer) => {
          const there = post.station(owner)
          there?.machine.enter(() =>
            there.run(deliver(there, of, deed), (exit) => there.machine.leave(() => answer(again(of, exit)))),
          )
        },
      })
    })

  return {
    tell: (to, envelope) =>
      reach<Receipt, Refused>(to, (host, remote) => {
        const tell = host.tell(to, remote ? decode(encode(envelope)) : envelope)
        const { id } = envelope
        return id === null ? tell : Effect.tap(tell, () => Effect.sync(() => post.acknowledged(to, id)))
      }),
    peek: (of) => reach<Peeked, ActorUnavailable>(of, (host) => host.peek(of)),
    wake: (of) => reach<void, ActorUnavailable>(of, (host) => host.wake(of)),
  }
}

/** An error arrives as a copy of its own; a defect in the other process is one that the sender cannot tell from absence. */
const again = <A, E>(of: Address, exit: Exit.Exit<A, E>): Effect.Effect<A, E | ActorUnavailable> => {
  if (Exit.isSuccess(exit)) return Effect.succeed(exit.value)
  const error = Option.getOrUndefined(Cause.findErrorOption(exit.cause))
  if (error instanceof MailboxFull || error instanceof Poisoned || error instanceof ActorUnavailable)
    return Effect.fail(error as E)
  return Effect.fail(new ActorUnavailable({ address: of, reason: Cause.pretty(exit.cause) }))
}
