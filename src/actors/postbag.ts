/**
 * Letters that are told to one entity in one tick travel together: what a message through the cluster costs (a frame, a fiber,
 * a reply) is paid once a bag, and not once a letter. Each letter has an answer of its own.
 */
import { Effect, FiberSet } from "effect"
import type { Address } from "../machines/address.ts"
import { ActorUnavailable, type Envelope, type Letter, type Receipt, type Refused } from "./mail.ts"

/** Letters in one bag. */
const most = 256

interface Waiting extends Letter {
  readonly resume: (answer: Effect.Effect<Receipt, Refused>) => void
}

/** What became of each letter, in order. */
export type Carry = (
  letters: ReadonlyArray<Letter>,
) => Effect.Effect<ReadonlyArray<Receipt | Refused>, ActorUnavailable>

/** The bag did not arrive: each letter says so of its own actor. */
const elsewhere =
  (address: Address) =>
  ({ reason }: ActorUnavailable) =>
    new ActorUnavailable({ address, reason })

/** `entityOf` says which letters may share a bag; `carry` takes one bag there. */
export const makePostbags = (entityOf: (to: Address) => string, carry: Carry) =>
  Effect.gen(function* () {
    const fork = yield* FiberSet.makeRuntime()
    const open = new Map<string, Array<Waiting>>()

    const deliver = (bag: ReadonlyArray<Waiting>) =>
      carry(bag.map(({ to, envelope }) => ({ to, envelope }))).pipe(
        Effect.exit,
        Effect.map((exit) =>
          bag.forEach(({ to, resume }, n) => {
            if (exit._tag === "Failure")
              return resume(Effect.mapError(Effect.failCause(exit.cause), elsewhere(to)))
            const answer =
              exit.value[n] ?? new ActorUnavailable({ address: to, reason: "it was not answered" })
            resume(typeof answer === "string" ? Effect.succeed(answer) : Effect.fail(answer))
          }),
        ),
      )

    const send = (entity: string, bag: ReadonlyArray<Waiting>) => {
      if (open.get(entity) === bag) open.delete(entity)
      fork(deliver(bag))
    }

    return (to: Address, envelope: Envelope): Effect.Effect<Receipt, Refused> =>
      Effect.callback((resume) => {
        const entity = entityOf(to)
        const bag = open.get(entity)
        if (bag !== undefined && bag.length < most) return void bag.push({ to, envelope, resume })
        const begun = [{ to, envelope, resume }]
        open.set(entity, begun)
        setImmediate(send, entity, begun)
      })
  })
